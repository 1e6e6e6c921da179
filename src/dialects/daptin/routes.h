#pragma once

#include <span>

#include "dialects/daptin/context.h"

namespace guildhall::daptin {

/// The whole surface.
std::span<const RouteSpec> AllRoutes();

}  // namespace guildhall::daptin
