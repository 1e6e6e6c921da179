#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "store/postgres/values.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// The table of a `Gathering::kRow`.
std::string_view TableOf(const Statement& insert);
/// Whether the statement reads or writes the table: names it behind `from`, `join`, `into` or
/// `update`. Our statements name each table so, and never behind a comma.
bool NamesTable(std::string_view statement, std::string_view table);

/// Rows that wait to be inserted together: beginning and ending a statement costs PostgreSQL more
/// than the row in it.
class GatheredRows {
 public:
  /// `one` is a `Gathering::kRow` whose parameters are of these types.
  GatheredRows(const Statement& one, std::span<const Oid> types);
  GatheredRows(const GatheredRows&) = delete;
  GatheredRows& operator=(const GatheredRows&) = delete;

  [[nodiscard]] bool AreOf(const Statement& one) const { return &one == &one_; }
  /// Whether they must be there before this statement is run.
  [[nodiscard]] bool Precede(const Statement& statement) const;

  /// Copies the parameters of one row.
  void Add(const EncodedParameters& row);
  [[nodiscard]] bool empty() const { return rows_ == 0; }
  /// Whether they should wait no longer.
  [[nodiscard]] bool full() const;

  /// What inserts them: of one row, the statement it came with. Has the address of its text for as
  /// long as this object lives.
  [[nodiscard]] const Statement& statement() const { return rows_ == 1 ? one_ : many_; }
  /// Its parameters; views into this object, until it changes.
  void Encode(EncodedParameters& parameters);
  void Clear();

 private:
  /// Values of one column, as elements of an array behind the room for the array's head.
  struct Column {
    Oid type = 0;
    std::string bytes;
    bool has_null = false;
  };

  const Statement& one_;
  std::string_view table_;
  std::string many_name_;
  std::string many_text_;
  Statement many_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace guildhall::store
