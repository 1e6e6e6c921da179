#include "dialects/daptin/jwt.h"

#include <string>

#include <gtest/gtest.h>

#include "base/base64url.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "base/hmac.h"
#include "core/uid_text.h"

namespace guildhall::daptin {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;
constexpr Time At(std::int64_t seconds) { return Time(seconds * 1'000'000); }

Secret KeyOf(char fill) {
  InitializeCrypto();
  return Secret(std::string(32, fill));
}

Claims SomeClaims() {
  Claims claims;
  claims.email = "geralt@rivia.com";
  claims.name = "Geralt \"of\" Żmij";
  claims.subject = ParseUid("018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f").value();
  claims.lifetime.issued_at = claims.lifetime.not_before = kNow;
  claims.lifetime.expires_at = kNow + 3600;
  claims.id = ParseUid("018f3b1c-7a2e-7c3d-8e4f-000000000001").value();
  claims.auth_version = 3;
  return claims;
}

/// A token with a right signature over whatever header and claims.
std::string Forge(char fill, std::string_view header, std::string_view claims) {
  std::string token = ToBase64Url(header) + "." + ToBase64Url(claims);
  token += "." + ToBase64Url(AsView(HmacSha256(KeyOf(fill), std::string(token))));
  return token;
}

std::string TextOfClaims(std::string_view token) {
  const std::size_t first = token.find('.') + 1;
  return FromBase64Url(token.substr(first, token.find('.', first) - first)).value();
}

TEST(Jwt, SaysWhatWasSigned) {
  const Jwt jwt(KeyOf('k'));
  const Secret token = jwt.Sign(SomeClaims());
  const auto claims = jwt.Verify(token.Reveal(), At(kNow));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->email, "geralt@rivia.com");
  EXPECT_EQ(claims->name, "Geralt \"of\" Żmij");
  EXPECT_EQ(TextOf(claims->subject), "018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f");
  EXPECT_EQ(TextOf(claims->id), "018f3b1c-7a2e-7c3d-8e4f-000000000001");
  EXPECT_EQ(claims->auth_version, 3);
  EXPECT_EQ(claims->issuer, jwt.issuer());
  EXPECT_EQ(jwt.issuer().substr(0, 7), "daptin-");
  EXPECT_EQ(jwt.issuer().size(), 13U);
  EXPECT_EQ(Jwt(KeyOf('k')).issuer(), jwt.issuer());
}

TEST(Jwt, HoldsFromItsFirstSecondToItsLast) {
  const Jwt jwt(KeyOf('k'));
  const Secret token = jwt.Sign(SomeClaims());
  EXPECT_FALSE(jwt.Verify(token.Reveal(), At(kNow - 1)));
  EXPECT_TRUE(jwt.Verify(token.Reveal(), At(kNow + 3599)));
  EXPECT_FALSE(jwt.Verify(token.Reveal(), At(kNow + 3600)));
}

TEST(Jwt, RefusesWhatItDidNotSign) {
  const Jwt jwt(KeyOf('k'));
  const std::string token(jwt.Sign(SomeClaims()).Reveal());
  EXPECT_FALSE(Jwt(KeyOf('x')).Verify(token, At(kNow)));
  for (const std::size_t at : {std::size_t{3}, token.find('.') + 3, token.size() - 3}) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(jwt.Verify(changed, At(kNow))) << at;
  }
  EXPECT_FALSE(jwt.Verify(token + "=", At(kNow)));
  EXPECT_FALSE(jwt.Verify(token + ".", At(kNow)));
  EXPECT_FALSE(jwt.Verify(token.substr(0, token.rfind('.')), At(kNow)));
  EXPECT_FALSE(jwt.Verify(token.substr(0, token.rfind('.') + 1), At(kNow)));
  for (const char* text : {"", "null", "undefined", "..", "a.b.c", "."}) {
    EXPECT_FALSE(jwt.Verify(text, At(kNow))) << text;
  }
  EXPECT_FALSE(jwt.Verify(std::string(kMaxTokenLength + 1, 'a'), At(kNow)));
}

TEST(Jwt, TakesOneAlgorithmAndOneIssuer) {
  const Jwt jwt(KeyOf('k'));
  const std::string claims = TextOfClaims(jwt.Sign(SomeClaims()).Reveal());
  EXPECT_TRUE(jwt.Verify(Forge('k', R"({"typ":"JWT","alg":"HS256"})", claims), At(kNow)));
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS512"})", R"({"alg":"hs256"})",
                             R"({"typ":"JWT"})", R"([])", "", "x"}) {
    EXPECT_FALSE(jwt.Verify(Forge('k', header, claims), At(kNow))) << header;
  }
  std::string other = claims;
  other.replace(other.find(jwt.issuer()), 8, "tapdin-x");
  EXPECT_FALSE(jwt.Verify(Forge('k', R"({"alg":"HS256"})", other), At(kNow)));
}

TEST(Jwt, NeedsEveryClaimThatDecides) {
  const Jwt jwt(KeyOf('k'));
  const std::string claims = TextOfClaims(jwt.Sign(SomeClaims()).Reveal());
  for (const std::string name : {"sub", "iss", "exp", "nbf", "iat", "auth_version"}) {
    std::string without = claims;
    const std::size_t at = without.find("\"" + name + "\"");
    ASSERT_NE(at, std::string::npos) << name;
    without[at + 1] = 'X';
    EXPECT_FALSE(jwt.Verify(Forge('k', R"({"alg":"HS256"})", without), At(kNow))) << name;
  }
}

TEST(UidText, ReadsWhatItWrites) {
  const std::string text = "018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f";
  EXPECT_EQ(TextOf(ParseUid(text).value()), text);
  EXPECT_EQ(TextOf(ParseUid("018F3B1C-7A2E-7C3D-8E4F-5A6B7C8D9E0F").value()), text);
  for (const char* other :
       {"", "018f3b1c7a2e7c3d8e4f5a6b7c8d9e0f", "x", "018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0g",
        "018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f0", "018f3b1c07a2e-7c3d-8e4f-5a6b7c8d9e0f"}) {
    EXPECT_FALSE(ParseUid(other)) << other;
  }
}

}  // namespace
}  // namespace guildhall::daptin
