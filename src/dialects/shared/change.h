#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "core/core.h"
#include "http/answer.h"

namespace guildhall::dialects {

/// A change of these tenants as every dialect makes it: `make(tx, caller)` returns
/// `Result<http::Response>` and gets the caller as he is inside the transaction, so what was
/// revoked in between is refused. `make` may be run more than once; it and all it holds must be
/// copyable. `refuse` says errors in the dialect's words, on another thread.
template <class Make>
http::Change MakeChange(Core& core, std::vector<TenantId> tenants, Caller caller, Make make,
                        std::function<http::Response(const Error&)> refuse) {
  return {std::move(tenants),
          [&core, caller = std::move(caller),
           make = std::move(make)](Transaction& tx) -> Result<http::Response> {
            GH_TRY(const Caller renewed, core.callers().Renew(tx, caller));
            return make(tx, renewed);
          },
          std::move(refuse)};
}

}  // namespace guildhall::dialects
