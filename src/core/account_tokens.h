#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"
#include "core/credentials.h"
#include "core/tenant.h"

namespace guildhall {

/// What the holder of a token may do with the account that it was mailed for.
enum class TokenPurpose : std::uint8_t { kActivation, kPasswordReset };

/// Tokens that an operator is mailed: `<time>-<authentication code>`. They are kept nowhere. The
/// code covers the purpose, the operator, his e-mail and his password's hash, so a token ends when
/// one of them changes, and after three days. Thread-safe.
class AccountTokens {
 public:
  static constexpr std::int64_t kLifeSeconds = std::int64_t{3} * 24 * 60 * 60;

  explicit AccountTokens(const Credentials& credentials) : credentials_(credentials) {}

  [[nodiscard]] Secret Make(TokenPurpose purpose, const Operator& row, Time now) const;
  /// Compared in constant time.
  [[nodiscard]] bool Fits(TokenPurpose purpose, const Operator& row, std::string_view token,
                          Time now) const;

  /// How the operator is named beside a token: base64url of the decimal number.
  static std::string UidOf(OperatorId id);
  static std::optional<OperatorId> ParseUid(std::string_view uid);

 private:
  [[nodiscard]] std::string CodeOf(TokenPurpose purpose, const Operator& row,
                                   std::string_view stamp) const;

  const Credentials& credentials_;
};

}  // namespace guildhall
