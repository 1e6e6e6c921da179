#pragma once

#include <vector>

#include "dialects/daptin/actions/action_engine.h"
#include "dialects/daptin/actions/action_references.h"

namespace guildhall::daptin {

/// What the steps of an execution can refer to before any of them was made: the input.
ActionScope InputOf(const Execution& execution);

/// What each step writes into columns that keep hashes, hashed before the change, because that
/// takes long. 400 for a value that is not known before the change, and for more than ten.
/// kWouldWait on an event loop when there is something to be hashed.
Result<std::vector<Hashes>> HashSteps(const Context& context, const Execution& execution);

}  // namespace guildhall::daptin
