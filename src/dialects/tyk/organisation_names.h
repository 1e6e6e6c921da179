#pragma once

#include <string>
#include <string_view>

namespace guildhall::tyk {

/// The name of the tenant behind an organisation that is called `label`, before it is made unique:
/// lower-case letters, digits and single hyphens, beginning with a letter, 5 to 64 characters.
std::string TenantNameOf(std::string_view label);

}  // namespace guildhall::tyk
