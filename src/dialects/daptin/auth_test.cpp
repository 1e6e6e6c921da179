#include "dialects/daptin/auth.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

http::Request With(const std::vector<http::HeaderField>& headers, std::string_view query = {}) {
  http::Request request;
  for (const auto& header : headers) request.headers[request.header_count++] = header;
  request.query = query;
  return request;
}

std::string Presented(const std::vector<http::HeaderField>& headers, std::string_view query = {}) {
  const http::Request request = With(headers, query);
  return PresentedToken(request, ReadHeaders(request));
}

bool MayFoundWith(const Options& options, const std::vector<http::HeaderField>& headers) {
  return MayFound(options, ReadHeaders(With(headers)));
}

Options Loopback() {
  Options options;
  options.loopback = true;
  return options;
}

TEST(Auth, BearerComesBeforeQueryAndCookie) {
  EXPECT_EQ(Presented({{"Authorization", "Bearer a.b.c"}, {"Cookie", "token=k"}}, "token=q"),
            "a.b.c");
  EXPECT_EQ(Presented({{"authorization", "bEARER a.b.c"}}), "a.b.c");
  EXPECT_EQ(Presented({{"Cookie", "token=k"}}, "token=q"), "q");
  EXPECT_EQ(Presented({{"Cookie", "token=k"}}, "token="), "k");
  EXPECT_EQ(Presented({{"Cookie", "x=1; token=k; y=2"}}), "k");
  EXPECT_EQ(Presented({{"Cookie", "xtoken=1; tokens=2; token"}}), "");
  EXPECT_EQ(Presented({}), "");
}

TEST(Auth, AnotherAuthorizationHidesTheOtherPlaces) {
  for (const char* value : {"Basic eDp5", "Bearer", "Bearer x y", "Bearer  x", "x"}) {
    EXPECT_EQ(Presented({{"Authorization", value}, {"Cookie", "token=k"}}, "token=q"), "") << value;
  }
  EXPECT_EQ(Presented({{"Authorization", "Bearer null"}}, "token=q"), "null");
}

TEST(Auth, CookieIsNotForOtherSites) {
  EXPECT_EQ(
      Presented(
          {{"Host", "api.local:6336"}, {"Origin", "http://api.local:6336"}, {"Cookie", "token=k"}}),
      "k");
  EXPECT_EQ(
      Presented({{"Host", "api.local"}, {"Origin", "https://evil.example"}, {"Cookie", "token=k"}}),
      "");
  EXPECT_EQ(Presented({{"Host", "api.local"}, {"Origin", "null"}, {"Cookie", "token=k"}}), "");
  EXPECT_EQ(Presented({{"Sec-Fetch-Site", "cross-site"}, {"Cookie", "token=k"}}), "");
  EXPECT_EQ(Presented({{"Sec-Fetch-Site", "same-origin"}, {"Cookie", "token=k"}}), "k");
}

TEST(Auth, HostsLoseTheirPort) {
  EXPECT_EQ(HostName("API.Local:6336"), "api.local");
  EXPECT_EQ(HostName("api.local"), "api.local");
  EXPECT_EQ(HostName("[::1]:6336"), "[::1]");
  EXPECT_EQ(HostName(""), "");
}

TEST(Auth, OnlyThisMachineMayFound) {
  EXPECT_TRUE(MayFoundWith(Loopback(), {{"Host", "localhost:6336"}}));
  EXPECT_TRUE(MayFoundWith(Loopback(), {{"Host", "127.0.0.1"}}));
  EXPECT_FALSE(MayFoundWith(Options{}, {{"Host", "localhost"}}));
  for (const char* name : {"Forwarded", "X-Forwarded-For", "x-forwarded-proto", "VIA"}) {
    EXPECT_FALSE(MayFoundWith(Loopback(), {{"Host", "localhost"}, {name, ""}})) << name;
  }
}

TEST(Auth, NoPageOfAnotherSiteMayFound) {
  EXPECT_FALSE(
      MayFoundWith(Loopback(), {{"Host", "localhost"}, {"Origin", "http://evil.example"}}));
  EXPECT_FALSE(MayFoundWith(Loopback(), {{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}}));
  // A name that leads to this machine only because its owner says so.
  EXPECT_FALSE(MayFoundWith(Loopback(), {{"Host", "evil.example"}}));
  EXPECT_FALSE(MayFoundWith(Loopback(), {{"Host", "127.evil.example"}}));
  EXPECT_FALSE(MayFoundWith(Loopback(), {{"Host", "localhost"}, {"Origin", "null"}}));
  EXPECT_TRUE(
      MayFoundWith(Loopback(), {{"Host", "localhost:80"}, {"Origin", "http://localhost:3000"}}));
}

TEST(Auth, OpenSetupLetsAnybodyFound) {
  Options options;
  options.open_setup = true;
  EXPECT_TRUE(MayFoundWith(options, {{"Host", "api.example"}, {"X-Forwarded-For", "10.0.0.1"}}));
}

}  // namespace
}  // namespace guildhall::daptin
