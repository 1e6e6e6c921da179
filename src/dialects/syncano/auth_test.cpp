#include "dialects/syncano/auth.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace guildhall::syncano {
namespace {

const std::string kFirst(40, '1');
const std::string kSecond(40, '3');

http::Request With(const std::vector<http::HeaderField>& headers, std::string_view query = {}) {
  http::Request request;
  for (const auto& header : headers) request.headers[request.header_count++] = header;
  request.query = query;
  return request;
}

Presentation Present(const http::Request& request) {
  return PresentedOutsideBody(request, ReadHeaders(request));
}

std::string HexOf(const std::optional<KeyBytes>& key) {
  return key ? ToHex(AsView(*key)) : std::string("none");
}

TEST(Auth, FirstPlaceThatHasAKeyWins) {
  const std::string query = "api_key=" + kSecond;
  EXPECT_EQ(HexOf(Present(With({{"X-API-KEY", kFirst}}, query)).presented.key), kFirst);
  const std::string authorization = "Token " + kFirst;
  EXPECT_EQ(HexOf(Present(With({{"Authorization", authorization}}, query)).presented.key), kSecond);
  const std::string other = "apikey=" + kSecond;
  EXPECT_EQ(HexOf(Present(With({{"Authorization", authorization}}, other)).presented.key), kSecond);
  EXPECT_EQ(HexOf(Present(With({{"authorization", authorization}})).presented.key), kFirst);
}

TEST(Auth, AuthorizationTakesAnyWordAndExactlyTwoParts) {
  EXPECT_EQ(KeyOfAuthorization("token abc"), "abc");
  EXPECT_EQ(KeyOfAuthorization("  Bearer   abc "), "abc");
  EXPECT_FALSE(KeyOfAuthorization("abc"));
  EXPECT_FALSE(KeyOfAuthorization("Bearer abc def"));
  EXPECT_FALSE(KeyOfAuthorization(""));
  const Presentation none = Present(With({{"Authorization", "Basic"}}));
  EXPECT_FALSE(none.has_key);
  EXPECT_FALSE(none.forged);
}

TEST(Auth, MalformedKeysAreForged) {
  for (const std::string& key :
       {std::string("x"), std::string(39, '1'), std::string(41, '1'), std::string(40, 'g')}) {
    const Presentation presentation = Present(With({{"X-API-KEY", key}}));
    EXPECT_TRUE(presentation.has_key);
    EXPECT_TRUE(presentation.forged) << key;
    EXPECT_FALSE(presentation.presented.key);
  }
}

TEST(Auth, MalformedUserKeyIsNoUserKey) {
  const Presentation presentation = Present(With({{"X-API-KEY", kFirst}, {"X-USER-KEY", "sqv"}}));
  EXPECT_FALSE(presentation.forged);
  EXPECT_FALSE(presentation.presented.user_key);
}

TEST(Auth, UserKeyComesFromHeaderOrQuery) {
  EXPECT_EQ(HexOf(Present(With({{"x-user-key", kFirst}})).presented.user_key), kFirst);
  EXPECT_EQ(HexOf(Present(With({}, "user_key=" + kSecond)).presented.user_key), kSecond);
  EXPECT_EQ(HexOf(Present(With({}, "userkey=" + kSecond)).presented.user_key), kSecond);
}

TEST(Auth, BodyKeysFillOnlyWhatIsMissing) {
  const Json body =
      ParseJson(R"({"_api_key":")" + kSecond + R"(","_user_key":")" + kSecond + R"("})").value();
  Presentation presentation = Present(With({{"X-API-KEY", kFirst}}));
  AddFromBody(body, presentation);
  EXPECT_EQ(HexOf(presentation.presented.key), kFirst);
  EXPECT_EQ(HexOf(presentation.presented.user_key), kSecond);

  Presentation empty;
  AddFromBody(ParseJson(R"({"_api_key":12})").value(), empty);
  AddFromBody(ParseJson("[1]").value(), empty);
  EXPECT_FALSE(empty.has_key);
  AddFromBody(ParseJson(R"({"_api_key":"nonsense"})").value(), empty);
  EXPECT_TRUE(empty.forged);
}

}  // namespace
}  // namespace guildhall::syncano
