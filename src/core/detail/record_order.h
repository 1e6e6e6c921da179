#pragma once

#include <optional>

#include "base/result.h"
#include "core/collection.h"
#include "core/records.h"
#include "core/rows.h"

/// In which order records are listed. Private to the core.
namespace guildhall::detail {

/// The order of a query, by (key, id) as the index has it; by the id alone the key is empty.
class RecordOrder {
 public:
  /// kInvalid with "order" kNotAllowed for what no list is ordered by.
  static Result<RecordOrder> Of(const Collection& collection, const RecordQuery& query);
  static RecordOrder ById() { return RecordOrder(); }

  /// The field by which the list goes; null when it goes by the id or the time of change.
  [[nodiscard]] const Field* field() const { return field_; }
  [[nodiscard]] bool by_id() const { return field_ == nullptr && !by_change_; }
  [[nodiscard]] bool descending() const { return descending_; }
  /// Where the page begins, exclusive.
  [[nodiscard]] const std::optional<KeyPlace>& from() const { return from_; }

  [[nodiscard]] KeyPlace PlaceOf(const Record& record) const;
  /// Whether `a` comes before `b`.
  [[nodiscard]] bool Before(const KeyPlace& a, const KeyPlace& b) const {
    return descending_ ? b < a : a < b;
  }

 private:
  const Field* field_ = nullptr;
  bool by_change_ = false;
  bool descending_ = false;
  std::optional<KeyPlace> from_{};
};

}  // namespace guildhall::detail
