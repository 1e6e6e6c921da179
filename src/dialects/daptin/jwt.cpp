#include "dialects/daptin/jwt.h"

#include <array>
#include <utility>

#include "base/base64url.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "base/hmac.h"
#include "base/json.h"
#include "core/uid_text.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kHeader = R"({"alg":"HS256","typ":"JWT"})";
constexpr std::size_t kIssuerCharacters = 6;

struct Parts {
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
  std::string_view is_signed;  ///< what the signature is of: header and claims with their dot
};

std::optional<Parts> Split(std::string_view token) {
  if (token.size() > kMaxTokenLength) return std::nullopt;
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view signature = token.substr(second + 1);
  if (signature.find('.') != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), signature,
               token.substr(0, second)};
}

std::optional<Json> ReadPart(std::string_view part) {
  const std::optional<Bytes> text = FromBase64Url(part);
  if (!text) return std::nullopt;
  Result<Json> value = ParseJson(*text);
  if (!value || value->AsObject() == nullptr) return std::nullopt;
  return std::move(*value);
}

const std::string* TextIn(const Json& object, std::string_view name) {
  const Json* member = object.Find(name);
  return member == nullptr ? nullptr : member->AsString();
}

/// Whole numbers only, as they are signed here.
std::optional<std::int64_t> NumberIn(const Json& object, std::string_view name) {
  const Json* member = object.Find(name);
  const std::int64_t* number = member == nullptr ? nullptr : member->AsInteger();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::optional<Claims> ReadClaims(const Json& object) {
  const std::string* subject = TextIn(object, "sub");
  const std::string* issuer = TextIn(object, "iss");
  const auto expires_at = NumberIn(object, "exp");
  const auto not_before = NumberIn(object, "nbf");
  const auto issued_at = NumberIn(object, "iat");
  const auto auth_version = NumberIn(object, "auth_version");
  if (subject == nullptr || issuer == nullptr) return std::nullopt;
  if (!expires_at || !not_before || !issued_at || !auth_version) return std::nullopt;
  const std::optional<Uid> uid = ParseUid(*subject);
  if (!uid) return std::nullopt;
  Claims claims;
  claims.subject = *uid;
  claims.issuer = *issuer;
  claims.lifetime.issued_at = *issued_at;
  claims.lifetime.not_before = *not_before;
  claims.lifetime.expires_at = *expires_at;
  claims.auth_version = *auth_version;
  if (const std::string* email = TextIn(object, "email")) claims.email = *email;
  if (const std::string* name = TextIn(object, "name")) claims.name = *name;
  if (const std::string* id = TextIn(object, "jti")) claims.id = ParseUid(*id).value_or(Uid{});
  return claims;
}

std::string WriteClaims(const Claims& claims, std::string_view issuer) {
  Buffer out;
  JsonWriter writer(out);
  writer.BeginObject();
  writer.Member("auth_version", claims.auth_version);
  writer.Member("email", claims.email);
  writer.Member("exp", claims.lifetime.expires_at);
  writer.Member("iat", claims.lifetime.issued_at);
  writer.Member("iss", issuer);
  writer.Member("jti", TextOf(claims.id));
  writer.Member("name", claims.name);
  writer.Member("nbf", claims.lifetime.not_before);
  writer.Member("sub", TextOf(claims.subject));
  writer.EndObject();
  return std::string(out.view());
}

}  // namespace

Jwt::Jwt(Secret secret) : secret_(std::move(secret)) {
  const std::string digest = ToHex(AsView(HmacSha256(secret_, "issuer")));
  issuer_ = "daptin-" + digest.substr(0, kIssuerCharacters);
}

Secret Jwt::Sign(const Claims& claims) const {
  std::string token = ToBase64Url(kHeader) + '.' + ToBase64Url(WriteClaims(claims, issuer_));
  const auto signature = HmacSha256(secret_, token);
  token += '.';
  token += ToBase64Url(AsView(signature));
  return Secret(std::move(token));
}

std::optional<Claims> Jwt::Verify(std::string_view token, Time now) const {
  const std::optional<Parts> parts = Split(token);
  if (!parts) return std::nullopt;
  // The signature first: nothing that a stranger wrote is parsed.
  const std::optional<Bytes> signature = FromBase64Url(parts->signature);
  const auto expected = HmacSha256(secret_, parts->is_signed);
  if (!signature || !SameBytes(*signature, AsView(expected))) return std::nullopt;
  const std::optional<Json> header = ReadPart(parts->header);
  if (!header) return std::nullopt;
  const std::string* algorithm = TextIn(*header, "alg");
  if (algorithm == nullptr || *algorithm != "HS256") return std::nullopt;
  const std::optional<Json> body = ReadPart(parts->claims);
  if (!body) return std::nullopt;
  std::optional<Claims> claims = ReadClaims(*body);
  if (!claims || claims->issuer != issuer_ || !IsCurrent(claims->lifetime, now))
    return std::nullopt;
  return claims;
}

bool IsCurrent(const Lifetime& lifetime, Time now) {
  constexpr std::int64_t kMicroseconds = 1'000'000;
  const std::int64_t seconds = now.microseconds() / kMicroseconds;
  return seconds < lifetime.expires_at && seconds >= lifetime.not_before &&
         seconds >= lifetime.issued_at;
}

}  // namespace guildhall::daptin
