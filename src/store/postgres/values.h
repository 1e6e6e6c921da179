#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "base/result.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// Parameters in PostgreSQL's binary format, each as the type that the server expects. Kept by a
/// connection and filled anew for every call. Views into the given values: they must outlive it.
class EncodedParameters {
 public:
  /// `types` has an entry a parameter. kInvalid for text with U+0000, which PostgreSQL cannot
  /// store; kInternal for a value that does not fit its type.
  Result<void> Fill(std::span<const Parameter> parameters, std::span<const Oid> types);

  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  Result<void> Append(const Parameter& parameter, Oid type);
  void AppendView(std::string_view bytes);
  void AppendOwned(std::size_t begin);
  Result<void> AppendInteger(std::int64_t value, Oid type);
  void AppendIntegers(std::span<const std::int64_t> values);
  void PutBytes(std::uint64_t value, int bytes);

  std::string owned_;                 // bytes that were made here
  std::vector<std::size_t> offsets_;  // into owned_, or kNotOwned
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

/// One row of a result in binary format.
class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  void MoveTo(int row) { row_ = row; }

  [[nodiscard]] bool IsNull(int column) const override;
  [[nodiscard]] std::int64_t Integer(int column) const override;
  [[nodiscard]] std::string_view Text(int column) const override { return Bytes(column); }
  [[nodiscard]] std::string_view Bytes(int column) const override;

 private:
  const PGresult* result_;
  int row_ = 0;
};

}  // namespace guildhall::store
