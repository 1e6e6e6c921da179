#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace guildhall {

/// Bytes that are no text: digests, sealed keys, index keys. Compared and sorted bytewise.
using Bytes = std::string;

inline std::string_view AsView(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal.
std::string ToHex(std::string_view bytes);

/// The bytes of `hex` (either case), or nothing when it is not hexadecimal of even length.
std::optional<Bytes> FromHex(std::string_view hex);

/// Decodes exactly `2 * N` hexadecimal digits into `out`; false, and `out` undefined, otherwise.
/// Allocates nothing: this is how a presented key is read on every request.
bool DecodeHex(std::string_view hex, std::span<std::uint8_t> out);

}  // namespace guildhall
