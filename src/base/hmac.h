#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/secret.h"

namespace guildhall {

/// HMAC with SHA-256 (RFC 2104, FIPS 180-4) of `message` under `key`, of any length. Compare with
/// `SameBytes` (base/crypto.h). Call `InitializeCrypto` first. Thread-safe.
std::array<std::uint8_t, 32> HmacSha256(const Secret& key, std::string_view message);

}  // namespace guildhall
