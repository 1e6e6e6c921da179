#include "base/hmac.h"

#include <sodium.h>

namespace guildhall {
namespace {

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::array<std::uint8_t, 32> HmacSha256(const Secret& key, std::string_view message) {
  static_assert(crypto_auth_hmacsha256_BYTES == 32);
  std::array<std::uint8_t, 32> made{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Unsigned(key.Reveal()), key.Reveal().size());
  crypto_auth_hmacsha256_update(&state, Unsigned(message), message.size());
  crypto_auth_hmacsha256_final(&state, made.data());
  sodium_memzero(&state, sizeof state);
  return made;
}

}  // namespace guildhall
