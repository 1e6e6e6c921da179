#pragma once

#include "base/log.h"
#include "core/core.h"
#include "server/exit_code.h"

namespace guildhall {

/// Gives the tenants of a store of an earlier version what new ones are born with, see
/// `Tenants::Complete`. Says how far it is; what is done stays done when it is interrupted.
OrFailure<void> CompleteTenants(Core& core, Log& log);

}  // namespace guildhall
