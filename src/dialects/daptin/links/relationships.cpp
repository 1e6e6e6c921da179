// Changes of what a row is related to.
#include <algorithm>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/links/related.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr Rights kReferAndPeek{Right::kRefer, Right::kPeek};
/// Asked of the join table and of both ends, to link them and to part them: who cannot join people
/// cannot part them either.
constexpr Gates kLinkGates = Gates::ByLists(kReferAndPeek, {Right::kRefer});

/// A change of a relation that is allowed as far as the row at its beginning goes.
struct Wanted {
  const RelationPlace& place;
  const Resource& row;
  const RelationInput& input;

  [[nodiscard]] const std::string& relation() const { return place.relation->name; }
};

/// Makes a to-one relation of a row lead to another one, or nowhere ("" as its id): an update of
/// the row like any other.
Result<void> Point(Transaction& tx, const Reader& reader, const Table& table, const Uid& uid,
                   std::string_view relation, std::string_view id) {
  const TableRows& rows = RowsOf(table);
  if (rows.update == nullptr) {
    if (reader.caller.Has(Power::kBypassTables)) {
      return FailWith({400, "rows of " + table.name + " are made by the server"});
    }
    return Fail(Errc::kForbidden, Problem{"table", Reason::kNotAllowed});
  }
  RowDocument document;
  document.type = table.name;
  document.id = TextOf(uid);
  document.attributes.emplace_back(relation, id.empty() ? Json() : Json(std::string(id)));
  GH_CHECK(rows.update(tx, reader, table, uid, document, {}));
  return {};
}

/// Where a to-one relation of the row leads; "" for nowhere.
std::string TargetOf(Resource& row, std::string_view relation) {
  const RelationData* data = row.FindRelation(relation);
  return data == nullptr || data->targets.empty() ? std::string() : data->targets.front().id;
}

Result<Uid> UidOf(const Target& target, std::string_view relation) {
  const auto uid = ParseUid(target.id);
  if (!uid) return Fail(Errc::kInvalid, Problem{std::string(relation), Reason::kUnknownId});
  return *uid;
}

/// The row that a target names, for callers who may refer to it; nothing when it does not exist.
Result<std::optional<Resource>> FindTarget(const Reader& reader, const Table& table,
                                           const Target& target) {
  const auto uid = ParseUid(target.id);
  if (!uid) return std::optional<Resource>();
  auto row = RowsOf(table).get(reader, table, *uid, Gates::ByLists({}, {Right::kRefer}));
  if (row) return std::optional(std::move(row->resource));
  if (row.error().code == Errc::kNotFound) return std::optional<Resource>();
  return Fail(row.error());
}

Result<void> AddLinked(Transaction& tx, const Reader& reader, const LinkPath& path,
                       const Wanted& wanted) {
  for (const Target& target : wanted.input.targets) {
    GH_TRY(const Uid other, UidOf(target, wanted.relation()));
    NewLink link;
    link.subject = path.from_object ? other : wanted.place.uid;
    link.object = path.from_object ? wanted.place.uid : other;
    link.columns = target.attributes;
    const auto made = AddLink(tx, reader, *path.join, link, kLinkGates);
    // Who is there already stays as he is.
    if (!made && made.error().code != Errc::kAlreadyExists) return Fail(made.error());
  }
  return {};
}

/// Takes away the links with all of these targets, or refuses and takes none away.
Result<void> RemoveLinked(Transaction& tx, const Reader& reader, const LinkPath& path,
                          const Wanted& wanted) {
  GH_TRY(const std::vector<Link> links, LinksOf(reader, path, wanted.row));
  for (const Target& target : wanted.input.targets) {
    GH_TRY(const auto other, FindTarget(reader, *path.target, target));
    if (!other) continue;
    const auto found = std::find_if(links.begin(), links.end(), [&](const Link& link) {
      return (path.from_object ? link.row.subject : link.row.object) == other->id;
    });
    if (found == links.end()) continue;
    const auto removed = RemoveLink(tx, reader, *found, kLinkGates);
    // A target may be named twice.
    if (!removed && removed.error().code != Errc::kNotFound) return Fail(removed.error());
  }
  return {};
}

/// Nothing is changed by an empty array, as in relations to many.
Result<void> SetToOne(Transaction& tx, const Reader& reader, const Wanted& wanted) {
  const RelationInput& input = wanted.input;
  if (input.many && input.targets.empty()) return {};
  if (input.targets.size() > 1) {
    return FailWith({400, wanted.relation() + " leads to one row at most"});
  }
  std::string id;
  if (!input.targets.empty()) {
    GH_TRY(const Uid uid, UidOf(input.targets.front(), wanted.relation()));
    id = TextOf(uid);
  }
  return Point(tx, reader, *wanted.place.table, wanted.place.uid, wanted.relation(), id);
}

Result<void> ClearToOne(Transaction& tx, const Reader& reader, const Table& table, Resource row,
                        const Relation& relation, const std::string& id) {
  const auto uid = ParseUid(row.id);
  if (!uid || id.empty() || TargetOf(row, relation.name) != id) return {};
  if (!relation.nullable) {
    return Fail(Errc::kInvalid, Problem{relation.name, Reason::kRequired});
  }
  return Point(tx, reader, table, *uid, relation.name, "");
}

/// The rows of the other table are what changes: they name this row, or do not any more.
Result<void> AddReverse(Transaction& tx, const Reader& reader, const Wanted& wanted) {
  const Relation& relation = *wanted.place.relation;
  const Table& table = reader.table(relation.table);
  for (const Target& target : wanted.input.targets) {
    GH_TRY(const Uid uid, UidOf(target, relation.name));
    GH_CHECK(Point(tx, reader, table, uid, relation.inverse, wanted.row.id));
  }
  return {};
}

Result<void> RemoveReverse(Transaction& tx, const Reader& reader, const Wanted& wanted) {
  const Relation& relation = *wanted.place.relation;
  const Table& table = reader.table(relation.table);
  const Relation* naming = table.FindRelation(relation.inverse);
  if (naming == nullptr) return {};
  for (const Target& target : wanted.input.targets) {
    GH_TRY(const auto row, FindTarget(reader, table, target));
    if (row) GH_CHECK(ClearToOne(tx, reader, table, *row, *naming, wanted.row.id));
  }
  return {};
}

Result<void> Add(Transaction& tx, const Reader& reader, const Wanted& wanted) {
  const auto path = FindLinkPath(*reader.catalog, *wanted.place.table, wanted.relation());
  if (path) return AddLinked(tx, reader, *path, wanted);
  if (wanted.place.relation->to_one()) return SetToOne(tx, reader, wanted);
  return AddReverse(tx, reader, wanted);
}

Result<void> Remove(Transaction& tx, const Reader& reader, const Wanted& wanted) {
  const auto path = FindLinkPath(*reader.catalog, *wanted.place.table, wanted.relation());
  if (path) return RemoveLinked(tx, reader, *path, wanted);
  if (!wanted.place.relation->to_one()) return RemoveReverse(tx, reader, wanted);
  for (const Target& target : wanted.input.targets) {
    const auto uid = ParseUid(target.id);
    if (!uid) continue;
    GH_CHECK(ClearToOne(tx, reader, *wanted.place.table, wanted.row, *wanted.place.relation,
                        TextOf(*uid)));
  }
  return {};
}

using Make = Result<void> (*)(Transaction& tx, const Reader& reader, const Wanted& wanted);

Result<http::Response> MakeIt(Transaction& tx, const Reader& reader, const RelationPath& path,
                              const RelationInput& input, Make make) {
  GH_TRY(const RelationPlace place, FindPlace(reader, path));
  GH_CHECK(CheckTargets(input));
  GH_TRY(const JudgedRow row,
         RowsOf(*place.table)
             .get(reader, *place.table, place.uid, Gates::ByLists(kReferAndPeek, kPeek)));
  GH_CHECK(make(tx, reader, {place, row.resource, input}));
  http::Response response;
  response.status = 204;
  return response;
}

Result<http::Answer> ChangeRelationship(const Context& context, Make make) {
  auto input = ReadRelationship(context.body, context.relation);
  if (!input) return Refuse(input.error().status, input.error().title);
  return MakeChange(
      context,
      [services = &context.services, path = RelationPath(context), input = std::move(*input), make](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Reader reader,
               MakeReader(*services, tx, caller, services->options.own_account));
        return MakeIt(tx, reader, path, input, make);
      });
}

}  // namespace

Result<http::Answer> AddRelationship(const Context& context) {
  return ChangeRelationship(context, Add);
}

Result<http::Answer> RemoveRelationship(const Context& context) {
  return ChangeRelationship(context, Remove);
}

}  // namespace guildhall::daptin
