#include "dialects/syncano/class_schema.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxFields = 32;
constexpr std::size_t kMaxIndexes = 16;
constexpr std::size_t kMaxNameLength = 64;

struct TypeRow {
  FieldType type;
  std::string_view name;
  bool indexable;
};

constexpr std::array<TypeRow, 6> kTypes{{
    {FieldType::kString, "string", true},
    {FieldType::kText, "text", false},
    {FieldType::kInteger, "integer", true},
    {FieldType::kFloat, "float", true},
    {FieldType::kBoolean, "boolean", true},
    {FieldType::kDatetime, "datetime", true},
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

// The keys beside name and type: index flags, where the type has them.
std::string ReadFlags(const Json::Object& definition, const TypeRow& type,
                      Collections::FieldDraft& draft) {
  for (const auto& [key, value] : definition) {
    if (key == "name" || key == "type") continue;
    if (!type.indexable || (key != "order_index" && key != "filter_index")) {
      return "Field " + std::string(type.name) + " definition can only consist of name, type" +
             (type.indexable ? ", order_index, filter_index." : ".");
    }
    const bool* flag = value.AsBool();
    if (flag == nullptr) {
      return std::string("Invalid type of field \"") +
             (key == "order_index" ? "order index" : "filter index") + "\". Expected boolean.";
    }
    (key == "order_index" ? draft.ordered : draft.filterable) = *flag;
  }
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
  return read;
}

std::string Wrap(const Json& definition, std::size_t index, std::string_view text) {
  const Json* name = definition.Find("name");
  const bool known = name != nullptr && name->AsString() != nullptr;
  return "Error processing field definition \"" + (known ? *name->AsString() : "unknown") + "\" #" +
         std::to_string(index) + ": " + std::string(text);
}

struct ReadFields {
  std::vector<Collections::FieldDraft> drafts;
  std::string refusal;
};

ReadFields ReadDefinitions(const Json& schema) {
  const Json::Array* definitions = schema.AsArray();
  if (definitions == nullptr) return {{}, "Schema passed in invalid format."};
  if (definitions->size() > kMaxFields) return {{}, "Too many fields defined (exceeds 32)."};
  ReadFields fields;
  std::set<std::string> names;
  std::size_t indexes = 0;
  for (std::size_t i = 0; i < definitions->size(); ++i) {
    const Json& definition = (*definitions)[i];
    if (definition.AsObject() == nullptr) return {{}, "Schema passed in invalid format."};
    ReadField read = ReadDefinition(definition);
    indexes += (read.draft.ordered ? 1U : 0U) + (read.draft.filterable ? 1U : 0U);
    if (read.refusal.empty() && !names.insert(read.draft.name).second) {
      read.refusal = "Field \"" + read.draft.name + "\" defined more than once.";
    }
    if (read.refusal.empty() && indexes > kMaxIndexes) {
      read.refusal = "Too many indexes defined (exceeds 16).";
    }
    if (!read.refusal.empty()) return {{}, Wrap(definition, i, read.refusal)};
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
  if (const std::string* text = member->AsString(); text != nullptr && !text->empty()) {
    auto json = ParseJson(*text);
    if (!json) {
      input.Refuse("schema", "Not a valid JSON string.");
      return std::nullopt;
    }
    parsed = std::move(*json);
    member = &parsed;
  }
  // "" and null mean the default, as for every member that holds JSON.
  if (member->IsNull() || member->AsString() != nullptr) {
    return std::vector<Collections::FieldDraft>();
  }
  ReadFields fields = ReadDefinitions(*member);
  if (!fields.refusal.empty()) {
    input.Refuse("schema", fields.refusal);
    return std::nullopt;
  }
  return std::move(fields.drafts);
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
    out.Append('}');
  }
  out.Append(']');
}

}  // namespace guildhall::syncano
