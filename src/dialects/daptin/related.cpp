// What a row leads to: rows at the other end of a relation, and the links between them.
#include <algorithm>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/links.h"
#include "dialects/daptin/listing.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr Rights kReferAndPeek{Right::kRefer, Right::kPeek};
/// Asked of the join table and of both ends, to link them and to part them: who cannot join people
/// cannot part them either.
constexpr Gates kLinkGates = Gates::ByLists(kReferAndPeek, {Right::kRefer});
constexpr std::size_t kMostTargets = 1000;

/// What the path of a relation names.
struct Place {
  const BuiltinTable* table = nullptr;
  const Relation* relation = nullptr;
  Uid uid{};
};

Result<http::Answer> NoRelation(const Context& context) {
  return Refuse(404, "There is no relation with the name " + std::string(context.relation));
}

/// Nothing when there is no such table, relation or id.
std::optional<Place> FindPlace(const Context& context) {
  const BuiltinTable* table = FindBuiltinTable(context.table);
  const auto uid = ParseUid(context.id);
  if (table == nullptr || !uid) return std::nullopt;
  for (const Relation& relation : table->relations) {
    if (relation.name == context.relation) return Place{table, &relation, *uid};
  }
  return std::nullopt;
}

/// The rows at the other ends of a row's links, newest first, as they are shown through them.
/// People may know the groups that they are in.
Result<std::vector<Resource>> ReadThroughLinks(const Reader& reader, const LinkPath& path,
                                               const Resource& parent) {
  GH_TRY(const auto links, LinksOf(reader, path, parent));
  const auto self = reader.caller.user_id();
  const bool own = parent.type == kAccounts && self && self->value() == parent.number;
  const Gates gates = Gates::ByLists({}, own ? Rights{} : Rights{Right::kRead});
  std::vector<Resource> rows;
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    const auto uid = ParseUid(path.from_group ? link->row.subject : link->row.group);
    if (!uid) continue;
    auto row = RowsOf(*path.target).get(reader, *uid, gates);
    if (row) rows.push_back(ThroughLink(std::move(row->resource), link->row));
  }
  return rows;
}

http::Response ShowOneOrNull(const std::vector<Resource>& found) {
  if (!found.empty()) return ShowResource(200, found.front());
  return Document(200, Buffer("{\"data\":null}"));
}

Result<http::Response> ReadRelated(const Reader& reader, const Place& place, const ListQuery& query,
                                   std::string_view url) {
  const BuiltinTable* target = FindBuiltinTable(place.relation->table);
  GH_CHECK(PassTable(reader.snapshot, reader.caller, target->collection, kPeek));
  GH_TRY(
      JudgedRow parent,
      RowsOf(*place.table).get(reader, place.uid, Gates::ByLists({}, kPeek, reader.own_account)));
  if (const auto checked = CheckQuery(query, *target); !checked) {
    return Refuse(checked.error().status, checked.error().title);
  }
  const auto path = FindLinkPath(place.table->name, place.relation->name);
  if (!path) {
    GH_TRY(const auto found, FillRelation(reader, *place.relation, parent.resource, 1));
    return ShowOneOrNull(found);
  }
  GH_TRY(std::vector<Resource> rows, ReadThroughLinks(reader, *path, parent.resource));
  GH_TRY(Page page, ChoosePage(reader, *target, query, std::move(rows)));
  for (Resource& row : page.rows) KeepFields(row, query.fields);
  return ShowPage(query.paged ? url : std::string_view(), query, page, {});
}

/// The row that the path begins with, for a caller who may change its relations.
Result<JudgedRow> GetParent(const Reader& reader, const Place& place) {
  return RowsOf(*place.table).get(reader, place.uid, Gates::ByLists(kReferAndPeek, kPeek));
}

NewLink LinkBetween(const LinkPath& path, const Uid& row, const Uid& target) {
  return path.from_group ? NewLink{target, row, {}} : NewLink{row, target, {}};
}

http::Response NoContent() {
  http::Response response;
  response.status = 204;
  return response;
}

Result<http::Response> AddTargets(Transaction& tx, const Reader& reader, const Place& place,
                                  const LinkPath& path, const RelationInput& input) {
  GH_CHECK(GetParent(reader, place));
  for (const Target& target : input.targets) {
    const auto uid = ParseUid(target.id);
    if (!uid) {
      return Fail(Errc::kInvalid, Problem{std::string(place.relation->name), Reason::kUnknownId});
    }
    const auto made =
        AddLink(tx, reader, *path.join, LinkBetween(path, place.uid, *uid), kLinkGates);
    // Who is there already stays as he is.
    if (!made && made.error().code != Errc::kAlreadyExists) return Fail(made.error());
  }
  return NoContent();
}

/// Takes away the links with all of these targets, or refuses and takes none away.
Result<http::Response> RemoveTargets(Transaction& tx, const Reader& reader, const Place& place,
                                     const LinkPath& path, const RelationInput& input) {
  GH_TRY(const JudgedRow parent, GetParent(reader, place));
  GH_TRY(const auto links, LinksOf(reader, path, parent.resource));
  for (const Target& target : input.targets) {
    const auto uid = ParseUid(target.id);
    if (!uid) continue;
    const auto row = RowsOf(*path.target).get(reader, *uid, Gates::ByLists({}, {Right::kRefer}));
    if (!row && row.error().code == Errc::kNotFound) continue;
    if (!row) return Fail(row.error());
    const auto found = std::find_if(links.begin(), links.end(), [&](const Link& link) {
      return (path.from_group ? link.row.subject : link.row.group) == row->resource.id;
    });
    if (found == links.end()) continue;
    const auto removed = RemoveLink(tx, reader, *found, kLinkGates);
    if (!removed && removed.error().code != Errc::kNotFound) return Fail(removed.error());
  }
  return NoContent();
}

using ChangeTargets = Result<http::Response> (*)(Transaction& tx, const Reader& reader,
                                                 const Place& place, const LinkPath& path,
                                                 const RelationInput& input);

Result<http::Answer> ChangeRelationship(const Context& context, ChangeTargets change) {
  const auto place = FindPlace(context);
  if (!place) return NoRelation(context);
  const auto path = FindLinkPath(place->table->name, place->relation->name);
  if (!path) {
    return Refuse(400, std::string(context.relation) + " is set by an update of the row");
  }
  auto input = ReadRelationship(context.body, context.relation);
  if (!input) return Refuse(input.error().status, input.error().title);
  return MakeChange(
      context,
      [core = &context.core(), place = *place, path = *path, input = std::move(*input), change](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(*core, tx, caller, false));
        return change(tx, reader, place, path, input);
      });
}

}  // namespace

Result<http::Answer> ListRelated(const Context& context) {
  const auto place = FindPlace(context);
  if (!place) return NoRelation(context);
  auto query = ReadListQuery(context.request.query, place->relation->table);
  if (!query) return Refuse(query.error().status, query.error().title);
  if (!query->paged) query->size = ListQuery::kMaxSize;
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.core(), snapshot, context.caller,
                                               context.services.options.own_account));
        return ReadRelated(reader, *place, *query, context.request.path);
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

Result<http::Answer> ShowRelationship(const Context& context) {
  const auto place = FindPlace(context);
  if (!place) return NoRelation(context);
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.core(), snapshot, context.caller,
                                               context.services.options.own_account));
        GH_TRY(JudgedRow row,
               RowsOf(*place->table)
                   .get(reader, place->uid,
                        Gates::ByLists(kPeek, {Right::kPeek, Right::kRead}, reader.own_account)));
        GH_CHECK(FillRelation(reader, *place->relation, row.resource, kMostTargets));
        Buffer body;
        JsonWriter out(body);
        WriteLinkage(out, *row.resource.FindRelation(place->relation->name));
        return Document(200, std::move(body));
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

Result<http::Answer> AddRelationship(const Context& context) {
  return ChangeRelationship(context, AddTargets);
}

Result<http::Answer> RemoveRelationship(const Context& context) {
  return ChangeRelationship(context, RemoveTargets);
}

}  // namespace guildhall::daptin
