#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// The order of a table's lists as it is kept: a column with its sign, "-title". `id`, which rows
/// do not show, goes with the time of their making. Nothing when nobody can order by that.
std::optional<std::string> NormalOrder(const Table& table, std::string_view order);

}  // namespace guildhall::daptin
