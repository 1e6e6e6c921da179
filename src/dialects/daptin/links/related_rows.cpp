#include "dialects/daptin/links/related_rows.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/lists/listing.h"

namespace guildhall::daptin {
namespace {

constexpr Gates kRead = Gates::ByLists({}, {Right::kRead});
/// More ids than any honest parameter names.
constexpr std::size_t kMostIds = 1000;

using Ids = std::set<std::string>;

/// The row with this id, if the caller may read it.
Result<std::optional<Resource>> FindRow(const Reader& reader, const Table& table,
                                        const std::string& id) {
  const auto uid = ParseUid(id);
  if (!uid) return std::optional<Resource>();
  auto row = RowsOf(table).get(reader, table, *uid, kRead);
  if (row) return std::optional(std::move(row->resource));
  const Errc code = row.error().code;
  if (code != Errc::kForbidden && code != Errc::kNotFound) return Fail(row.error());
  return std::optional<Resource>();
}

/// Adds the rows of `table` that are linked with `other`, which is at the other end of `path`.
Result<void> AddLinked(const Reader& reader, const Table& table, const LinkPath& path,
                       const Resource& other, Ids& related) {
  const LinkPath back{path.join, &table, !path.from_object};
  GH_TRY(const auto links, LinksOf(reader, back, other));
  for (const Link& link : links) {
    related.insert(path.from_object ? link.row.object : link.row.subject);
  }
  return {};
}

/// Ids of the rows that lead over the relation to one of `ids`, where the rows do not say it
/// themselves.
Result<Ids> RelatedTo(const Reader& reader, const Table& table, const Relation& relation,
                      const std::vector<std::string>& ids) {
  Ids related;
  if (ids.size() > kMostIds) return Fail(Errc::kBudgetExceeded);
  const Table* target = reader.catalog->Find(relation.table);
  const auto path = FindLinkPath(*reader.catalog, table, relation.name);
  for (const std::string& id : ids) {
    if (target == nullptr) break;
    GH_TRY(std::optional<Resource> other, FindRow(reader, *target, id));
    if (!other) continue;
    if (path) {
      GH_CHECK(AddLinked(reader, table, *path, *other, related));
    } else if (const RelationData* data = other->FindRelation(relation.inverse)) {
      for (const Identifier& end : data->targets) related.insert(end.id);
    }
  }
  return related;
}

}  // namespace

Result<void> KeepRelated(const Reader& reader, const Table& table, const ListQuery& query,
                         std::vector<Resource>& rows) {
  for (const auto& [name, ids] : query.related) {
    const Relation* relation = FindRelated(table, name);
    if (relation == nullptr) continue;
    if (!relation->to_one()) {
      GH_TRY(const Ids related, RelatedTo(reader, table, *relation, ids));
      std::erase_if(rows, [&](const Resource& row) { return !related.contains(row.id); });
      continue;
    }
    Ids wanted;
    for (const std::string& id : ids) {
      if (const auto uid = ParseUid(id)) wanted.insert(TextOf(*uid));
    }
    std::erase_if(rows, [&](Resource& row) {
      const RelationData* data = row.FindRelation(relation->name);
      return data == nullptr || data->targets.empty() || !wanted.contains(data->targets.front().id);
    });
  }
  return {};
}

}  // namespace guildhall::daptin
