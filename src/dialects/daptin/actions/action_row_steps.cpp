#include "dialects/daptin/actions/action_row_steps.h"

#include <algorithm>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/lists/listing.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kQueryParameters[] = {"query", "filter", "sort", "fields"};

/// A row step in the middle of its work.
struct Work {
  Transaction& tx;
  const Reader& reader;
  const Table& table;
  Json::Object attributes;
  const Hashes& hashes;
  RowStep& done;
};

tl::unexpected<Error> Refuse400(std::string message) { return FailWith({400, std::move(message)}); }

std::string AsText(const Json& value) {
  if (value.IsNull()) return {};
  const std::string* text = value.AsString();
  return text == nullptr ? ToText(value) : *text;
}

std::string Encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size() * 3);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kDigits[byte >> 4];
    encoded += kDigits[byte & 0xF];
  }
  return encoded;
}

bool IsColumn(const Table& table, std::string_view name) {
  const std::vector<Column>& standard = StandardColumns();
  return table.FindColumn(name) != nullptr ||
         std::any_of(standard.begin(), standard.end(),
                     [&](const Column& column) { return column.name == name; });
}

/// What a GET asks for: every value arrives as one value, whatever it holds.
Reading<ListQuery> QueryOf(const Table& table, const Json::Object& attributes) {
  std::string text;
  std::vector<Condition> conditions;
  for (const auto& [name, value] : attributes) {
    const bool parameter = std::find(std::begin(kQueryParameters), std::end(kQueryParameters),
                                     name) != std::end(kQueryParameters);
    if (!parameter && IsColumn(table, name)) {
      conditions.push_back({name, "is", value});
    } else {
      if (!text.empty()) text += '&';
      text += Encode(name) + '=' + Encode(AsText(value));
    }
  }
  Reading<ListQuery> query = ReadListQuery(text, table.name);
  if (!query) return query;
  std::move(conditions.begin(), conditions.end(), std::back_inserter(query->conditions));
  query->size = std::min(query->size, kMostStepRows);
  return query;
}

Result<void> GetRows(Work& work) {
  const Reading<ListQuery> query = QueryOf(work.table, work.attributes);
  if (!query) return FailWith(query.error());
  if (const auto checked = CheckQuery(*query, work.table); !checked) {
    return FailWith(checked.error());
  }
  GH_TRY(Page page, ReadPage(work.reader, work.table, *query));
  Json::Array rows;
  rows.reserve(page.rows.size());
  for (Resource& row : page.rows) {
    KeepFields(row, query->fields);
    rows.emplace_back(std::move(row.attributes));
  }
  work.done.result = Json(std::move(rows));
  return {};
}

/// Takes the id of the row that the step is about out of its attributes.
Result<Uid> TakeId(Work& work) {
  for (const std::string& name :
       {std::string("reference_id"), work.table.name + "_id", std::string("id")}) {
    const auto found =
        std::find_if(work.attributes.begin(), work.attributes.end(),
                     [&](const Json::Member& member) { return member.first == name; });
    if (found == work.attributes.end()) continue;
    work.done.id = AsText(found->second);
    work.attributes.erase(found);
    const std::optional<Uid> uid = ParseUid(work.done.id);
    if (!uid) return Refuse400("no reference id");
    return *uid;
  }
  return Refuse400("no reference id");
}

/// The document that a client would send with these attributes.
Result<RowDocument> DocumentOf(const Work& work) {
  Json::Object data{{"type", Json(work.table.name)}, {"attributes", Json(work.attributes)}};
  if (!work.done.id.empty()) data.emplace_back("id", Json(work.done.id));
  Reading<RowDocument> document = ReadDocument(Json(Json::Object{{"data", Json(std::move(data))}}));
  if (!document) return FailWith(document.error());
  return *std::move(document);
}

tl::unexpected<Error> Unsupported(const Work& work) {
  return Refuse400("rows of " + work.table.name + " are made by the server");
}

Result<void> CreateRow(Work& work) {
  const TableRows& rows = RowsOf(work.table);
  if (rows.create == nullptr) return Unsupported(work);
  GH_TRY(const RowDocument document, DocumentOf(work));
  work.done.touched = true;
  GH_TRY(JudgedRow row, rows.create(work.tx, work.reader, work.table, document, work.hashes));
  work.done.result = Json(std::move(row.resource.attributes));
  return {};
}

Result<void> UpdateRow(Work& work) {
  const TableRows& rows = RowsOf(work.table);
  if (rows.update == nullptr) return Unsupported(work);
  GH_TRY(const Uid uid, TakeId(work));
  GH_TRY(const RowDocument document, DocumentOf(work));
  work.done.touched = true;
  GH_TRY(JudgedRow row, rows.update(work.tx, work.reader, work.table, uid, document, work.hashes));
  work.done.result = Json(std::move(row.resource.attributes));
  return {};
}

Result<void> RemoveRow(Work& work) {
  const TableRows& rows = RowsOf(work.table);
  if (rows.remove == nullptr) return Unsupported(work);
  GH_TRY(const Uid uid, TakeId(work));
  work.done.touched = true;
  return rows.remove(work.tx, work.reader, work.table, uid);
}

Result<void> GetRow(Work& work) {
  GH_TRY(const Uid uid, TakeId(work));
  GH_TRY(JudgedRow row, RowsOf(work.table)
                            .get(work.reader, work.table, uid,
                                 Gates::ByLists({Right::kPeek}, {Right::kPeek, Right::kRead})));
  work.done.result = Json(std::move(row.resource.attributes));
  return {};
}

struct RowMethod {
  std::string_view name;
  Result<void> (*run)(Work& work);
};
constexpr RowMethod kRowMethods[] = {
    {"POST", CreateRow}, {"PATCH", UpdateRow},  {"DELETE", RemoveRow},
    {"GET", GetRows},    {"GET_BY_ID", GetRow},
};

}  // namespace

Result<void> RunRowStep(Transaction& tx, const Reader& reader, const OutcomeStep& step,
                        Json::Object attributes, const Hashes& hashes, RowStep& done) {
  const Table* table = reader.catalog->Find(step.type);
  if (table == nullptr) return Refuse400("no such table [" + step.type + "]");
  Work work{tx, reader, *table, std::move(attributes), hashes, done};
  for (const RowMethod& known : kRowMethods) {
    if (known.name == step.method) return known.run(work);
  }
  return Refuse400("no such method [" + step.method + "]");
}

}  // namespace guildhall::daptin
