#pragma once

#include <optional>
#include <string_view>

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// The key in an `authorization` header: the whole value, or what follows "Bearer " in any case.
std::string_view KeyOfAuthorization(std::string_view value);

/// Sets the caller, and for `Family::kUser` the organisation. A response: 401, or 403 for a user
/// who is not active. The two families never take each other's credential.
Result<std::optional<http::Response>> Authenticate(Family family, Context& context);

}  // namespace guildhall::tyk
