#include "dialects/daptin/tables/default_order.h"

#include "dialects/daptin/columns/column_values.h"

namespace guildhall::daptin {
namespace {

bool MayOrderBy(const Table& table, std::string_view name) {
  if (name == "created_at" || name == "updated_at" || name == "reference_id") return true;
  const Column* column = table.FindColumn(name);
  return column != nullptr && MayAskBy(*column);
}

}  // namespace

std::optional<std::string> NormalOrder(const Table& table, std::string_view order) {
  const bool descending = order.starts_with('-');
  if (descending || order.starts_with('+')) order.remove_prefix(1);
  if (order == "id") order = "created_at";
  if (!MayOrderBy(table, order)) return std::nullopt;
  return (descending ? "-" : "+") + std::string(order);
}

}  // namespace guildhall::daptin
