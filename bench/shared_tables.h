#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/core.h"

namespace guildhall::bench {

/// The name of the tenant that `FillTenant` makes.
inline constexpr std::string_view kTenantName = "bench";

/// How many rows the tables have, and how many of them each person may read: at most half.
struct Sizes {
  std::int64_t visible = 0;
  std::int64_t few = 0;
  std::int64_t many = 0;
};

/// A table as one person sees it.
struct SeenTable {
  std::string name;
  std::vector<std::string> rows{};  ///< reference ids of all that the person may read, oldest first
};

/// Who asks of two tables that differ in their size alone.
struct Person {
  std::string name;
  Secret token{};  ///< empty for a guest
  SeenTable few;
  SeenTable many;
};

struct People {
  std::vector<Person> readers;
  /// Makes rows, which nobody of the others may read, in tables with two default groups.
  Person author;
};

/// Makes a tenant in an empty store, with people, groups, and tables that a Daptin schema declares,
/// and fills the tables in changes of 1,000 rows. Each row is linked with one group. What one
/// person sees is spread evenly: rows that guests may read, rows that a member of a group reaches
/// through their link, and rows of an owner. Ends the program when anything fails; says on standard
/// error how far it is.
People FillTenant(Core& core, Identities& identities, const Sizes& sizes);

}  // namespace guildhall::bench
