#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/collection.h"
#include "core/records.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/permission_words.h"

namespace guildhall::syncano {

/// How much of an object a write gives.
enum class Extent : std::uint8_t {
  kCreate,
  kFull,  ///< absent permission words fall back to full, none, none
  kPartial,
};

/// A data object as it was sent, without its channel.
struct RecordInput {
  AccessInput access;
  std::vector<std::pair<std::int32_t, Value>> fields;
  std::optional<std::int64_t> expected_revision;
};

/// Reads permission words, group, owner, the class's fields and, on updates, expected_revision.
/// Values that do not fit go to the input's errors.
RecordInput ReadRecord(Input& input, const Collection& collection, Extent extent);

/// The same for the profile of a user, as it stands in the body that writes the user: its owner is
/// fixed and its revision not compared, so both members are ignored.
RecordInput ReadProfile(Input& input, const Collection& profiles, Extent extent);

/// The list that a new object starts from: its owner may do everything, nobody else anything.
AccessList NewRecordAccess();

/// What `input` changes in an object whose list is `before`; called inside the change.
RecordPatch PatchOf(const RecordInput& input, const AccessList& before);

}  // namespace guildhall::syncano
