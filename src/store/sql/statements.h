#pragma once

#include <vector>

#include "store/sql/connection.h"

namespace guildhall::store {

/// Every statement of the shared SQL, of both dialects: for tests of names and plans, and for a
/// connection that prepares ahead.
std::vector<const Statement*> AllStatements();

}  // namespace guildhall::store
