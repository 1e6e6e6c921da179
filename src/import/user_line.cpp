#include "import/user_line.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "base/strings.h"
#include "core/uid_text.h"

namespace guildhall::import {
namespace {

/// Puts a text into the draft; false when it is none that the column can have.
using Setter = bool (*)(std::string_view text, ImportedUser& user);

template <std::string Users::Draft::*member>
bool SetText(std::string_view text, ImportedUser& user) {
  user.draft.*member = text;
  return true;
}

bool SetActive(std::string_view text, ImportedUser& user) {
  const std::string word = ToLowerAscii(text);
  const bool yes = word == "true" || word == "1" || word == "yes" || word == "t";
  const bool no = word == "false" || word == "0" || word == "no" || word == "f";
  user.draft.active = yes;
  return yes || no;
}

bool SetUid(std::string_view text, ImportedUser& user) {
  user.draft.uid = ParseUid(text);
  return user.draft.uid.has_value();
}

bool SetGroups(std::string_view text, ImportedUser& user) {
  for (const std::string_view name : Split(text, ';')) user.groups.emplace_back(name);
  return true;
}

struct Column {
  std::string_view name;
  Setter set;
};

constexpr std::array<Column, 9> kColumns{{
    {"username", SetText<&Users::Draft::username>},
    {"email", SetText<&Users::Draft::email>},
    {"password_hash", SetText<&Users::Draft::password_hash>},
    {"display_name", SetText<&Users::Draft::display_name>},
    {"first_name", SetText<&Users::Draft::first_name>},
    {"last_name", SetText<&Users::Draft::last_name>},
    {"active", SetActive},
    {"uid", SetUid},
    {"groups", SetGroups},
}};

const Column* FindColumn(std::string_view name) {
  const auto* const found = std::ranges::find(kColumns, name, &Column::name);
  return found == kColumns.end() ? nullptr : found;
}

bool IsAmong(std::string_view name, const std::vector<std::string>& names) {
  return std::ranges::find(names, name) != names.end();
}

tl::unexpected<Error> Refuse(std::string reason) { return Fail(Errc::kInvalid, std::move(reason)); }

tl::unexpected<Error> RefuseUnknown(std::string_view kind, std::string_view name) {
  return Refuse("unknown " + std::string(kind) + " " + std::string(name) + "; known are " +
                KnownColumns());
}

Result<void> Put(const Column& column, std::string_view text, ImportedUser& user) {
  if (column.set(text, user)) return {};
  return Refuse(std::string(column.name) + " is not understood");
}

/// Whoever has only one name is called by it.
Result<ImportedUser> Named(ImportedUser user) {
  if (user.draft.username.empty()) user.draft.username = user.draft.email;
  if (user.draft.username.empty()) return Refuse("neither username nor email");
  return user;
}

Result<void> PutGroups(const Json::Array& names, ImportedUser& user) {
  for (const Json& name : names) {
    const std::string* text = name.AsString();
    if (text == nullptr) return Refuse("groups is not an array of texts");
    user.groups.emplace_back(Trim(*text));
  }
  return {};
}

Result<void> PutJson(const Column& column, const Json& value, ImportedUser& user) {
  if (value.IsNull()) return {};
  if (const std::string* text = value.AsString()) return Put(column, *text, user);
  const bool* truth = value.AsBool();
  if (truth != nullptr && column.set == SetActive) {
    user.draft.active = *truth;
    return {};
  }
  const Json::Array* names = value.AsArray();
  if (names != nullptr && column.set == SetGroups) return PutGroups(*names, user);
  return Refuse(std::string(column.name) + " is not understood");
}

}  // namespace

std::string KnownColumns() {
  std::string names;
  for (const Column& column : kColumns) {
    if (!names.empty()) names += ", ";
    names += column.name;
  }
  return names;
}

std::optional<std::vector<std::string>> SplitCsv(std::string_view record) {
  std::vector<std::string> fields;
  while (true) {
    std::string field;
    if (record.starts_with('"')) {
      record.remove_prefix(1);
      while (true) {
        const std::size_t quote = record.find('"');
        if (quote == std::string_view::npos) return std::nullopt;
        field += record.substr(0, quote);
        record.remove_prefix(quote + 1);
        if (!record.starts_with('"')) break;
        field += '"';
        record.remove_prefix(1);
      }
      if (!record.empty() && record.front() != ',') return std::nullopt;
    } else {
      field = record.substr(0, record.find(','));
      record.remove_prefix(field.size());
      if (field.find('"') != std::string::npos) return std::nullopt;
    }
    fields.push_back(std::move(field));
    if (record.empty()) return fields;
    record.remove_prefix(1);
  }
}

Result<Columns> Columns::FromHeader(std::string_view header,
                                    const std::vector<std::string>& ignored) {
  const auto fields = SplitCsv(header);
  if (!fields) return Refuse("the quotation marks of the first line do not fit together");
  Columns columns;
  for (const std::string& field : *fields) {
    std::string name = ToLowerAscii(Trim(field));
    if (IsAmong(name, ignored)) name.clear();
    if (!name.empty() && FindColumn(name) == nullptr) return RefuseUnknown("column", name);
    if (!name.empty() && IsAmong(name, columns.names_)) {
      return Refuse("the column " + name + " stands there twice");
    }
    columns.names_.push_back(std::move(name));
  }
  if (!IsAmong("username", columns.names_) && !IsAmong("email", columns.names_)) {
    return Refuse("the first line names neither a column username nor email");
  }
  return columns;
}

Result<ImportedUser> FromJsonLine(std::string_view line, const std::vector<std::string>& ignored) {
  const Result<Json> json = ParseJson(line);
  if (!json) return Refuse(json.error().detail);
  const Json::Object* members = json->AsObject();
  if (members == nullptr) return Refuse("not a JSON object");
  ImportedUser user;
  for (const auto& [name, value] : *members) {
    const Column* column = FindColumn(name);
    if (column == nullptr && IsAmong(name, ignored)) continue;
    if (column == nullptr) return RefuseUnknown("member", name);
    GH_CHECK(PutJson(*column, value, user));
  }
  return Named(std::move(user));
}

Result<ImportedUser> FromCsvRecord(std::string_view record, const Columns& columns) {
  const auto fields = SplitCsv(record);
  if (!fields) return Refuse("the quotation marks do not fit together");
  const std::vector<std::string>& names = columns.names();
  if (fields->size() != names.size()) {
    return Refuse(std::to_string(fields->size()) + " fields instead of " +
                  std::to_string(names.size()));
  }
  ImportedUser user;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& text = (*fields)[i];
    if (names[i].empty() || text.empty()) continue;
    GH_CHECK(Put(*FindColumn(names[i]), text, user));
  }
  return Named(std::move(user));
}

}  // namespace guildhall::import
