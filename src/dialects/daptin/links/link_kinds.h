#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dialects/daptin/links/links.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {

/// What a change of a link wants; ends never change.
struct LinkChange {
  std::optional<std::int64_t> permission{};
  Json::Object columns{};
  Hashes hashes{};
};

/// How the links of one kind of join table are kept. Links come without the reference ids of their
/// ends, as far as those were not at hand; see `NameEnds`.
struct LinkKind {
  /// Those of the row with this number at the end where the path begins, in any order. Perhaps one
  /// more than `kMostExamined`, which then is too many.
  Result<std::vector<Link>> (*of)(const Reader& reader, const LinkPath& path, std::int64_t number);
  /// All of them, whatever the caller may see, in the order of the seek. A kind that is not walked
  /// gives all at once and nothing behind them: kBudgetExceeded beyond `kMostExamined`.
  Result<std::vector<Link>> (*list)(const Reader& reader, const Table& join, Seek seek);
  /// How many those are, counted up to `bound`; null: the kind is not walked.
  Result<std::int64_t> (*count)(const Reader& reader, const Table& join, std::int64_t bound);
  Result<std::optional<Link>> (*find)(const Reader& reader, const Table& join, const Uid& uid);

  /// The link of these ends, which have been asked already, as the join table has. kAlreadyExists.
  Result<Link> (*add)(Transaction& tx, const Reader& reader, const Link& ends,
                      const NewLink& wanted, const Gates& gates);
  /// `gates` as `AddLink`; those of the row are asked as the core does for the kind.
  Result<void> (*update)(Transaction& tx, const Reader& reader, const Link& link,
                         const LinkChange& change, const Gates& gates);
  Result<void> (*remove)(Transaction& tx, const Reader& reader, const Link& link,
                         const Gates& gates);
};

/// Of a join table.
const LinkKind& KindOf(const Table& join);

// One a kind; see `RowKind`.
extern const LinkKind kMembershipLinks;
extern const LinkKind kTableGrantLinks;
extern const LinkKind kActionGrantLinks;
extern const LinkKind kRecordGrantLinks;
extern const LinkKind kRecordLinks;

/// The relation of the join table that names the row where the path begins, or the one at the end.
const Relation& NearEnd(const LinkPath& path);
const Relation& FarEnd(const LinkPath& path);

/// A link as it is stored, in the words of its row. `Stored` is a Membership or a Grant.
template <class Stored>
Link MakeLink(const Table& join, std::int64_t subject, const Stored& stored) {
  Link link{&join, subject, stored.group.value(), {}};
  link.row.uid = stored.uid;
  link.row.number = stored.id.value();
  link.row.permission = PermissionOf(LinkRights{stored.rights, stored.rest});
  link.row.created_at = stored.created_at;
  link.row.updated_at = stored.updated_at;
  return link;
}
/// Puts links that are all at hand in the order of a seek: all of them, or nothing behind a place.
std::vector<Link> AllAtOnce(std::vector<Link> links, Seek seek);

/// `PassTable` of a join table that has both of its ends: kNotFound when a table that it links is
/// gone.
Result<void> PassLinks(const Reader& reader, const Table& join, Rights asked);

/// Gives every link of the join table the reference ids of its ends, as far as they are missing;
/// those of rows that are gone stay "".
Result<void> NameEnds(const Reader& reader, const Table& join, std::vector<Link>& links);
/// Leaves the links of which the caller may read both ends, all of them to who bypasses the lists.
/// [Daptin "Relations": lists of join tables]
Result<void> KeepReadable(const Reader& reader, const Table& join, std::vector<Link>& links);
/// The row at one end of a link that is to be made or removed: kForbidden, or kNotFound with a
/// Problem that names the relation.
Result<JudgedRow> GetEnd(const Reader& reader, const Relation& relation, const Uid& uid,
                         Rights asked);

}  // namespace guildhall::daptin
