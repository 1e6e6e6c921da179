#pragma once

#include <optional>

#include "dialects/syncano/context.h"

namespace guildhall::syncano {

/// Sets `context.tenant` to the instance that parameter 0 names. kNotFound; kWouldWait.
Result<void> FindInstance(Context& context);

/// Sets what the path goes through by `scope`, for instance `context.path_user`. A missing one is
/// the answer that says so ("User was not found."). kWouldWait.
Result<std::optional<http::Response>> FindParents(Scope scope, Context& context);

}  // namespace guildhall::syncano
