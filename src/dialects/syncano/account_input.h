#pragma once

#include <cstddef>

#include "core/operators.h"
#include "dialects/syncano/input.h"
#include "http/answer.h"

namespace guildhall::syncano {

inline constexpr std::size_t kMaxEmail = 254;
inline constexpr TextRule kEmailRule{.max = kMaxEmail, .required = true};
inline constexpr TextRule kNameRule{.max = 64, .blank = true};

/// An account with its `account_key`: the answer of registration, sign-in and reset_key only.
http::Response ShowAccountWithKey(const OperatorView& account, int status);

}  // namespace guildhall::syncano
