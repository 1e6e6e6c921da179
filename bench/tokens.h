#pragma once

#include "base/secret.h"
#include "core/caller.h"
#include "dialects/daptin/jwt.h"

namespace guildhall::bench {

/// A token of the user's that is good for as long as a benchmark may run.
Secret TokenOf(const daptin::Jwt& jwt, const UserView& view);

}  // namespace guildhall::bench
