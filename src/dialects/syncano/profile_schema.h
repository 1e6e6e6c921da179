#pragma once

#include <memory>

#include "core/collection.h"
#include "core/store.h"
#include "dialects/syncano/context.h"

namespace guildhall::syncano {

/// The schema of the instance's profile records, which every shown user needs. Kept per thread
/// under the epoch at which it was read, and used for callers of that epoch only, so it is never
/// older than the caller. kWouldWait on a miss.
Result<std::shared_ptr<const Collection>> FindProfiles(const Context& context);
/// The same from a snapshot and not from memory: for answers made inside a change.
Result<Collection> ReadProfiles(const Snapshot& snapshot, TenantId tenant);

}  // namespace guildhall::syncano
