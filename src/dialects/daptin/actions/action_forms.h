#pragma once

#include "dialects/daptin/actions/action_declaration.h"

namespace guildhall::daptin {

/// What a built-in action takes, and the rules that its input is held against: its part of a
/// declaration. Everything else is empty.
DeclaredAction FormOf(ActionId action);

}  // namespace guildhall::daptin
