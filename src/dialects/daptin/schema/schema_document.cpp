#include "dialects/daptin/schema/schema_document.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/strings.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/schema/schema_yaml.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

// Those behind the first three say things that are not done here. [Daptin "schema": CmsConfig]
constexpr std::string_view kKeys[] = {"Tables",
                                      "Relations",
                                      "Actions",
                                      "Imports",
                                      "StateMachineDescriptions",
                                      "ExchangeContracts",
                                      "Hostname",
                                      "SubSites",
                                      "Tasks",
                                      "Streams",
                                      "EnableGraphQL",
                                      "MarketPlaces",
                                      "ActionPerformers"};

Reading<Json> Parse(SchemaFormat format, std::string_view text) {
  switch (format) {
    case SchemaFormat::kYaml:
      return ReadYaml(text);
    case SchemaFormat::kJson:
      break;
  }
  auto json = ParseJson(text);
  if (!json) return Refused(400, "no JSON: " + json.error().detail);
  return *std::move(json);
}

/// The entries that `select` says are the same as an earlier one.
template <class Entry, class KeyOf>
void CheckUnique(const std::vector<Entry>& entries, std::string_view list, KeyOf key_of,
                 SchemaIssue& issue) {
  std::set<std::string> keys;
  for (const Entry& entry : entries) {
    const std::string key = key_of(entry);
    if (!keys.insert(key).second) issue.Say(list, Quoted(key) + " is declared twice");
  }
}

template <class Entry>
void CheckCount(const std::vector<Entry>& entries, std::string_view list, std::size_t most,
                SchemaIssue& issue) {
  if (entries.size() <= most) return;
  issue.Say(list, "must have no more than " + std::to_string(most) + " entries");
}

template <class Entry>
void Append(std::vector<Entry>& all, std::vector<Entry>& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::optional<SchemaFormat> FormatOf(std::string_view file_name) {
  if (file_name.ends_with(".json")) return SchemaFormat::kJson;
  if (file_name.ends_with(".yaml") || file_name.ends_with(".yml")) return SchemaFormat::kYaml;
  return std::nullopt;
}

SchemaDocument PutTogether(std::vector<SchemaDocument> documents, SchemaIssue& issue) {
  SchemaDocument all;
  for (SchemaDocument& document : documents) {
    Append(all.tables, document.tables);
    Append(all.relations, document.relations);
    Append(all.actions, document.actions);
  }
  CheckCount(all.tables, "Tables", kMostTables, issue);
  CheckCount(all.relations, "Relations", kMostRelations, issue);
  CheckCount(all.actions, "Actions", kMostActions, issue);
  CheckUnique(
      all.tables, "Tables", [](const TableEntry& entry) { return entry.table.name; }, issue);
  CheckUnique(
      all.relations, "Relations",
      [](const RelationEntry& entry) { return entry.subject + "." + entry.object_name; }, issue);
  CheckUnique(
      all.actions, "Actions",
      [](const ActionEntry& entry) { return entry.action.table + "." + entry.action.name; }, issue);
  return all;
}

Reading<SchemaDocument> ReadSchema(SchemaFormat format, std::string_view text) {
  if (text.size() > kMostBytes) return Refused(400, "more than 1 MiB");
  const auto json = Parse(format, text);
  if (!json) return tl::unexpected(json.error());
  // An empty file declares nothing.
  if (json->IsNull()) return SchemaDocument{};
  SchemaIssue issue;
  const SchemaObject root(*json, "", kKeys, issue);
  std::vector<SchemaDocument> documents(1);
  documents.front() = {ReadTables(root), ReadRelations(root), ReadActions(root)};
  SchemaDocument document = PutTogether(std::move(documents), issue);
  if (issue.refusal()) return tl::unexpected(*issue.refusal());
  return document;
}

}  // namespace guildhall::daptin
