#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"
#include "core/ids.h"

namespace guildhall::daptin {

/// A longer one is no token: nobody should make the server read it.
inline constexpr std::size_t kMaxTokenLength = 4096;

/// From when to when a token is good. Seconds since 1970.
struct Lifetime {
  std::int64_t issued_at = 0;
  std::int64_t not_before = 0;
  std::int64_t expires_at = 0;
};

/// What a token says. [Daptin "Token contents": the claims]
struct Claims {
  std::string email{};
  std::string name{};
  Uid subject{};  ///< of the account
  std::string issuer{};
  Lifetime lifetime{};
  Uid id{};
  std::int64_t auth_version = 0;
};

/// Signs and checks JSON Web Tokens (RFC 7519) of one tenant: HS256 and nothing else. Immutable;
/// thread-safe.
class Jwt {
 public:
  /// The issuer follows from the secret: "daptin-" and six characters.
  explicit Jwt(Secret secret);

  [[nodiscard]] const std::string& issuer() const { return issuer_; }
  /// Header, claims and signature. `claims.issuer` is not looked at.
  [[nodiscard]] Secret Sign(const Claims& claims) const;
  /// What the token says, when it is signed by this secret, says so, has the issuer, and is valid
  /// at `now`; nothing otherwise. What is missing or of the wrong type makes it invalid.
  [[nodiscard]] std::optional<Claims> Verify(std::string_view token, Time now) const;

 private:
  Secret secret_;
  std::string issuer_;
};

/// Whether a token is good at `now`; no allowance for clocks that differ.
bool IsCurrent(const Lifetime& lifetime, Time now);

}  // namespace guildhall::daptin
