#pragma once

#include <string_view>

#include "core/core.h"

namespace guildhall::daptin {

/// Makes the account with this e-mail or user name an administrator of the tenant, for the command
/// line. kNotFound, also for an account that cannot sign in; kAlreadyExists when it is one.
Result<void> MakeAdministrator(Transaction& tx, const Core& core, TenantId tenant,
                               std::string_view name);

}  // namespace guildhall::daptin
