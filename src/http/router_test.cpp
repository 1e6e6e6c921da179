#include "http/router.h"

#include <gtest/gtest.h>

namespace guildhall::http {
namespace {

RouteTable Table(std::string dialect, std::vector<std::string> prefixes,
                 std::vector<std::pair<Method, std::string>> routes) {
  RouteTable table;
  table.dialect = std::move(dialect);
  table.prefixes = std::move(prefixes);
  for (auto& [method, pattern] : routes) {
    table.routes.push_back({method, pattern, Place::kInline, {}, pattern, 0});
  }
  return table;
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.Mount(Table("a", {"/v1/"},
                        {{Method::kGet, "/v1/things/"},
                         {Method::kPost, "/v1/things/"},
                         {Method::kGet, "/v1/things/{id}/"},
                         {Method::kGet, "/v1/things/me/"},
                         {Method::kDelete, "/v1/things/{id}/parts/{part}/"},
                         {Method::kPut, "/v1/{kind}/x/"}}));
    router_.Mount(Table("b", {"/", "/v1/deep/"}, {{Method::kGet, "/other"}}));
    router_.Mount(Table("site", {}, {{Method::kGet, "/healthz"}}));
  }

  /// "dialect pattern parameter parameter"; the pattern is "-" when no route answers.
  std::string Find(Method method, std::string_view path) {
    request_ = {};
    request_.method = method;
    request_.path = path;
    match_ = router_.Find(request_, scratch_);
    std::string text = match_.table != nullptr ? match_.table->dialect : "none";
    text += " " + (match_.route != nullptr ? match_.route->pattern : "-");
    for (std::size_t i = 0; i < request_.parameter_count; ++i) {
      text.append(" ").append(request_.parameters[i]);
    }
    return text;
  }

  Router router_;
  Request request_;
  Router::Match match_;
  std::string scratch_;
};

TEST_F(RouterTest, FindsExactPathsAndTheirParameters) {
  EXPECT_EQ(Find(Method::kGet, "/v1/things/"), "a /v1/things/");
  EXPECT_EQ(Find(Method::kGet, "/v1/things/7/"), "a /v1/things/{id}/ 7");
  EXPECT_EQ(Find(Method::kDelete, "/v1/things/7/parts/8/"), "a /v1/things/{id}/parts/{part}/ 7 8");
}

TEST_F(RouterTest, TrailingSlashMatters) {
  EXPECT_EQ(Find(Method::kGet, "/v1/things"), "a -");
  EXPECT_FALSE(match_.path_exists);
  EXPECT_EQ(Find(Method::kGet, "/v1/things/7"), "a -");
  EXPECT_EQ(Find(Method::kGet, "/v1/things/7//"), "a -");
  EXPECT_EQ(Find(Method::kGet, "/v1/things//"), "a -");
}

TEST_F(RouterTest, LiteralWinsOverParameterButDoesNotHideIt) {
  EXPECT_EQ(Find(Method::kGet, "/v1/things/me/"), "a /v1/things/me/");
  EXPECT_EQ(Find(Method::kDelete, "/v1/things/me/parts/1/"),
            "a /v1/things/{id}/parts/{part}/ me 1");
  // Where both match, the one that begins with a literal does.
  EXPECT_EQ(Find(Method::kPut, "/v1/things/x/"), "a - x");
  EXPECT_EQ(Find(Method::kPut, "/v1/others/x/"), "a /v1/{kind}/x/ others");
}

TEST_F(RouterTest, HeadIsServedByGet) {
  EXPECT_EQ(Find(Method::kHead, "/v1/things/"), "a /v1/things/");
}

TEST_F(RouterTest, WrongMethodKnowsWhatIsAllowed) {
  EXPECT_EQ(Find(Method::kDelete, "/v1/things/"), "a -");
  EXPECT_TRUE(match_.path_exists);
  EXPECT_EQ(request_.allow, "GET, POST");
  EXPECT_EQ(Find(Method::kOther, "/healthz"), "site -");
  EXPECT_EQ(request_.allow, "GET");
}

TEST_F(RouterTest, LongestPrefixClaims) {
  EXPECT_EQ(Find(Method::kGet, "/v1/nothing"), "a -");
  EXPECT_EQ(Find(Method::kGet, "/v1/deep/nothing"), "b -");
  EXPECT_EQ(Find(Method::kGet, "/nothing"), "b -");
  EXPECT_EQ(request_.allow, "");
  EXPECT_EQ(Find(Method::kGet, "*"), "none -");
}

TEST(RouterPrefixes, WhatIsBelowOneIsNobodyElses) {
  Router router;
  router.Mount(
      Table("wide", {"/api/"}, {{Method::kGet, "/api/{a}/{b}"}, {Method::kGet, "/api/{a}"}}));
  router.Mount(Table("narrow", {"/api/org/", "/"}, {{Method::kGet, "/api/org/names"}}));
  const auto dialect = [&](std::string_view path) -> std::string {
    Request request;
    request.path = path;
    std::string scratch;
    const Router::Match match = router.Find(request, scratch);
    return match.table->dialect + (match.route != nullptr ? "" : " -");
  };
  EXPECT_EQ(dialect("/api/org/names"), "narrow");
  EXPECT_EQ(dialect("/api/org/other"), "narrow -");
  EXPECT_EQ(dialect("/api/org/"), "narrow -");
  EXPECT_EQ(dialect("/api/org"), "wide");
  EXPECT_EQ(dialect("/api/organs/other"), "wide");
}

TEST(RouterPrefixes, EndWhereASegmentEnds) {
  Router router;
  router.Mount(Table("wide", {"/api/"}, {{Method::kGet, "/api/{table}"}}));
  router.Mount(Table("named", {"/api/users"}, {{Method::kGet, "/api/users"}}));
  const auto owner_of = [&](std::string_view path) {
    Request request;
    request.method = Method::kGet;
    request.path = path;
    std::string scratch;
    return router.Find(request, scratch).table->dialect;
  };
  EXPECT_EQ(owner_of("/api/users"), "named");
  EXPECT_EQ(owner_of("/api/users/1/2"), "named");
  EXPECT_EQ(owner_of("/api/users_of_mine/1/2"), "wide");
}

TEST_F(RouterTest, ParametersAreDecoded) {
  EXPECT_EQ(Find(Method::kGet, "/v1/things/a%20b%2Fc/"), "a /v1/things/{id}/ a b/c");
  EXPECT_EQ(Find(Method::kDelete, "/v1/things/%41/parts/%42/"),
            "a /v1/things/{id}/parts/{part}/ A B");
  EXPECT_EQ(Find(Method::kDelete, "/v1/things/1/parts/%42%C3%A9/"),
            "a /v1/things/{id}/parts/{part}/ 1 Bé");
}

TEST_F(RouterTest, MalformedEscapesMatchNothing) {
  for (const char* path : {"/v1/things/%/", "/v1/things/%4/", "/v1/things/%zz/", "/v1/things/%00/",
                           "/v1/things/%ff/", "/v1/things/\xff/"}) {
    EXPECT_EQ(Find(Method::kGet, path), "a -") << path;
    EXPECT_FALSE(match_.path_exists);
  }
}

TEST(RouterMount, RefusesTwoClaimsToOnePlace) {
  const auto mount = [](RouteTable first, RouteTable second) {
    Router router;
    router.Mount(std::move(first));
    router.Mount(std::move(second));
  };
  EXPECT_DEATH(mount(Table("a", {"/v1/"}, {}), Table("b", {"/v1/"}, {})), "prefix");
  EXPECT_DEATH(
      mount(Table("a", {}, {{Method::kGet, "/x/{a}"}}), Table("b", {}, {{Method::kGet, "/x/{b}"}})),
      "same method and path");
}

TEST(Request, HeadersAreFoundInAnyCase) {
  Request request;
  request.headers[request.header_count++] = {"X-Key", "1"};
  request.headers[request.header_count++] = {"x-key", "2"};
  EXPECT_EQ(request.Header("x-KEY"), "1");
  EXPECT_EQ(request.Header("x-ke"), std::nullopt);
}

TEST(Request, QueryParametersAreDecodedAndTheLastOneCounts) {
  Request request;
  request.query = "a=1&b=x+y%26z&a=2&c&=d&e=%zz";
  EXPECT_EQ(request.QueryParameter("a"), "2");
  EXPECT_EQ(request.QueryParameter("b"), "x y&z");
  EXPECT_EQ(request.QueryParameter("c"), "");
  EXPECT_EQ(request.QueryParameter("d"), std::nullopt);
  EXPECT_EQ(request.QueryParameter("e"), std::nullopt);
}

TEST(Request, MethodsAreNamedExactly) {
  EXPECT_EQ(ParseMethod("PATCH"), Method::kPatch);
  EXPECT_EQ(ParseMethod("patch"), Method::kOther);
  EXPECT_EQ(NameOf(Method::kOptions), "OPTIONS");
}

}  // namespace
}  // namespace guildhall::http
