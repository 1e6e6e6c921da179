#include "base/fingerprint.h"

#include <array>
#include <cstring>
#include <sodium.h>

#include "base/random.h"

namespace guildhall {

Fingerprint FingerprintOf(std::string_view text) {
  static const auto key = [] {
    SystemRandom random;
    return RandomBytes<crypto_shorthash_siphashx24_KEYBYTES>(random);
  }();
  std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> bytes{};
  static_assert(sizeof(bytes) == sizeof(Fingerprint));
  crypto_shorthash_siphashx24(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                              text.size(), key.data());
  Fingerprint fingerprint;
  std::memcpy(&fingerprint, bytes.data(), sizeof fingerprint);
  return fingerprint;
}

}  // namespace guildhall
