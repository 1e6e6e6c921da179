#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/sql/bind.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// The two texts of "these ids": one row by its id, and many at once where arrays exist. The id (or
/// the array) is the last parameter of both.
struct ManyStatements {
  const Statement& one;
  const Statement& many;
};

/// What `find` finds of each id, in the order of `ids`, missing ones left out.
template <class Identifier, class Find>
auto FindEach(std::span<const Identifier> ids, const Find& find)
    -> Result<std::vector<typename decltype(find(ids.front()))::value_type::value_type>> {
  std::vector<typename decltype(find(ids.front()))::value_type::value_type> rows;
  rows.reserve(ids.size());
  for (const Identifier id : ids) {
    GH_TRY(auto row, find(id));
    if (row) rows.push_back(*std::move(row));
  }
  return rows;
}

/// The rows of these ids likewise.
template <class Map, class Identifier, class... Values>
auto FindManyRows(Connection& connection, const ManyStatements& statements, const Map& map,
                  std::span<const Identifier> ids, const Values&... values)
    -> Result<std::vector<decltype(map(std::declval<Columns&>()))>> {
  using RowType = decltype(map(std::declval<Columns&>()));
  if (connection.engine() == Engine::kSqlite || ids.size() == 1) {
    return FindEach(ids, [&](Identifier id) {
      return FindOne(connection, statements.one, map, values..., id);
    });
  }
  std::vector<RowType> rows;
  if (ids.empty()) return rows;
  rows.reserve(ids.size());
  std::vector<std::int64_t> numbers;
  numbers.reserve(ids.size());
  for (const Identifier id : ids) numbers.push_back(id.value());
  GH_TRY(auto found, FindAll(connection, statements.many, map, values..., Integers{numbers}));
  std::unordered_map<std::int64_t, RowType*> by_id;
  for (RowType& row : found) by_id.emplace(row.id.value(), &row);
  for (const Identifier id : ids) {
    const auto row = by_id.find(id.value());
    if (row != by_id.end()) rows.push_back(*row->second);
  }
  return rows;
}

}  // namespace guildhall::store
