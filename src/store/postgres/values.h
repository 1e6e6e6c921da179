#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "base/result.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// Numbers of built-in types, fixed since PostgreSQL has been: catalog/pg_type.dat.
inline constexpr Oid kBytea = 17;
inline constexpr Oid kInt8 = 20;
inline constexpr Oid kInt2 = 21;
inline constexpr Oid kInt4 = 23;
inline constexpr Oid kText = 25;

// An array as its array_recv reads it: a head, then elements.

/// Of the head of an array that is not empty.
inline constexpr std::size_t kArrayHeadBytes = 20;
std::string ArrayHead(Oid element, std::size_t count, bool has_null);
/// The next element, in the binary format of its type; nothing is null.
void PutElement(std::string& array, std::optional<std::string_view> bytes);

/// Parameters in PostgreSQL's binary format, each as the type that the server expects. Kept by a
/// connection and filled anew for every call. Views into the given values: they must outlive it.
class EncodedParameters {
 public:
  /// `types` has an entry a parameter. kInvalid for text with U+0000, which PostgreSQL cannot
  /// store; kInternal for a value that does not fit its type.
  Result<void> Fill(std::span<const Parameter> parameters, std::span<const Oid> types);

  /// Values that are in that format already; nothing is null.
  void Take(std::span<const std::optional<std::string_view>> values);

  [[nodiscard]] std::optional<std::string_view> At(std::size_t place) const {
    if (values_[place] == nullptr) return std::nullopt;
    return std::string_view(values_[place], static_cast<std::size_t>(lengths_[place]));
  }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void Clear();
  Result<void> Append(const Parameter& parameter, Oid type);
  void AppendNull();
  void AppendView(std::string_view bytes);
  void AppendOwned(std::size_t begin);
  Result<void> AppendInteger(std::int64_t value, Oid type);
  void AppendIntegers(std::span<const std::int64_t> values);

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
