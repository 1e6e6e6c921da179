#pragma once

#include "core/core.h"
#include "dialects/shared/publishing.h"

namespace guildhall::daptin {

/// Lets this dialect serve the collection too, for the command line. kNotFound; kAlreadyExists when
/// it does already; kInvalid with "name" kTaken: the name means something else here.
Result<void> Publish(Transaction& tx, const Core& core, const dialects::Published& wanted);
/// Takes that back. kNotFound when it is not served here.
Result<void> Withdraw(Transaction& tx, const Core& core, const dialects::Published& wanted);

}  // namespace guildhall::daptin
