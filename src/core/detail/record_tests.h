#pragma once

#include <vector>

#include "base/result.h"
#include "core/detail/record_walks.h"
#include "core/filter.h"

/// Which records a list shows. Private to the core.
namespace guildhall::detail {

/// Reads records and keeps those that the caller may read and that fit the filter: the last word,
/// whatever an index said before.
class RecordTests {
 public:
  /// `filter` is without kMatches. Both outlive this.
  RecordTests(const ListScope& scope, const Filter& filter);

  /// In the order of `ids`.
  [[nodiscard]] Result<std::vector<Record>> Select(const std::vector<RecordId>& ids) const;

 private:
  [[nodiscard]] bool Accepts(const Record& record) const;
  /// Keeps those whose owner's user name fits.
  [[nodiscard]] Result<void> KeepByName(std::vector<Record>& records) const;

  const ListScope& scope_;
  std::vector<const Condition*> of_record_;
  std::vector<const Condition*> of_owner_name_;
};

}  // namespace guildhall::detail
