#pragma once

#include "base/result.h"
#include "core/store.h"

namespace guildhall::detail {

/// From now on the tenant is administered, or cared for in another vocabulary: see `IsFounding`.
/// Does nothing where that is so already.
Result<void> EndFounding(Transaction& tx, TenantId tenant);

}  // namespace guildhall::detail
