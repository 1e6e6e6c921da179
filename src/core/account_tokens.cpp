#include "core/account_tokens.h"

#include <array>
#include <charconv>

#include "base/base64url.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "base/hmac.h"
#include "base/strings.h"

namespace guildhall {
namespace {

constexpr int kStampBase = 36;
constexpr std::int64_t kMicroseconds = 1'000'000;
/// More digits no time has.
constexpr std::size_t kMaxStamp = 12;

/// Never changed: tokens that are under way hold it.
std::string_view NameOf(TokenPurpose purpose) {
  switch (purpose) {
    case TokenPurpose::kActivation:
      return "activation";
    case TokenPurpose::kPasswordReset:
      return "password_reset";
  }
  GH_BUG("a token of no known purpose");
}

std::int64_t SecondsOf(Time time) { return time.microseconds() / kMicroseconds; }

std::optional<std::int64_t> ParseStamp(std::string_view stamp) {
  std::int64_t seconds = 0;
  const char* end = stamp.data() + stamp.size();
  const auto [at, error] = std::from_chars(stamp.data(), end, seconds, kStampBase);
  if (error != std::errc() || at != end) return std::nullopt;
  return seconds;
}

}  // namespace

Secret AccountTokens::Make(TokenPurpose purpose, const Operator& row, Time now) const {
  std::array<char, 16> digits{};
  const auto made = std::to_chars(digits.begin(), digits.end(), SecondsOf(now), kStampBase);
  const std::string stamp(digits.data(), made.ptr);
  return Secret(stamp + '-' + CodeOf(purpose, row, stamp));
}

bool AccountTokens::Fits(TokenPurpose purpose, const Operator& row, std::string_view token,
                         Time now) const {
  const std::string_view stamp = CutAt(token, '-');
  if (stamp.size() > kMaxStamp || !SameBytes(token, CodeOf(purpose, row, stamp))) return false;
  const auto made = ParseStamp(stamp);
  return made && SecondsOf(now) - *made <= kLifeSeconds;
}

std::string AccountTokens::CodeOf(TokenPurpose purpose, const Operator& row,
                                  std::string_view stamp) const {
  // An e-mail holds no line end, so no two operators have the same text.
  std::string text(NameOf(purpose));
  text += '\n' + std::to_string(row.id.value()) + '\n';
  text += stamp;
  text += '\n' + row.email + '\n' + row.password_hash;
  return ToHex(AsView(HmacSha256(credentials_.AccountTokenSecret(), text)));
}

std::string AccountTokens::UidOf(OperatorId id) { return ToBase64Url(std::to_string(id.value())); }

std::optional<OperatorId> AccountTokens::ParseUid(std::string_view uid) {
  const auto text = FromBase64Url(uid);
  const auto number = text ? ParseInteger(*text) : std::nullopt;
  if (!number || *number < 1) return std::nullopt;
  return OperatorId(*number);
}

}  // namespace guildhall
