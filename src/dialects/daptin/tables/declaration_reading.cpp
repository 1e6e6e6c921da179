#include "dialects/daptin/tables/declaration_reading.h"

#include <string>
#include <vector>

#include "base/json.h"

namespace guildhall::daptin {
namespace {

/// Reads members of an object. A member that is missing or of another type spoils it.
class Members {
 public:
  Members(const Json& object, bool& good) : object_(object), good_(good) {}

  [[nodiscard]] std::string Text(std::string_view name) const {
    const std::string* text = Find(name).AsString();
    return text != nullptr ? *text : Spoil<std::string>();
  }
  [[nodiscard]] bool Flag(std::string_view name) const {
    const bool* flag = Find(name).AsBool();
    return flag != nullptr ? *flag : Spoil<bool>();
  }
  [[nodiscard]] std::int64_t Number(std::string_view name) const {
    const std::int64_t* number = Find(name).AsInteger();
    return number != nullptr ? *number : Spoil<std::int64_t>();
  }
  /// Each element read by `read(element, good)`.
  template <class Read>
  [[nodiscard]] auto List(std::string_view name, Read read) const {
    return ListOf(Find(name), read);
  }
  template <class Read>
  auto ListOf(const Json& value, Read read) const {
    std::vector<decltype(read(value, good_))> parts;
    const Json::Array* array = value.AsArray();
    if (array == nullptr) {
      good_ = false;
      return parts;
    }
    parts.reserve(array->size());
    for (const Json& element : *array) parts.push_back(read(element, good_));
    return parts;
  }

 private:
  [[nodiscard]] const Json& Find(std::string_view name) const {
    static const Json missing;
    const Json* found = object_.Find(name);
    return found != nullptr ? *found : missing;
  }
  template <class Value>
  [[nodiscard]] Value Spoil() const {
    good_ = false;
    return Value();
  }

  const Json& object_;
  bool& good_;
};

std::string ReadText(const Json& json, bool& good) {
  const std::string* text = json.AsString();
  good = good && text != nullptr;
  return text != nullptr ? *text : std::string();
}

std::vector<std::string> ReadTexts(const Json& json, bool& good) {
  return Members(json, good).ListOf(json, ReadText);
}

Option ReadOption(const Json& json, bool& good) {
  const Members members(json, good);
  return {members.Text("value"), members.Text("value_type"), members.Text("label")};
}

ColumnRule ReadRule(const Json& json, bool& good) {
  const Members members(json, good);
  return {members.Text("column"), members.Text("tags")};
}

DefaultGroup ReadDefaultGroup(const Json& json, bool& good) {
  const Members members(json, good);
  return {GroupId(members.Number("group")), members.Number("permission")};
}

Column ReadColumn(const Json& json, bool& good) {
  const Members members(json, good);
  return {.name = members.Text("name"),
          .type = members.Text("type"),
          .data_type = members.Text("data_type"),
          .default_value = members.Text("default"),
          .description = members.Text("description"),
          .indexed = members.Flag("indexed"),
          .unique = members.Flag("unique"),
          .nullable = members.Flag("nullable"),
          .hidden = members.Flag("hidden"),
          .options = members.List("options", ReadOption),
          .field = static_cast<std::int32_t>(members.Number("field"))};
}

Relation ReadRelation(const Json& json, bool& good) {
  const Members members(json, good);
  return {.name = members.Text("name"),
          .table = members.Text("table"),
          .kind = members.Flag("linked") ? RelationKind::kLinked : RelationKind::kToOne,
          .inverse = members.Text("inverse"),
          .join = members.Text("join"),
          .toward = members.Text("toward"),
          .field = static_cast<std::int32_t>(members.Number("field")),
          .nullable = members.Flag("nullable")};
}

RowKind ReadKind(std::string_view name, bool& good) {
  for (const RowKind rows : {RowKind::kRecords, RowKind::kRecordGrants, RowKind::kRecordLinks}) {
    if (NameOf(rows) == name) return rows;
  }
  good = false;
  return RowKind::kRecords;
}

}  // namespace

std::string_view NameOf(RowKind rows) {
  if (rows == RowKind::kRecordGrants) return "grants";
  return rows == RowKind::kRecordLinks ? "links" : "records";
}

Result<Table> ReadTable(std::string_view text) {
  const auto json = ParseJson(text);
  if (!json) return Fail(Errc::kInternal, json.error().detail);
  bool good = true;
  const Members members(*json, good);
  Table table{.name = {},
              .rows = ReadKind(members.Text("rows"), good),
              .columns = members.List("columns", ReadColumn),
              .relations = members.List("relations", ReadRelation),
              .validations = members.List("validations", ReadRule),
              .conformations = members.List("conformations", ReadRule),
              .composite_keys = members.List("composite_keys", ReadTexts),
              .default_permission = members.Number("default_permission"),
              .default_groups = members.List("default_groups", ReadDefaultGroup),
              .default_order = members.Text("default_order"),
              .description = members.Text("description"),
              .icon = members.Text("icon"),
              .top_level = members.Flag("top_level"),
              .hidden = members.Flag("hidden"),
              .granted = CollectionId(members.Number("granted"))};
  if (!good) return Fail(Errc::kInternal, "a member is missing or of another type");
  return table;
}

}  // namespace guildhall::daptin
