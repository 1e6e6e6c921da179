#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/collection.h"
#include "core/records.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/permission_words.h"
#include "dialects/syncano/record_operators.h"

namespace guildhall::syncano {

/// How much of an object a write gives.
enum class Extent : std::uint8_t {
  kCreate,
  kFull,  ///< absent permission words fall back to full, none, none
  kPartial,
};

/// An address that was sent as the value of a file field.
struct FileUrl {
  std::string field;
  std::string url;
};

/// A data object as it was sent, without its channel.
struct RecordInput {
  AccessInput access;
  std::vector<std::pair<std::int32_t, Value>> fields;
  std::vector<FieldOperators> operators;  ///< of fields that are not in `fields`
  std::vector<FileUrl> file_urls;         ///< of fields that are not in `fields`; see file_input.h
  std::optional<std::int64_t> expected_revision;
};

/// Reads permission words, group, owner, the class's fields and, on updates, expected_revision.
/// Values that do not fit go to the input's errors.
RecordInput ReadRecord(Input& input, const Collection& collection, Extent extent);

/// The same for the profile of a user, as it stands in the body that writes the user: its owner is
/// fixed and its revision not compared, so both members are ignored.
RecordInput ReadProfile(Input& input, const Collection& profiles, Extent extent);

/// What a new object is before anything was sent: its owner may do everything, nobody else
/// anything.
Record NewRecord();

/// What `input` changes in `before`, a record of `collection`; called inside the change, because
/// operators begin at the present values. What an operator makes of a field and the size of the
/// whole object may be refused: then the patch is not to be used. `inside` as in `Input`.
RecordPatch PatchOf(const RecordInput& input, const Collection& collection, const Record& before,
                    FieldErrors& errors, std::string_view inside = {});

}  // namespace guildhall::syncano
