#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/identities.h"
#include "core/store.h"

namespace guildhall {

/// What a write wants to change in a record; what is absent stays.
struct RecordPatch {
  AccessPatch access;
  std::optional<ChannelId> channel;                    ///< only when the record is made
  std::string room;                                    ///< only when the record is made
  std::vector<std::pair<std::int32_t, Value>> fields;  ///< by field number; null clears
  std::optional<std::int64_t> expected_revision;
};

/// The objects of collections. Two gates: the collection's list, then the record's own.
///
/// Gates for callers who do not bypass: Create asks Create of the collection; reading asks Read of
/// both; updating asks Read of the collection, Read and Update of the record; removing asks Read of
/// the collection, Read and Delete of the record. What may not be read is kNotFound, what may be
/// read and not changed is kForbidden, a closed collection is kForbidden. A record in a channel
/// also asks Create of the channel on every write: kForbidden with kNoPublishRight.
class Records {
 public:
  explicit Records(Identities& identities) : identities_(identities) {}

  /// A caller with a user becomes the owner, whatever the patch says; of the others only those with
  /// kWriteAllRecords may name one, and what the rest makes belongs to nobody.
  /// Absent access starts as: owner everything, nobody else anything. Problems: "owner", "group"
  /// kUnknownId; "group" kNotMember (a user may share with his own groups only).
  /// Who creates an object holds every right on it while creating.
  Result<Record> Create(Transaction& tx, const Caller& caller, const Collection& collection,
                        const RecordPatch& patch) const;
  /// Added rights are lowered to what the caller holds (`excess` kClamp) or refused; kClamp lowers
  /// `group_bits` too, read as `Rights` bits. The revision rises when a field's value changes; an
  /// update that changes nothing writes nothing. Problems: "owner" kImmutable (a user cannot give
  /// away a record), "group" kNotMember, "expected_revision" kRevisionMismatch.
  Result<Record> Update(Transaction& tx, const Caller& caller, const Collection& collection,
                        RecordId id, const RecordPatch& patch, Excess excess) const;
  /// Profiles: kForbidden; they live and die with their user.
  Result<void> Remove(Transaction& tx, const Caller& caller, const Collection& collection,
                      RecordId id) const;

  Result<Record> Get(const Snapshot& snapshot, const Caller& caller, const Collection& collection,
                     RecordId id) const;
  /// Exactly the records that `Get` would give, by id; costs what the page costs.
  Result<std::vector<Record>> List(const Snapshot& snapshot, const Caller& caller,
                                   const Collection& collection, Seek seek) const;
  /// Size of the same set, counted up to `bound`.
  Result<std::int64_t> Count(const Snapshot& snapshot, const Caller& caller,
                             const Collection& collection, std::int64_t bound) const;

  /// For `Users` only: the profile of a new user, which no gate guards.
  Result<Record> CreateProfile(Transaction& tx, TenantId tenant, const Collection& profiles,
                               UserId owner, const RecordPatch& patch) const;

 private:
  Identities& identities_;
};

}  // namespace guildhall
