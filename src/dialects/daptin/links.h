#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dialects/daptin/table_rows.h"

namespace guildhall::daptin {

/// How one gets from a row to those that are linked with it.
struct LinkPath {
  const BuiltinTable* join = nullptr;
  const BuiltinTable* target = nullptr;
  bool from_group = false;  ///< the row is the group of the link, not its subject
};
/// Null members: `relation` leads over no link.
std::optional<LinkPath> FindLinkPath(std::string_view table, std::string_view relation);

/// A link with its ends as the core knows them.
struct Link {
  const BuiltinTable* join = nullptr;
  std::int64_t subject = 0;  ///< number of the account, table or action
  GroupId group;
  LinkRow row;
};

/// Every link of the row with this resource, whether or not the caller may see the other ends;
/// oldest first, at most `kMostExamined`: kBudgetExceeded.
Result<std::vector<Link>> LinksOf(const Reader& reader, const LinkPath& path,
                                  const Resource& resource);

/// The row that a membership is in the join table.
Link LinkOfMembership(const Membership& membership);
/// Every grant of a table or action, as rows of `join`.
Result<std::vector<Link>> AllGrants(const Reader& reader, const BuiltinTable& join);
/// Gives every link the reference ids of its ends, as far as they are still missing.
Result<void> NameEnds(const Reader& reader, std::vector<Link>& links);

/// A link to be made, by the ids that a request names.
struct NewLink {
  Uid subject{};
  Uid group{};
  std::optional<Uid> uid{};
};
/// The ends must exist and give the caller `gates.row`: kForbidden, or kNotFound with a Problem
/// that names the relation. kAlreadyExists.
Result<Link> AddLink(Transaction& tx, const Reader& reader, const BuiltinTable& join,
                     const NewLink& wanted, const Gates& gates);
/// Adds what a document names for the relations of its row; what is linked already stays as it is.
/// Sets the attribute of each such relation to the ids of its targets.
Result<void> AddLinks(Transaction& tx, const Reader& reader, const RowDocument& document,
                      Resource& row);
/// Whether a document names targets of relations that lead over links.
bool NamesLinks(const RowDocument& document, std::string_view table);
/// Takes the link away, for callers who pass `gates`. kNotFound when there is none.
Result<void> RemoveLink(Transaction& tx, const Reader& reader, const Link& link,
                        const Gates& gates);

}  // namespace guildhall::daptin
