#include "store/postgres/values.h"

#include <limits>

namespace guildhall::store {
namespace {

constexpr std::size_t kNotOwned = std::numeric_limits<std::size_t>::max();

template <class T>
bool Fits(std::int64_t value) {
  return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

void PutBigEndian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
  }
}

}  // namespace

std::string ArrayHead(Oid element, std::size_t count, bool has_null) {
  std::string head;
  const bool empty = count == 0;
  PutBigEndian(head, empty ? 0 : 1, 4);  // dimensions
  PutBigEndian(head, has_null ? 1 : 0, 4);
  PutBigEndian(head, element, 4);
  if (empty) return head;
  PutBigEndian(head, count, 4);
  PutBigEndian(head, 1, 4);  // the lower bound
  return head;
}

void PutElement(std::string& array, std::optional<std::string_view> bytes) {
  constexpr std::uint32_t kNull = 0xFFFFFFFFU;
  PutBigEndian(array, bytes ? bytes->size() : kNull, 4);
  if (bytes) array += *bytes;
}

Result<void> EncodedParameters::Fill(std::span<const Parameter> parameters,
                                     std::span<const Oid> types) {
  Clear();
  if (parameters.size() != types.size()) return Fail(Errc::kInternal, "wrong parameter count");
  for (std::size_t i = 0; i < parameters.size(); ++i) GH_CHECK(Append(parameters[i], types[i]));
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (offsets_[i] != kNotOwned) values_[i] = owned_.data() + offsets_[i];
  }
  formats_.assign(values_.size(), 1);
  return {};
}

void EncodedParameters::Take(std::span<const std::optional<std::string_view>> values) {
  Clear();
  for (const std::optional<std::string_view>& value : values) {
    if (value) {
      AppendView(*value);
    } else {
      AppendNull();
    }
  }
  formats_.assign(values_.size(), 1);
}

void EncodedParameters::Clear() {
  owned_.clear();
  offsets_.clear();
  values_.clear();
  lengths_.clear();
}

Result<void> EncodedParameters::Append(const Parameter& parameter, Oid type) {
  if (const auto* integer = std::get_if<std::int64_t>(&parameter)) {
    return AppendInteger(*integer, type);
  }
  if (const auto* text = std::get_if<std::string_view>(&parameter)) {
    if (text->find('\0') != std::string_view::npos) return Fail(Errc::kInvalid, "U+0000 in text");
    AppendView(*text);
  } else if (const auto* blob = std::get_if<Blob>(&parameter)) {
    AppendView(blob->bytes);
  } else if (const auto* integers = std::get_if<Integers>(&parameter)) {
    AppendIntegers(integers->values);
  } else {
    AppendNull();
  }
  return {};
}

void EncodedParameters::AppendNull() {
  values_.push_back(nullptr);
  lengths_.push_back(0);
  offsets_.push_back(kNotOwned);
}

void EncodedParameters::AppendView(std::string_view bytes) {
  values_.push_back(bytes.data() == nullptr ? "" : bytes.data());
  lengths_.push_back(static_cast<int>(bytes.size()));
  offsets_.push_back(kNotOwned);
}

void EncodedParameters::AppendOwned(std::size_t begin) {
  values_.push_back(nullptr);  // set when owned_ no longer grows
  lengths_.push_back(static_cast<int>(owned_.size() - begin));
  offsets_.push_back(begin);
}

Result<void> EncodedParameters::AppendInteger(std::int64_t value, Oid type) {
  const std::size_t begin = owned_.size();
  const auto bits = static_cast<std::uint64_t>(value);
  if (type == kInt8) {
    PutBigEndian(owned_, bits, 8);
  } else if (type == kInt4 && Fits<std::int32_t>(value)) {
    PutBigEndian(owned_, bits, 4);
  } else if (type == kInt2 && Fits<std::int16_t>(value)) {
    PutBigEndian(owned_, bits, 2);
  } else {
    return Fail(Errc::kInternal, "integer for type " + std::to_string(type));
  }
  AppendOwned(begin);
  return {};
}

void EncodedParameters::AppendIntegers(std::span<const std::int64_t> values) {
  const std::size_t begin = owned_.size();
  owned_ += ArrayHead(kInt8, values.size(), false);
  for (const std::int64_t value : values) {
    PutBigEndian(owned_, 8, 4);
    PutBigEndian(owned_, static_cast<std::uint64_t>(value), 8);
  }
  AppendOwned(begin);
}

bool PostgresRow::IsNull(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::int64_t PostgresRow::Integer(int column) const {
  const std::string_view bytes = Bytes(column);
  if (bytes.empty()) return 0;  // null
  // Big-endian two's complement of two, four or eight bytes; the first byte carries the sign.
  auto value = static_cast<std::uint64_t>(std::int64_t{static_cast<std::int8_t>(bytes[0])});
  for (const char byte : bytes.substr(1)) {
    value = (value << 8) | static_cast<std::uint8_t>(byte);
  }
  return static_cast<std::int64_t>(value);
}

std::string_view PostgresRow::Bytes(int column) const {
  return {PQgetvalue(result_, row_, column),
          static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

}  // namespace guildhall::store
