#include "dialects/daptin/rows/table_patch.h"

#include <utility>

#include "base/strings.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/tables/declaration.h"
#include "dialects/daptin/tables/default_order.h"
#include "dialects/daptin/tables/table_schema.h"

namespace guildhall::daptin {
namespace {

constexpr std::int64_t kMaxIcon = 100;

tl::unexpected<Error> Wrong(std::string_view column, Reason reason) {
  return Fail(Errc::kInvalid, Problem{std::string(column), reason});
}

Result<std::string> ReadOrder(const Json& value, const Table& table) {
  const std::string* text = value.AsString();
  if (text == nullptr) return Wrong("default_order", Reason::kWrongType);
  auto order = NormalOrder(table, *text);
  if (!order) return Wrong("default_order", Reason::kUnknownName);
  return *std::move(order);
}

Result<std::string> ReadIcon(const Json& value) {
  const std::string* text = value.AsString();
  if (text == nullptr) return Wrong("icon", Reason::kWrongType);
  const auto length = static_cast<std::int64_t>(CountCodePoints(*text));
  if (length <= kMaxIcon) return *text;
  return Fail(Errc::kInvalid, Problem{"icon", Reason::kTooLong, kMaxIcon, length});
}

/// True, "true", "1" and 1 are; everything else is not. [Daptin "Column types", truefalse]
bool IsTrue(const Json& value) {
  return value == Json(true) || value == Json("true") || value == Json("1") || value == Json(1);
}

/// The permission of new rows that a schema names; what the table has where it names none.
Result<std::int64_t> ReadDefaultPermission(const Json& value, const Table& table) {
  const std::string* text = value.AsString();
  if (text == nullptr) return Wrong("world_schema_json", Reason::kWrongType);
  const auto schema = ParseJson(*text);
  if (!schema || schema->AsObject() == nullptr) {
    return Wrong("world_schema_json", Reason::kBadFormat);
  }
  const Json* wanted = schema->Find("DefaultPermission");
  if (wanted == nullptr) return table.default_permission;
  const auto permission = ReadPermission(*wanted);
  if (!permission) return Wrong("world_schema_json", Reason::kBadFormat);
  return *permission == DefaultPermissionOf(table) ? table.default_permission : *permission;
}

/// The table as the document wants it.
Result<Table> Wanted(const RowDocument& document, const Table& table) {
  Table wanted = table;
  // A value that is sent back as it is shown changes nothing, whatever it is.
  const Json* order = document.Attribute("default_order");
  if (order != nullptr && *order != Json(table.default_order)) {
    GH_TRY(wanted.default_order, ReadOrder(*order, table));
  }
  const Json* icon = document.Attribute("icon");
  if (icon != nullptr && *icon != Json(table.icon)) {
    GH_TRY(wanted.icon, ReadIcon(*icon));
  }
  if (const Json* hidden = document.Attribute("is_hidden")) wanted.hidden = IsTrue(*hidden);
  if (const Json* schema = document.Attribute("world_schema_json")) {
    GH_TRY(wanted.default_permission, ReadDefaultPermission(*schema, table));
  }
  return wanted;
}

/// The first of these columns that differs; "" for none.
std::string_view FirstDifference(const Table& a, const Table& b) {
  if (a.default_order != b.default_order) return "default_order";
  if (a.icon != b.icon) return "icon";
  if (a.hidden != b.hidden) return "is_hidden";
  return a.default_permission != b.default_permission ? "world_schema_json" : "";
}

}  // namespace

Result<std::optional<std::string>> PatchOfTable(const RowDocument& document, const Table& table) {
  GH_TRY(const Table wanted, Wanted(document, table));
  const std::string_view difference = FirstDifference(wanted, table);
  if (difference.empty()) return std::optional<std::string>();
  if (table.stored.declaration.empty()) return Wrong(difference, Reason::kImmutable);
  return std::optional(WriteDeclaration(wanted));
}

Result<void> Redeclare(Transaction& tx, const Reader& reader, CollectionId collection,
                       const std::string& declaration) {
  if (!reader.caller.Has(Power::kWriteCollections)) {
    return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
  }
  Collections::Patch patch;
  patch.declaration = declaration;
  GH_CHECK(reader.core.collections().Update(tx, reader.caller, collection, patch));
  return {};
}

}  // namespace guildhall::daptin
