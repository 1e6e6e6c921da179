#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/jobs.h"

/// The index of a collection's records when its fields change. Private to the core.
namespace guildhall::detail {

/// How far a kBuildIndex job is, as its state says it.
struct IndexBuilding {
  CollectionId collection;
  RecordId from;                     ///< records up to this one are done
  std::vector<std::int32_t> lists;   ///< that are being built
  std::vector<std::int32_t> former;  ///< lists that no field uses any more
  /// Numbers of fields that were unique: the values that they have taken are given back.
  std::vector<std::int32_t> freed;
  std::vector<UniqueSet> freed_sets{};  ///< the same for fields that were unique together

  [[nodiscard]] bool frees() const { return !freed.empty() || !freed_sets.empty(); }
  [[nodiscard]] std::string Text() const;
  /// Nothing for a text that `Text` has not written.
  static std::optional<IndexBuilding> Parse(std::string_view text);

  friend bool operator==(const IndexBuilding&, const IndexBuilding&) = default;
};

/// Makes the index of the collection's records what `after` asks for, when there are up to
/// `rows_at_once` of them; else a job is given to the tenant, and lists that are new are `building`
/// in `after` until it is done. Writes no row of the collection.
Result<void> ChangeIndex(Transaction& tx, TenantId tenant, const Collection& before,
                         Collection& after, std::int32_t rows_at_once);

/// A step of kBuildIndex, see `StepFunction`.
Result<JobStep> BuildIndex(Transaction& tx, Job& job, std::int32_t limit);

}  // namespace guildhall::detail
