#pragma once

#include <utility>
#include <vector>

#include "dialects/syncano/context.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {

/// Which rows of counters a change locks.
enum class Touches : std::uint8_t {
  kTenant,         ///< the instance's own
  kSite,           ///< accounts, new instances
  kSiteAndTenant,  ///< API keys, an instance's row
};

/// A change as every handler makes it: `make(tx, caller)` returns `Result<http::Response>` and gets
/// the caller as he is inside the transaction, so what was revoked in between is refused. `make`
/// may be run more than once; it and all it holds must be copyable. Errors are rendered for `noun`.
template <class Make>
http::Answer MakeChange(const Context& context, Noun noun, Touches touches, Make make) {
  std::vector<TenantId> tenants;
  if (touches != Touches::kTenant) tenants.push_back(kSite);
  if (touches != Touches::kSite) tenants.push_back(context.tenant->id);
  Core* core = &context.core();
  return http::Change{std::move(tenants),
                      [core, caller = context.caller,
                       make = std::move(make)](Transaction& tx) -> Result<http::Response> {
                        GH_TRY(const Caller renewed, core->callers().Renew(tx, caller));
                        return make(tx, renewed);
                      },
                      [noun](const Error& error) { return RenderError(noun, error); }};
}

}  // namespace guildhall::syncano
