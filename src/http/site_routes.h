#pragma once

#include <functional>
#include <string>

#include "http/metrics.h"
#include "http/router.h"

namespace guildhall::http {

/// What the server answers whatever dialects are mounted: /healthz, /readyz, /metrics and
/// /openapi.json. The table is named "site" and claims these paths only.
/// `ready` says whether requests can be served; called on a worker, may wait. `router` and
/// `metrics` must outlive the table, which is mounted into `router` itself.
RouteTable SiteRoutes(const Router& router, const Metrics& metrics, std::function<bool()> ready,
                      std::string version);

/// The answer for a path that no dialect claims.
Response UnclaimedPath();

/// An answer of the server itself, before a dialect is known.
Response PlainFault(int status, std::string_view reason);

/// A fault in the server's own words.
Response DefaultFault(Fault fault);

}  // namespace guildhall::http
