#pragma once

#include <span>

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// The dialect's whole surface, without the slashes that may stand at the end. Lives as long as the
/// process.
std::span<const RouteSpec> AllRoutes();

}  // namespace guildhall::tyk
