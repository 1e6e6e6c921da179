#pragma once

#include <cstdint>
#include <string_view>

namespace guildhall {

/// Stands for a text in the memory of this process: 128 bits under a key that is made at the first
/// use and never leaves it, so that nobody outside can find two texts with the same one.
struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// Call `InitializeCrypto` first. Thread-safe.
Fingerprint FingerprintOf(std::string_view text);

}  // namespace guildhall
