// What a row leads to: rows at the other end of a relation, and what names them.
#include "dialects/daptin/links/related.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/lists/listing.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr Rights kShow{Right::kPeek, Right::kRead};

/// A page of the rows at the other ends of a row's links, newest link first, as they are shown
/// through them. What the query says is about those rows, not about the links.
Result<Page> ReadThroughLinks(const Reader& reader, const LinkPath& path, const Resource& parent,
                              const ListQuery& query) {
  GH_TRY(const std::vector<Link> links, LinksOf(reader, path, parent));
  GH_TRY(std::vector<LinkedRow> ends, ReadEnds(reader, path, links, {Right::kRead}));
  std::reverse(ends.begin(), ends.end());
  std::vector<Resource> rows;
  std::unordered_map<std::string, LinkRow> link_of;
  for (LinkedRow& end : ends) {
    link_of.emplace(end.row.id, std::move(end.link.row));
    rows.push_back(std::move(end.row));
  }
  GH_TRY(Page page, ChoosePage(reader, *path.target, query, std::move(rows)));
  for (Resource& row : page.rows) {
    const LinkRow& link = link_of.at(row.id);
    row = ThroughLink(std::move(row), *path.join, link);
  }
  return page;
}

/// What a relation to many leads to.
Result<Page> ReadMany(const Reader& reader, const RelationPlace& place, const Resource& parent,
                      const ListQuery& query) {
  if (const auto path = FindLinkPath(*reader.catalog, *place.table, place.relation->name)) {
    return ReadThroughLinks(reader, *path, parent, query);
  }
  if (place.relation->kind != RelationKind::kReverse) return Page{};
  return ReadReverse(reader, *place.relation, parent, query);
}

Result<http::Response> ShowOneOrNull(const Reader& reader, const RelationPlace& place,
                                     Resource& parent, const ListQuery& query) {
  GH_TRY(std::vector<Resource> found, FillRelation(reader, *place.relation, parent, 1));
  if (found.empty()) return Document(200, Buffer("{\"data\":null}"));
  const Table& target = reader.table(place.relation->table);
  GH_TRY(const auto included, Include(reader, target, query, found));
  KeepFields(found.front(), query.fields);
  return ShowResource(200, found.front(), included);
}

Result<http::Response> ReadRelated(const Context& context, const Reader& reader) {
  GH_TRY(const RelationPlace place, FindPlace(reader, RelationPath(context)));
  const Table& target = reader.table(place.relation->table);
  auto query = ReadListQuery(context.request.query, target.name);
  if (!query) return FailWith(query.error());
  if (!query->paged) query->size = ListQuery::kMaxSize;
  GH_CHECK(PassTable(reader.snapshot, reader.caller, target.stored, kPeek));
  GH_TRY(JudgedRow parent,
         RowsOf(*place.table)
             .get(reader, *place.table, place.uid, Gates::ByLists({}, kPeek, reader.own_account)));
  if (const auto checked = CheckQuery(*query, target); !checked) return FailWith(checked.error());
  if (place.relation->to_one()) return ShowOneOrNull(reader, place, parent.resource, *query);
  GH_TRY(Page page, ReadMany(reader, place, parent.resource, *query));
  GH_TRY(const auto included, Include(reader, target, *query, page.rows));
  for (Resource& row : page.rows) KeepFields(row, query->fields);
  const std::string_view url = query->paged ? context.request.path : std::string_view();
  return ShowPage(url, *query, page, included);
}

Result<http::Response> ReadLinkage(const Context& context, const Reader& reader) {
  GH_TRY(const RelationPlace place, FindPlace(reader, RelationPath(context)));
  GH_TRY(JudgedRow row, RowsOf(*place.table)
                            .get(reader, *place.table, place.uid,
                                 Gates::ByLists(kPeek, kShow, reader.own_account)));
  GH_CHECK(FillRelation(reader, *place.relation, row.resource, kMostTargets));
  const RelationData* data = row.resource.FindRelation(place.relation->name);
  const RelationData none{place.relation->name, place.relation->to_one()};
  Buffer body;
  JsonWriter out(body);
  WriteLinkage(out, data != nullptr ? *data : none);
  return Document(200, std::move(body));
}

using Read = Result<http::Response> (*)(const Context& context, const Reader& reader);

Result<http::Answer> Answer(const Context& context, Read read) {
  auto answered = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.services, snapshot, context.caller,
                                               context.services.options.own_account));
        return read(context, reader);
      });
  GH_TRY(http::Response response, std::move(answered));
  return response;
}

}  // namespace

Result<RelationPlace> FindPlace(const Reader& reader, const RelationPath& path) {
  const Table* table = reader.catalog->Find(path.table);
  if (table == nullptr) return FailWith({404, std::string(kNoSuchResource)});
  const auto uid = ParseUid(path.id);
  if (!uid) return Fail(Errc::kNotFound);
  const Relation* relation = table->FindRelation(path.relation);
  if (relation == nullptr) {
    return FailWith({404, "There is no relation with the name " + path.relation});
  }
  return RelationPlace{table, relation, *uid};
}

Result<http::Answer> ListRelated(const Context& context) { return Answer(context, ReadRelated); }

Result<http::Answer> ShowRelationship(const Context& context) {
  return Answer(context, ReadLinkage);
}

}  // namespace guildhall::daptin
