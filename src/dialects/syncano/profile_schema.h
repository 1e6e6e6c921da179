#pragma once

#include <cstdint>
#include <memory>

#include "core/collection.h"
#include "core/store.h"
#include "dialects/syncano/context.h"

namespace guildhall::syncano {

/// The instance's epoch by now, or where the caller brings one, as API keys do, the one under which
/// he was resolved. What is read from now on is not older. kWouldWait.
Result<std::int64_t> EpochOfInstance(const Context& context);

/// The schema of the instance's profile records, which every shown user needs. Kept per thread
/// under that epoch: it is never older than the caller. kWouldWait on a miss.
Result<std::shared_ptr<const Collection>> FindProfiles(const Context& context);
/// The same from a snapshot and not from memory: for answers made inside a change.
Result<Collection> ReadProfiles(const Snapshot& snapshot, TenantId tenant);

}  // namespace guildhall::syncano
