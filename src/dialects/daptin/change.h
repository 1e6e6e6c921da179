#pragma once

#include <utility>

#include "dialects/daptin/context.h"
#include "dialects/daptin/errors.h"
#include "dialects/shared/change.h"

namespace guildhall::daptin {

/// `dialects::MakeChange` of the request's tenant. Errors are rendered by `render(about, error)`.
template <class Make>
http::Answer MakeChange(const Context& context, Make make,
                        http::Response (*render)(const About&, const Error&) = RenderError) {
  return dialects::MakeChange(
      context.core(), {context.tenant->id}, context.caller, std::move(make),
      [about = About(context), render](const Error& error) { return render(about, error); });
}

}  // namespace guildhall::daptin
