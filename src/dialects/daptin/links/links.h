#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

// A link is a row of a join table: a membership, a grant, or a record that points to two others.
// Its two ends are called by the first two relations of the join table: the subject, and the
// object, which is the group wherever there is one.

/// How one gets from a row to those that are linked with it. Lives as long as the catalog.
struct LinkPath {
  const Table* join = nullptr;
  const Table* target = nullptr;
  bool from_object = false;  ///< the row is the object of the link, not its subject
};
/// Nothing: `relation` leads over no link.
std::optional<LinkPath> FindLinkPath(const Catalog& catalog, const Table& table,
                                     std::string_view relation);

/// A link with its ends as the core knows them.
struct Link {
  const Table* join = nullptr;
  std::int64_t subject = 0;  ///< numbers of the rows
  std::int64_t object = 0;
  LinkRow row;
};

/// Every link of the row with this resource, whether or not the caller may see the other ends;
/// oldest first, at most `kMostExamined`: kBudgetExceeded.
Result<std::vector<Link>> LinksOf(const Reader& reader, const LinkPath& path,
                                  const Resource& resource);
/// Of these links, those whose other end the caller may read, in their order, each with the row at
/// that end.
struct LinkedRow {
  Link link;
  Resource row;
};
/// `asked`: of the row at the other end; nothing is asked of one's own groups.
Result<std::vector<LinkedRow>> ReadEnds(const Reader& reader, const LinkPath& path,
                                        const std::vector<Link>& links, Rights asked);

/// Most rows that one request may name at the other end of a relation.
inline constexpr std::size_t kMostTargets = 1000;
/// 400 for more.
Result<void> CheckTargets(const RelationInput& input);

/// A link to be made, by the ids that a request names.
struct NewLink {
  Uid subject{};
  Uid object{};
  std::optional<Uid> uid{};
  Json::Object columns{};  ///< of the join row's own columns
  Hashes hashes{};
};
/// The ends must exist and give the caller `gates.row`: kForbidden, or kNotFound with a Problem
/// that names the relation. kAlreadyExists with Problems that name both relations.
Result<Link> AddLink(Transaction& tx, const Reader& reader, const Table& join,
                     const NewLink& wanted, const Gates& gates);
/// Adds what a document names for the relations of its row; what is linked already stays as it is.
/// Sets the attribute of each such relation to the ids of its targets.
Result<void> AddLinks(Transaction& tx, const Reader& reader, const RowDocument& document,
                      Resource& row);
/// Whether a document names targets of relations that lead over links.
bool NamesLinks(const Catalog& catalog, const RowDocument& document, const Table& table);
/// Takes the link away, for callers who pass `gates`. kNotFound when there is none.
Result<void> RemoveLink(Transaction& tx, const Reader& reader, const Link& link,
                        const Gates& gates);
/// Takes away the records that link the row with others, because it is about to be removed.
/// kBudgetExceeded beyond `kMostExamined`. Grants go with their record by themselves.
Result<void> RemoveLinksOf(Transaction& tx, const Reader& reader, const Table& table,
                           const Resource& row);

}  // namespace guildhall::daptin
