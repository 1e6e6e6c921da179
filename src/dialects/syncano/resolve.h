#pragma once

#include <optional>

#include "dialects/syncano/auth.h"
#include "dialects/syncano/context.h"

namespace guildhall::syncano {

/// Sets who asks and what the path goes through, in the order in which Syncano v1.1 decides:
/// instance, parents of the path, Accept, credentials. An answer when one of them is refused.
/// kWouldWait.
Result<std::optional<http::Response>> ResolveRequest(const RouteSpec& spec, const Headers& headers,
                                                     Context& context);

}  // namespace guildhall::syncano
