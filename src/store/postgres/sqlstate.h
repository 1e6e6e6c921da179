#pragma once

#include <string_view>

#include "base/error.h"

namespace guildhall::store {

/// What a failure means to callers, by the five characters that PostgreSQL names it with ("" when
/// the server gave none: it could not be reached).
Errc ErrcOf(std::string_view sqlstate);

/// Whether a transaction that ended so may simply be run again.
bool MayRepeat(std::string_view sqlstate);

}  // namespace guildhall::store
