#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/filter.h"
#include "core/gates.h"
#include "core/identities.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall {

/// What a write wants to change in a record; what is absent stays.
struct RecordPatch {
  AccessPatch access;
  std::optional<ChannelId> channel;                    ///< only when the record is made
  std::string room;                                    ///< only when the record is made
  std::vector<std::pair<std::int32_t, Value>> fields;  ///< by field number; null clears
  std::optional<std::int64_t> expected_revision;
  std::optional<Uid> uid{};       ///< only when the record is made: the client's own choice
  std::vector<Sharing> grants{};  ///< only when the record is made by lists; each group once
};

/// Where a page of an ordered list begins, exclusive: the last row that was seen.
struct RecordPlace {
  Value value;  ///< of the field that the list is ordered by; not looked at where that is the id
  RecordId id;
};

/// Which records are wanted, and in which order. Rows of equal values go by id, in the same
/// direction. Null comes last ascending and first descending.
struct RecordQuery {
  Filter filter{};
  /// An ordered field, kId, kCreatedAt (which is the same: times rise with ids) or kUpdatedAt.
  FieldRef order{};
  bool descending = false;
  std::optional<RecordPlace> from{};
  std::int32_t limit = 100;
};

/// How much work one list may make.
struct RecordLimits {
  std::int64_t max_examined = 50'000;  ///< records looked at for one page or count
  std::int64_t max_sorted = 20'000;    ///< records sorted where no index has the order
  std::int32_t max_probed = 2'000;     ///< ids collected from one index before another way is taken
  std::int32_t max_related = 1'000;    ///< rows of a target that one kMatches considers
};

/// The objects of collections. Two gates: the collection's list, then the record's own.
///
/// Gates for callers who do not bypass: Create asks Create of the collection; reading asks Read of
/// both; updating asks Read of the collection, Read and Update of the record; removing asks Read of
/// the collection, Read and Delete of the record. What may not be read is kNotFound, what may be
/// read and not changed is kForbidden, a closed collection is kForbidden. A record in a channel
/// also asks Create of the channel on every write: kForbidden with kNoPublishRight.
///
/// By lists (`Gates::by_lists`) the gates say what is asked of the collection's list and of the
/// record's, and a refusal is kForbidden with Problem "table" or "object"; a missing record is
/// `MissingRow`. Pointing to another row then asks Refer of it instead of Read.
class Records {
 public:
  explicit Records(Identities& identities, RecordLimits limits = {},
                   const Removals& removals = Removals::ReadingThrough())
      : identities_(identities), limits_(limits), removals_(removals) {}

  /// A caller with a user becomes the owner, whatever the patch says; of the others only those with
  /// kWriteAllRecords may name one, and what the rest makes belongs to nobody.
  /// Absent access starts as: owner everything, nobody else anything. Problems: "owner", "group"
  /// kUnknownId; "group" kNotMember (a user may share with his own groups only).
  /// Who creates an object holds every right on it while creating.
  /// Of a field (by its name): kWrongType; kTaken where it is unique; a reference to a row that is
  /// not there, or that the caller may not read: kUnknownId, to a collection that is gone:
  /// kUnknownName. A relation silently loses the ids of such rows, as far as they are new in it.
  /// Users may be pointed to by anybody.
  /// "uid" kTaken. By lists the caller's user is the owner, or nobody for a guest, and groups that
  /// grants name may be any, those of the system too.
  Result<Record> Create(Transaction& tx, const Caller& caller, const Collection& collection,
                        const RecordPatch& patch, const Gates& gates = Gates::ByPowers()) const;
  /// Added rights are lowered to what the caller holds (`excess` kClamp) or refused; kClamp lowers
  /// `group_bits` too, read as `Rights` bits. The revision rises when a field's value changes; an
  /// update that changes nothing writes nothing. Problems: "owner" kImmutable (a user cannot give
  /// away a record), "group" kNotMember, "expected_revision" kRevisionMismatch; of fields as
  /// `Create`, for values that change only. By lists a new owner is possible, if his account gives
  /// the caller Refer.
  Result<Record> Update(Transaction& tx, const Caller& caller, const Collection& collection,
                        RecordId id, const RecordPatch& patch, Excess excess,
                        const Gates& gates = Gates::ByPowers()) const;
  /// Profiles: kForbidden; they live and die with their user.
  Result<void> Remove(Transaction& tx, const Caller& caller, const Collection& collection,
                      RecordId id, const Gates& gates = Gates::ByPowers()) const;

  /// A grant as `Tables::Share`, by lists only: `gates.row` is asked of the record. Which list is
  /// the first gate of grants, the dialect knows and asks.
  Result<Grant> Share(Transaction& tx, const Caller& caller, const Collection& collection,
                      RecordId id, const Sharing& sharing, bool replace, const Gates& gates) const;
  /// kNotFound when the group has none there.
  Result<void> Unshare(Transaction& tx, const Caller& caller, const Collection& collection,
                       RecordId id, GroupId group, const Gates& gates) const;

  Result<Record> Get(const Snapshot& snapshot, const Caller& caller, const Collection& collection,
                     RecordId id, const Gates& gates = Gates::ByPowers()) const;
  /// The same by its reference id; one of another collection is missing.
  Result<Record> GetByUid(const Snapshot& snapshot, const Caller& caller,
                          const Collection& collection, const Uid& uid,
                          const Gates& gates = Gates::ByPowers()) const;
  /// Exactly the records that `Get` would give and that fit the filter, in the query's order. Costs
  /// what the page costs where an index has the order and no condition has to look at records that
  /// it then leaves out; else within `RecordLimits`: kBudgetExceeded beyond. kMatches counts only
  /// rows that the caller may read. kInvalid with "order" kNotAllowed for a field that is not
  /// ordered.
  Result<std::vector<Record>> List(const Snapshot& snapshot, const Caller& caller,
                                   const Collection& collection, const RecordQuery& query,
                                   const Gates& gates = Gates::ByPowers()) const;
  /// Size of the same set, counted up to `bound`; kBudgetExceeded as `List`.
  Result<std::int64_t> Count(const Snapshot& snapshot, const Caller& caller,
                             const Collection& collection, const Filter& filter, std::int64_t bound,
                             const Gates& gates = Gates::ByPowers()) const;

  /// For `Users` only: the profile of a new user, which no gate guards. Of the `maker` only counts
  /// what he may read: what the profile may point to.
  Result<Record> CreateProfile(Transaction& tx, const Caller& maker, const Collection& profiles,
                               UserId owner, const RecordPatch& patch) const;

 private:
  Identities& identities_;
  RecordLimits limits_;
  const Removals& removals_;
};

}  // namespace guildhall
