#include "dialects/syncano/object_order.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "base/timestamp.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/value_input.h"

namespace guildhall::syncano {
namespace {

constexpr std::array<std::string_view, 8> kUnorderable{
    "revision",          "owner",   "owner_permissions", "group", "group_permissions",
    "other_permissions", "channel", "channel_room"};

std::optional<ObjectOrder> BuiltinOrder(std::string_view name) {
  ObjectOrder order;
  if (name.empty() || name == "id") return order;
  order.type = FieldType::kDatetime;
  if (name == "created_at") {
    order.field.builtin = BuiltinField::kCreatedAt;
    return order;
  }
  if (name == "updated_at") {
    order.field.builtin = BuiltinField::kUpdatedAt;
    return order;
  }
  return std::nullopt;
}

ReadOrder RefuseOrder(std::string_view detail) {
  ReadOrder read;
  read.refused = Refuse(400, detail);
  read.refused->facts.error = Errc::kInvalid;
  return read;
}

/// The text under which `last_value` names a value; nothing for null.
std::optional<std::string> TextOf(const Value& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  Buffer out;
  if (const auto* number = std::get_if<double>(&value)) JsonWriter(out).Number(*number);
  if (const auto* time = std::get_if<Time>(&value)) AppendTimestamp(out, *time);
  if (out.empty()) return std::nullopt;
  return std::string(out.view());
}

}  // namespace

ReadOrder ReadObjectOrder(const http::Request& request, const Collection& collection) {
  std::string text;
  if (!request.query.empty()) text = request.QueryParameter("order_by").value_or("");
  const bool descending = text.starts_with('-');
  const std::string_view name = std::string_view(text).substr(descending ? 1 : 0);
  ReadOrder read;
  if (const auto builtin = BuiltinOrder(name)) {
    read.order = *builtin;
  } else if (std::ranges::find(kUnorderable, name) != kUnorderable.end()) {
    return RefuseOrder("Cannot use specified order_by field.");
  } else {
    const Field* field = collection.FindField(name);
    if (field == nullptr) return RefuseOrder("Incorrect order_by parameter provided.");
    if (!field->ordered) {
      return RefuseOrder(
          "Cannot use specified order_by field. Set required index on schema first.");
    }
    read.order.field.number = field->number;
    read.order.type = field->type;
  }
  read.order.descending = descending;
  read.order.text = std::move(text);
  return read;
}

Boundary BoundaryOf(const ObjectOrder& order, const Record& record) {
  if (!order.type) return record.id.value();
  if (order.field.number != 0) {
    return {record.id.value(), TextOf(ValueOf(record.fields, order.field.number))};
  }
  const bool made = order.field.builtin == BuiltinField::kCreatedAt;
  return {record.id.value(), TextOf(Value(made ? record.created_at : record.updated_at))};
}

std::optional<RecordQuery> QueryFor(const http::Request& request, const Page& page,
                                    const ObjectOrder& order) {
  const Seek seek = page.ToSeek();
  RecordQuery query;
  query.order = order.field;
  query.descending = seek.descending;
  query.limit = seek.limit;
  if (!seek.from) return query;
  query.from = RecordPlace{Value(), RecordId(*seek.from)};
  const auto text = order.type ? request.QueryParameter("last_value") : std::nullopt;
  if (!text) return query;
  const ReadValueResult value = ReadValue(*order.type, Json(*text));
  if (!value) return std::nullopt;
  query.from->value = *value;
  return query;
}

}  // namespace guildhall::syncano
