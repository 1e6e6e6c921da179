#pragma once

#include "core/rows.h"

namespace guildhall::detail {

/// Whether a list that holds nothing but `id` has it on the page.
template <class IdType>
bool IsOnPage(IdType id, Seek seek) {
  if (seek.limit < 1) return false;
  if (!seek.from) return true;
  return seek.descending ? id.value() < *seek.from : id.value() > *seek.from;
}

}  // namespace guildhall::detail
