#pragma once

#include <string>

#include "base/json.h"
#include "dialects/daptin/actions/action_gates.h"
#include "dialects/daptin/context.h"

namespace guildhall::daptin {

/// A declared action with what was sent to it.
struct Execution {
  FoundAction found;
  std::string subject{};      ///< id of the row that it is about, as it was sent; "" for none
  Json::Object attributes{};  ///< each name once
};

/// Conforms and checks the input, hashes what has to be hashed, and makes all steps in one change:
/// all or nothing. The caller has passed the gates, which are asked again inside the change. What
/// an action does needs no right of the caller's: its steps have the powers of an administrator,
/// while rows that they make belong to the caller. kWouldWait. [Daptin "Action execution"]
Result<http::Answer> ExecuteDeclared(const Context& context, Execution execution);

}  // namespace guildhall::daptin
