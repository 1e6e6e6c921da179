#pragma once

#include <vector>

#include "dialects/syncano/context.h"

namespace guildhall::syncano {

/// The dialect's whole surface below "/v1.1" (and "/v1", which serves the same).
std::vector<RouteSpec> AllRoutes();

}  // namespace guildhall::syncano
