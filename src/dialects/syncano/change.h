#pragma once

#include <utility>
#include <vector>

#include "dialects/shared/change.h"
#include "dialects/syncano/context.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {

/// Which rows of counters a change locks.
enum class Touches : std::uint8_t {
  kTenant,         ///< the instance's own
  kSite,           ///< accounts, new instances
  kSiteAndTenant,  ///< API keys, an instance's row
};

/// `dialects::MakeChange` of what the request is about. Errors are rendered for `noun`.
template <class Make>
http::Answer MakeChange(const Context& context, Noun noun, Touches touches, Make make) {
  std::vector<TenantId> tenants;
  if (touches != Touches::kTenant) tenants.push_back(kSite);
  if (touches != Touches::kSite) tenants.push_back(context.tenant->id);
  return dialects::MakeChange(context.core(), std::move(tenants), context.caller, std::move(make),
                              [noun](const Error& error) { return RenderError(noun, error); });
}

}  // namespace guildhall::syncano
