#pragma once

#include <string>

namespace guildhall::daptin {

/// What columns can mean, with what is known of each meaning, as a JSON object. [Daptin "Column
/// types"]
std::string WriteColumnTypes();

}  // namespace guildhall::daptin
