#include "dialects/syncano/class_schema.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/record_wire.h"
#include "dialects/syncano/syncano.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxFields = 32;
constexpr std::size_t kMaxIndexes = 16;
constexpr std::size_t kMaxPointIndexes = 1;
constexpr std::size_t kMaxNameLength = 64;

struct TypeRow {
  FieldType type;
  std::string_view name;
  bool orderable;   ///< may have an order index and be unique
  bool filterable;  ///< may have a filter index
  bool pointing;    ///< has a target
};

constexpr std::array<TypeRow, 12> kTypes{{
    {FieldType::kString, "string", true, true, false},
    {FieldType::kText, "text", false, false, false},
    {FieldType::kInteger, "integer", true, true, false},
    {FieldType::kFloat, "float", true, true, false},
    {FieldType::kBoolean, "boolean", true, true, false},
    {FieldType::kDatetime, "datetime", true, true, false},
    {FieldType::kFile, "file", false, false, false},
    {FieldType::kReference, "reference", true, true, true},
    {FieldType::kDocument, "object", false, false, false},
    {FieldType::kList, "array", false, true, false},
    {FieldType::kGeoPoint, "geopoint", false, true, false},
    {FieldType::kRelation, "relation", false, true, true},
}};

// What an object already calls its own, or its clients' methods are called.
constexpr std::array<std::string_view, 27> kReservedNames{"id",
                                                          "created_at",
                                                          "updated_at",
                                                          "revision",
                                                          "owner",
                                                          "owner_id",
                                                          "owner_permissions",
                                                          "group",
                                                          "group_id",
                                                          "group_permissions",
                                                          "other_permissions",
                                                          "channel",
                                                          "channel_id",
                                                          "channel_room",
                                                          "acl",
                                                          "links",
                                                          "self",
                                                          "expected_revision",
                                                          "save",
                                                          "delete",
                                                          "clean",
                                                          "store",
                                                          "objects",
                                                          "pk",
                                                          "full_clean",
                                                          "validate_unique",
                                                          "save_base"};

/// One definition read, or the sentence that refuses it.
struct ReadField {
  Collections::FieldDraft draft;
  std::string refusal;
};

std::string RefuseName(const std::string& name) {
  if (name.size() > kMaxNameLength) {
    return "Value of field name is too long, maximum length is 64.";
  }
  if (name.empty()) return "Value of field name is too short, minimum length is 1.";
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  if (!letter(name.front()) || !std::ranges::all_of(name, allowed)) {
    return "Wrong characters used in field name \"" + name +
           "\". Allowed characters are: letters, numbers and underscores. Name has to start with a "
           "letter.";
  }
  if (std::ranges::find(kReservedNames, ToLowerAscii(name)) != kReservedNames.end()) {
    return "Field name \"" + name + "\" is reserved.";
  }
  return {};
}

const TypeRow* FindType(std::string_view name) {
  const auto found = std::ranges::find(kTypes, name, &TypeRow::name);
  return found == kTypes.end() ? nullptr : &*found;
}

std::string PossibleTypes() {
  std::string names;
  for (const TypeRow& row : kTypes) {
    if (!names.empty()) names += ", ";
    names += row.name;
  }
  return names;
}

std::string OnlyKeysOf(const TypeRow& type) {
  std::string text =
      "Field " + std::string(type.name) + " definition can only consist of name, type";
  if (type.orderable) text += ", order_index";
  if (type.filterable) text += ", filter_index";
  if (type.orderable) text += ", unique";
  if (type.pointing) text += ", target";
  return text + ".";
}

/// A key of a definition that is true or false.
struct Flag {
  std::string_view key, shown;
  bool Collections::FieldDraft::*place;
  bool TypeRow::*allowed;
};

constexpr std::array<Flag, 3> kFlags{{
    {"order_index", "order index", &Collections::FieldDraft::ordered, &TypeRow::orderable},
    {"filter_index", "filter index", &Collections::FieldDraft::filterable, &TypeRow::filterable},
    {"unique", "unique", &Collections::FieldDraft::unique, &TypeRow::orderable},
}};

// The keys beside name, type and target.
std::string ReadFlags(const Json::Object& definition, const TypeRow& type,
                      Collections::FieldDraft& draft) {
  for (const auto& [key, value] : definition) {
    if (key == "name" || key == "type" || (key == "target" && type.pointing)) continue;
    const auto flag = std::ranges::find(kFlags, key, &Flag::key);
    if (flag == kFlags.end() || !(type.*flag->allowed)) return OnlyKeysOf(type);
    const bool* on = value.AsBool();
    if (on == nullptr) {
      return "Invalid type of field \"" + std::string(flag->shown) + "\". Expected boolean.";
    }
    draft.*flag->place = *on;
  }
  if (draft.unique) draft.filterable = true;
  return {};
}

std::string ReadTarget(const Json* target, Collections::FieldDraft& draft) {
  if (target == nullptr || target->IsNull()) {
    return "Target must specify class name or \"self\".";
  }
  const std::string* name = target->AsString();
  if (name == nullptr || name->empty()) {
    return "Invalid value of target. Expected non-empty string.";
  }
  if (*name == "users") return "Target cannot be set to \"users\". Use \"user\" instead.";
  draft.target.kind = *name == "self"   ? Target::Kind::kSelf
                      : *name == "user" ? Target::Kind::kUsers
                                        : Target::Kind::kCollection;
  draft.target.shown = *name;
  return {};
}

ReadField ReadDefinition(const Json& definition) {
  const Json* name = definition.Find("name");
  const Json* type = definition.Find("type");
  if (name == nullptr || type == nullptr) return {{}, "Field name and type is required."};
  if (name->AsString() == nullptr) {
    return {{}, "Invalid type of field name. Expected string."};
  }
  if (type->AsString() == nullptr) {
    return {{}, "Invalid type of field type. Expected string."};
  }
  ReadField read;
  read.draft.name = *name->AsString();
  read.refusal = RefuseName(read.draft.name);
  if (!read.refusal.empty()) return read;
  const TypeRow* row = FindType(ToLowerAscii(*type->AsString()));
  if (row == nullptr) {
    read.refusal = "Invalid field type value. Possible types: " + PossibleTypes() + ".";
    return read;
  }
  read.draft.type = row->type;
  read.refusal = ReadFlags(*definition.AsObject(), *row, read.draft);
  if (read.refusal.empty() && row->pointing) {
    read.refusal = ReadTarget(definition.Find("target"), read.draft);
  }
  return read;
}

std::string Wrap(std::string_view name, std::size_t index, std::string_view text) {
  return "Error processing field definition \"" + std::string(name) + "\" #" +
         std::to_string(index) + ": " + std::string(text);
}

std::string_view NameIn(const Json& definition) {
  const Json* name = definition.Find("name");
  const bool known = name != nullptr && name->AsString() != nullptr;
  return known ? std::string_view(*name->AsString()) : "unknown";
}

/// What the fields of a class have in common bounds for.
class Totals {
 public:
  /// The sentence that refuses one field more, or "".
  std::string Add(const Collections::FieldDraft& draft) {
    if (!names_.insert(draft.name).second) {
      return "Field \"" + draft.name + "\" defined more than once.";
    }
    indexes_ += (draft.ordered ? 1U : 0U) + (draft.filterable ? 1U : 0U);
    if (indexes_ > kMaxIndexes) return "Too many indexes defined (exceeds 16).";
    if (draft.type == FieldType::kGeoPoint && draft.filterable && ++points_ > kMaxPointIndexes) {
      return "Too many indexes defined on field type geopoint (exceeds 1).";
    }
    return {};
  }

 private:
  std::set<std::string> names_;
  std::size_t indexes_ = 0;
  std::size_t points_ = 0;
};

struct ReadFields {
  std::vector<Collections::FieldDraft> drafts;
  std::string refusal;
};

ReadFields ReadDefinitions(const Json& schema) {
  const Json::Array* definitions = schema.AsArray();
  if (definitions == nullptr) return {{}, "Schema passed in invalid format."};
  if (definitions->size() > kMaxFields) return {{}, "Too many fields defined (exceeds 32)."};
  ReadFields fields;
  Totals totals;
  for (std::size_t i = 0; i < definitions->size(); ++i) {
    const Json& definition = (*definitions)[i];
    if (definition.AsObject() == nullptr) return {{}, "Schema passed in invalid format."};
    ReadField read = ReadDefinition(definition);
    if (read.refusal.empty()) read.refusal = totals.Add(read.draft);
    if (!read.refusal.empty()) return {{}, Wrap(NameIn(definition), i, read.refusal)};
    fields.drafts.push_back(std::move(read.draft));
  }
  return fields;
}

}  // namespace

std::string_view NameOf(FieldType type) {
  return std::ranges::find(kTypes, type, &TypeRow::type)->name;
}

std::optional<std::vector<Collections::FieldDraft>> ReadSchema(Input& input) {
  const Json* member = input.Member("schema");
  if (member == nullptr) return std::nullopt;
  Json parsed;
  if (const std::string* sent = member->AsString(); sent != nullptr && !sent->empty()) {
    auto json = ParseJson(*sent);
    if (!json) {
      input.Refuse("schema", "Not a valid JSON string.");
      return std::nullopt;
    }
    parsed = std::move(*json);
    member = &parsed;
  }
  // "" and null mean the default, as for every member that holds JSON.
  const std::string* text = member->AsString();
  if (member->IsNull() || (text != nullptr && text->empty())) {
    return std::vector<Collections::FieldDraft>();
  }
  ReadFields fields = ReadDefinitions(*member);
  if (!fields.refusal.empty()) {
    input.Refuse("schema", fields.refusal);
    return std::nullopt;
  }
  return std::move(fields.drafts);
}

Result<ResolvedSchema> ResolveTargets(const Snapshot& snapshot, TenantId tenant,
                                      std::string_view own_name,
                                      std::vector<Collections::FieldDraft> fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Target& target = fields[i].target;
    if (target.kind != Target::Kind::kCollection) continue;
    const std::string name = ToLowerAscii(target.shown);
    if (name == own_name) {
      target.kind = Target::Kind::kSelf;  // it need not be there yet
      continue;
    }
    if (name == kProfileClass) {
      target.collection = kProfiles;
      continue;
    }
    GH_TRY(const std::optional<Collection> found,
           snapshot.collections().FindByName(tenant, kOrigin, name));
    if (!found) {
      return ResolvedSchema{{}, Wrap(fields[i].name, i, "Class specified by target is missing.")};
    }
    target.collection = found->id;
  }
  return ResolvedSchema{std::move(fields), {}};
}

std::string RefuseUnique(const std::vector<Collections::FieldDraft>& fields,
                         std::string_view field_name) {
  const auto found = std::ranges::find(fields, field_name, &Collections::FieldDraft::name);
  return Wrap(field_name, static_cast<std::size_t>(found - fields.begin()),
              "Unique index can only be set on a new field. Delete field first.");
}

void WriteSchema(Buffer& out, const std::vector<Field>& fields) {
  out.Append('[');
  bool first = true;
  for (const Field& field : fields) {
    if (!first) out.Append(',');
    first = false;
    out.Append("{\"name\":");
    WriteText(out, field.name);
    out.Append(",\"type\":\"");
    out.Append(NameOf(field.type));
    out.Append('"');
    if (field.ordered) out.Append(",\"order_index\":true");
    if (field.filterable) out.Append(",\"filter_index\":true");
    if (field.unique) out.Append(",\"unique\":true");
    if (field.target.kind != Target::Kind::kNone) {
      out.Append(",\"target\":");
      WriteText(out, field.target.shown);
    }
    out.Append('}');
  }
  out.Append(']');
}

}  // namespace guildhall::syncano
