#pragma once

#include <string>
#include <string_view>

namespace guildhall::daptin {

/// What columns can mean, with what is known of each meaning, as a JSON object. [Daptin "Column
/// types"]
std::string WriteColumnTypes();

/// Whether columns can have the meaning of that name.
bool IsColumnType(std::string_view name);

}  // namespace guildhall::daptin
