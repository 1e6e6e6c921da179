#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dialects/shared/change.h"
#include "dialects/tyk/context.h"
#include "dialects/tyk/errors.h"

namespace guildhall::tyk {

/// `dialects::MakeChange` of these organisations, on behalf of `caller`.
template <class Make>
http::Answer MakeChange(const Context& context, std::vector<TenantId> tenants, Caller caller,
                        Make make) {
  return dialects::MakeChange(
      context.core(), std::move(tenants), std::move(caller), std::move(make),
      [spec = &context.spec, path = std::string(context.request.path)](const Error& error) {
        return RenderError(*spec, path, error);
      });
}

/// The same in the caller's own organisation.
template <class Make>
http::Answer MakeChange(const Context& context, Make make) {
  return MakeChange(context, {context.caller.tenant}, context.caller, std::move(make));
}

}  // namespace guildhall::tyk
