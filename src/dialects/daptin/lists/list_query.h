#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

/// One entry of `query`. Those of the same group are alternatives; all else must hold together.
struct Condition {
  std::string column;
  std::string operation;
  Json value{};
  std::string group{};  ///< "": none

  friend bool operator==(const Condition&, const Condition&) = default;
};

struct SortKey {
  std::string column;
  bool descending = false;

  friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// What the parameters of a list ask for. [Daptin "Filtering", "Pagination and Sorting"]
struct ListQuery {
  static constexpr std::int64_t kDefaultSize = 10;
  static constexpr std::int64_t kMaxSize = 1000;

  std::int64_t number = 1;
  std::int64_t size = kDefaultSize;
  bool paged = false;             ///< both number and size were given
  std::string after{}, before{};  ///< ids; they replace the number
  std::vector<SortKey> sort{};
  std::vector<Condition> conditions{};
  std::string filter{};               ///< text to be found; only where there are no conditions
  std::vector<std::string> fields{};  ///< empty: all
  bool sparse = false;                ///< the fields came as `fields[table]`: they must exist
  std::vector<std::string> included{};
  /// Relations by name, with the ids of which one must be related.
  std::vector<std::pair<std::string, std::vector<std::string>>> related{};

  [[nodiscard]] bool Includes(std::string_view relation) const;
};

/// The keys of "a,-b,+c".
std::vector<SortKey> ReadSortKeys(std::string_view text);

/// Reads the part of a target behind the question mark. 400 for what cannot be read.
/// Parameters that mean nothing here are taken as names of relations.
Reading<ListQuery> ReadListQuery(std::string_view query, std::string_view table);

/// 400 with the page's titles unless every column is one of `columns`, which are those that callers
/// may ask by, and every operator is known.
Reading<void> CheckColumns(const ListQuery& query, std::string_view table,
                           std::span<const std::string_view> columns);

/// Whether a row with these attributes is wanted: by its conditions, or by the filter in one of
/// `filtered`. Checked by `CheckColumns` before.
bool Matches(const ListQuery& query, const Json::Object& attributes,
             std::span<const std::string_view> filtered);

/// Whether `a` comes before `b`; rows that are equal by all keys keep their order. Null comes last
/// ascending and first descending, as the core's lists have it.
bool ComesBefore(std::span<const SortKey> keys, const Json::Object& a, const Json::Object& b);

// How what is asked for is held against what is stored.

/// The text that texts are compared with: numbers and truth in digits and words, null as "".
std::string AskedText(const Json& asked);
/// The number that numbers and truth are compared with, an integer or a double: truth is 1 or 0,
/// text is parsed. Nothing for what is no number.
std::optional<Json> AskedNumber(const Json& asked);

}  // namespace guildhall::daptin
