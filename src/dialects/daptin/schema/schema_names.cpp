#include <algorithm>
#include <iterator>
#include <string>

#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kLongestName = 63;

// First segments of paths below /api that another API of this server answers; below them are paths
// that look like those of rows.
constexpr std::string_view kForeignPaths[] = {"usergroups", "users", "org", "audit", "sso"};
// What references in actions call other things. [Daptin "Actions": outcomes]
constexpr std::string_view kReservedTables[] = {"user", "subject", "attributes", "env", "smd"};
// Columns that every row has, and names by which rows say what they are.
constexpr std::string_view kReservedColumns[] = {
    "id",         "version",      "type",       "created_at",      "updated_at",
    "permission", "reference_id", "attributes", "user_account_id", "usergroup_id"};

template <std::size_t N>
bool IsOneOf(const std::string_view (&names)[N], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

constexpr std::string_view kPattern =
    " is no name: lower-case letters, digits and underscores, at most 63, a letter first";

}  // namespace

bool IsSnakeCase(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kAll = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return !name.empty() && name.size() <= kLongestName &&
         kLetters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(kAll) == std::string_view::npos;
}

std::string RefusedTableName(std::string_view name) {
  if (name.empty()) return "is missing";
  if (!IsSnakeCase(name)) return Quoted(name).append(kPattern);
  if (name.find("_has_") != std::string_view::npos) {
    return Quoted(name) + " has \"_has_\" in it, as join tables have";
  }
  const bool builtin =
      std::ranges::any_of(BuiltinTables(), [&](const Table& table) { return table.name == name; });
  if (builtin) return Quoted(name) + " is a built-in table";
  if (IsOneOf(kForeignPaths, name) || IsOneOf(kReservedTables, name)) {
    return Quoted(name) + " is reserved";
  }
  return {};
}

std::string RefusedColumnName(std::string_view name) {
  if (name.empty()) return "is missing";
  if (!IsSnakeCase(name)) return Quoted(name).append(kPattern);
  return IsOneOf(kReservedColumns, name) ? Quoted(name) + " is reserved" : std::string();
}

}  // namespace guildhall::daptin
