// The built-in actions of administrators that change what tables there are.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/base64url.h"
#include "base/bytes.h"
#include "core/uid_text.h"
#include "dialects/daptin/actions/action_steps.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/schema/schema.h"
#include "dialects/daptin/schema/schema_edit.h"
#include "dialects/daptin/schema/schema_parts.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostFiles = 100;

/// The bytes of base64 (RFC 4648, section 4).
std::optional<Bytes> FromBase64(std::string_view text) {
  std::string url(text);
  while (url.ends_with('=')) url.pop_back();
  std::ranges::replace(url, '+', '-');
  std::ranges::replace(url, '/', '_');
  return FromBase64Url(url);
}

const std::string* TextIn(const Json& file, std::string_view member) {
  const Json* value = file.Find(member);
  return value == nullptr ? nullptr : value->AsString();
}

/// One file as clients send it: `{name, file: "data:...;base64,..."}`. [Daptin client "file"]
Reading<SchemaDocument> ReadFile(const Json& file) {
  constexpr std::string_view kEncoding = "base64,";
  const std::string* name = TextIn(file, "name");
  const std::string* contents = TextIn(file, "file");
  if (contents == nullptr) contents = TextIn(file, "contents");
  if (name == nullptr || contents == nullptr) {
    return Refused(400, "schema_file: each must have a name and its file");
  }
  const std::string shown = Quoted(*name) + ": ";
  const auto format = FormatOf(*name);
  if (!format) return Refused(400, shown + "only .json, .yaml and .yml are read");
  const std::size_t begin = contents->find(kEncoding);
  const std::string_view encoded =
      std::string_view(*contents).substr(begin == contents->npos ? 0 : begin + kEncoding.size());
  const auto bytes = FromBase64(encoded);
  if (!bytes) return Refused(400, shown + "the file is no base64");
  auto document = ReadSchema(*format, *bytes);
  if (!document) return Refused(400, shown + document.error().title);
  return document;
}

Reading<SchemaDocument> ReadFiles(const ActionInput& input) {
  const Json* files = input.Find("schema_file");
  const Json::Array* list = files == nullptr ? nullptr : files->AsArray();
  if (list == nullptr || list->empty() || list->size() > kMostFiles) {
    return Refused(400, "schema_file must be a list of 1 to 100 files");
  }
  std::vector<SchemaDocument> documents;
  for (const Json& file : *list) {
    auto document = ReadFile(file);
    if (!document) return tl::unexpected(document.error());
    documents.push_back(*std::move(document));
  }
  SchemaIssue issue;
  SchemaDocument all = PutTogether(std::move(documents), issue);
  if (issue.refusal()) return tl::unexpected(*issue.refusal());
  return all;
}

http::Response Tell(std::string_view message) {
  return AnswerWith(WriteOutcomes({{.type = "client.notify",
                                    .members = {{.name = "type", .text = "success"},
                                                {.name = "title", .text = "Success"},
                                                {.name = "message", .text = message}}}}));
}

std::string Describe(const SchemaChanges& changes) {
  std::string text = "Tables made: " + std::to_string(changes.tables_made) +
                     ", changed: " + std::to_string(changes.tables_changed) +
                     ". Actions: " + std::to_string(changes.actions_put) + ".";
  for (const std::string& warning : changes.warnings) text += " Warning: " + warning + ".";
  return text;
}

TableChoice ChoiceIn(const ActionInput& input) {
  return {.id = ParseUid(input.Text("world_id")), .name = std::string(input.Text("table_name"))};
}

/// Runs `edit(tx, core, caller)` as the action `action` does.
template <class Edit>
http::Answer Change(const Context& context, ActionId action, std::string_view done, Edit edit) {
  return MakeChange(
      context,
      [core = &context.core(), action, done, edit = std::move(edit)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core->tables().PassAction(tx, caller, action));
        GH_CHECK(edit(tx, *core, caller));
        return Tell(done);
      },
      RenderOutcomeError);
}

}  // namespace

Result<http::Answer> UploadSchema(const Context& context, const ActionInput& input) {
  if (!context.caller.Has(Power::kWriteCollections)) return Fail(Errc::kForbidden);
  // A large schema takes its time to be read.
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  auto schema = ReadFiles(input);
  if (!schema) return FailWith(schema.error());
  return MakeChange(
      context,
      [core = &context.core(), schema = *std::move(schema)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core->tables().PassAction(tx, caller, kUploadSchema));
        GH_TRY(const Reading<SchemaChanges> changes, ApplySchema(tx, *core, caller, schema));
        if (!changes) return FailWith(changes.error());
        return Tell(Describe(*changes));
      },
      RenderOutcomeError);
}

Result<http::Answer> RemoveTable(const Context& context, const ActionInput& input) {
  return Change(
      context, kRemoveTable, "The table is removed.",
      [choice = ChoiceIn(input)](Transaction& tx, const Core& core, const Caller& caller) {
        return RemoveTable(tx, core, caller, choice);
      });
}

Result<http::Answer> RemoveColumn(const Context& context, const ActionInput& input) {
  return Change(context, kRemoveColumn, "The column is removed.",
                [choice = ChoiceIn(input), column = std::string(input.Text("column_name"))](
                    Transaction& tx, const Core& core, const Caller& caller) {
                  return RemoveColumn(tx, core, caller, choice, column);
                });
}

Result<http::Answer> RenameColumn(const Context& context, const ActionInput& input) {
  return Change(context, kRenameColumn, "The column has its new name.",
                [choice = ChoiceIn(input), column = std::string(input.Text("column_name")),
                 name = std::string(input.Text("new_column_name"))](
                    Transaction& tx, const Core& core, const Caller& caller) {
                  return RenameColumn(tx, core, caller, choice, column, name);
                });
}

}  // namespace guildhall::daptin
