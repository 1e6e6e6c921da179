#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/collection.h"
#include "core/filter.h"
#include "core/rows.h"

/// What a field's list in the index knows about a condition. Private to the core.
namespace guildhall::detail {

/// A stretch of one list; both ends are excluded, an absent one is the list's.
struct KeySpan {
  std::optional<KeyPlace> after{};
  std::optional<KeyPlace> before{};

  /// Whether all its places have one key, so that it is in the order of ids.
  [[nodiscard]] bool HasOneKey() const;
};

KeySpan SpanOfKey(const std::string& key);
/// What both have in common; perhaps nothing, which a walk finds out.
KeySpan Meet(KeySpan a, const KeySpan& b);

/// Where the list has the records that may fulfil a condition: those that stand in one of the spans
/// of each part.
struct KeyCover {
  std::vector<std::vector<KeySpan>> parts;
  bool exact = false;  ///< they do fulfil it

  /// The span, when there is only one.
  [[nodiscard]] const KeySpan* Single() const;
};

/// Nothing when the list does not help: the condition says nothing about keys, or the field has no
/// complete list. Not for kMatches.
std::optional<KeyCover> CoverOf(const Field& field, const Condition& condition);

}  // namespace guildhall::detail
