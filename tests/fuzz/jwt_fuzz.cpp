// No text is a good token but one that was signed; and a signed one is no longer good when a byte
// of it changes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "dialects/daptin/jwt.h"

namespace {

using guildhall::Secret;
using guildhall::Time;
using guildhall::daptin::Claims;
using guildhall::daptin::Jwt;

constexpr std::int64_t kNow = 1'700'000'000;

const Jwt& Signer() {
  static const Jwt jwt = [] {
    guildhall::InitializeCrypto();
    return Jwt(Secret("a secret that no input holds, of enough bytes"));
  }();
  return jwt;
}

const std::string& GoodToken() {
  static const std::string token = [] {
    Claims claims;
    claims.email = "ciri@example.com";
    claims.name = "Ciri";
    claims.lifetime = {kNow, kNow, kNow + 3600};
    return std::string(Signer().Sign(claims).Reveal());
  }();
  return token;
}

bool IsGood(std::string_view token) {
  return Signer().Verify(token, Time(kNow * 1'000'000)).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (IsGood(input)) GH_BUG("a token that nobody signed is good");
  if (!IsGood(GoodToken())) GH_BUG("a signed token is not good");
  if (size < 2) return 0;
  std::string changed = GoodToken();
  char& byte = changed[(data[0] * 256U + data[1]) % changed.size()];
  const char other = static_cast<char>(size > 2 ? data[2] : 'x');
  if (byte == other) return 0;
  byte = other;
  if (IsGood(changed)) GH_BUG("a changed token is good");
  return 0;
}
