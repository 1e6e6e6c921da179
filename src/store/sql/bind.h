#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "core/rows.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// Values of the domain as parameters.
template <std::integral Integer>
Parameter Bind(Integer value) {
  return static_cast<std::int64_t>(value);
}
template <class Tag>
Parameter Bind(Id<Tag> id) {
  return id.value();
}
inline Parameter Bind(Time time) { return time.microseconds(); }
inline Parameter Bind(Rights rights) { return std::int64_t{rights.bits()}; }
inline Parameter Bind(std::string_view text) { return text; }
inline Parameter Bind(const std::string& text) { return std::string_view(text); }
inline Parameter Bind(Blob blob) { return blob; }
inline Parameter Bind(Integers integers) { return integers; }
inline Parameter Bind(Parameter parameter) { return parameter; }
template <std::size_t N>
Parameter Bind(const std::array<std::uint8_t, N>& bytes) {
  return Blob{AsView(bytes)};
}
template <class T>
Parameter Bind(const std::optional<T>& value) {
  return value ? Bind(*value) : Parameter();
}
inline Parameter BytesOf(std::string_view bytes) { return Blob{bytes}; }
/// Null where the empty text means "none", so that a unique index lets it repeat.
inline Parameter NullIfEmpty(std::string_view text) {
  return text.empty() ? Parameter() : Parameter(text);
}

inline Parameter NullIfNoBytes(std::string_view bytes) {
  return bytes.empty() ? Parameter() : BytesOf(bytes);
}

/// Reads a row's columns one after another, as values of the domain. A value that cannot be what
/// the column promises (damage) is noted in `error` and read as empty.
class Columns {
 public:
  explicit Columns(const Row& row) : row_(row) {}

  std::int64_t Integer() { return row_.Integer(next_++); }
  std::int32_t Small() { return static_cast<std::int32_t>(Integer()); }
  bool Flag() { return Integer() != 0; }
  std::string Text() { return std::string(row_.Text(next_++)); }
  std::string_view View() { return row_.Text(next_++); }
  std::string Blob() { return std::string(row_.Bytes(next_++)); }
  Time At() { return Time(Integer()); }
  guildhall::Rights Rights() { return guildhall::Rights::FromBits(Integer()); }
  template <class Identifier>
  Identifier Number() {
    return Identifier(Integer());
  }
  template <class Identifier>
  std::optional<Identifier> NumberOrNull() {
    if (row_.IsNull(next_)) {
      ++next_;
      return std::nullopt;
    }
    return Number<Identifier>();
  }
  template <class Array>
  Array Fixed() {
    Array bytes{};
    const std::string_view stored = row_.Bytes(next_++);
    if (stored.size() != bytes.size()) {
      Damaged({Errc::kInternal, {}, "a stored identifier has the wrong length"});
      return bytes;
    }
    std::copy(stored.begin(), stored.end(), bytes.begin());
    return bytes;
  }

  void Damaged(Error error) { error_ = std::move(error); }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const Row& row_;
  int next_ = 0;
  std::optional<Error> error_;
};

/// Runs a statement whose answer nobody needs, see `Connection::Post`.
template <class... Values>
Result<void> Post(Connection& connection, const Statement& statement, const Values&... values) {
  const std::array<Parameter, sizeof...(Values)> parameters{Bind(values)...};
  return connection.Post(statement, parameters);
}

/// Runs a statement of which it matters only how many rows it wrote.
template <class... Values>
Result<std::int64_t> Execute(Connection& connection, const Statement& statement,
                             const Values&... values) {
  const std::array<Parameter, sizeof...(Values)> parameters{Bind(values)...};
  return connection.Run(statement, parameters, [](const Row&) {});
}

/// The rows of an answer, each made by `map(Columns&)`.
template <class Map, class... Values>
auto FindAll(Connection& connection, const Statement& statement, const Map& map,
             const Values&... values)
    -> Result<std::vector<decltype(map(std::declval<Columns&>()))>> {
  const std::array<Parameter, sizeof...(Values)> parameters{Bind(values)...};
  std::vector<decltype(map(std::declval<Columns&>()))> rows;
  std::optional<Error> damage;
  GH_CHECK(connection.Run(statement, parameters, [&](const Row& row) {
    Columns columns(row);
    rows.push_back(map(columns));
    if (columns.error()) damage = columns.error();
  }));
  if (damage) return Fail(std::move(*damage));
  return rows;
}

/// The only row of an answer, or nothing.
template <class Map, class... Values>
auto FindOne(Connection& connection, const Statement& statement, const Map& map,
             const Values&... values)
    -> Result<std::optional<decltype(map(std::declval<Columns&>()))>> {
  const std::array<Parameter, sizeof...(Values)> parameters{Bind(values)...};
  std::optional<decltype(map(std::declval<Columns&>()))> found;
  std::optional<Error> damage;
  GH_CHECK(connection.Run(statement, parameters, [&](const Row& row) {
    Columns columns(row);
    found = map(columns);
    if (columns.error()) damage = columns.error();
  }));
  if (damage) return Fail(std::move(*damage));
  return found;
}

/// The single integer of an answer; 0 when there is no row.
template <class... Values>
Result<std::int64_t> FindInteger(Connection& connection, const Statement& statement,
                                 const Values&... values) {
  const std::array<Parameter, sizeof...(Values)> parameters{Bind(values)...};
  std::int64_t found = 0;
  GH_CHECK(connection.Run(statement, parameters, [&](const Row& row) { found = row.Integer(0); }));
  return found;
}

/// An insert with `on conflict do nothing`: no row written means that a unique key is taken.
template <class... Values>
Result<void> InsertRow(Connection& connection, const Statement& statement,
                       const Values&... values) {
  GH_TRY(const std::int64_t written, Execute(connection, statement, values...));
  if (written == 0) return Fail(Errc::kAlreadyExists, statement.name);
  return {};
}

/// An update or delete that names one row: none written means that it is not there.
template <class... Values>
Result<void> ChangeRow(Connection& connection, const Statement& statement,
                       const Values&... values) {
  GH_TRY(const std::int64_t written, Execute(connection, statement, values...));
  if (written == 0) return Fail(Errc::kNotFound, statement.name);
  return {};
}

/// The exclusive bound at which a page begins.
inline std::int64_t From(const Seek& seek) {
  using Limits = std::numeric_limits<std::int64_t>;
  return seek.from.value_or(seek.descending ? Limits::max() : Limits::min());
}
/// The same in a list that holds positive ids only.
inline std::int64_t FromPositive(const Seek& seek) {
  return seek.descending ? From(seek) : std::max<std::int64_t>(From(seek), 0);
}
inline std::int64_t LimitOf(const Seek& seek) { return std::max(seek.limit, 0); }

/// The two directions of a list.
struct Listing {
  Statement ascending;
  Statement descending;

  [[nodiscard]] const Statement& For(const Seek& seek) const {
    return seek.descending ? descending : ascending;
  }
};

}  // namespace guildhall::store
