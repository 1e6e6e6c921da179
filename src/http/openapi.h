#pragma once

#include <string>
#include <string_view>

#include "http/router.h"

namespace guildhall::http {

/// The OpenAPI 3.0 description of everything that is mounted, generated from the route tables.
std::string DescribeRoutes(const Router& router, std::string_view version);

}  // namespace guildhall::http
