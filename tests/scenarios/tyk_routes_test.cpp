// What holds for every route of the Tyk dialect, read from its table, so that a new one is not
// forgotten: whose credential opens it, slashes at the end, content types, and the shape of errors.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "dialects/tyk/routes.h"
#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr std::string_view kNowhere = "54bd0ad9ff4329b88985aafb";

/// The path with an id that names nothing in place of its parameter.
std::string PathOf(const tyk::RouteSpec& spec) {
  std::string path(spec.path);
  const std::size_t open = path.find('{');
  if (open != std::string::npos) path.replace(open, path.find('}') + 1 - open, kNowhere);
  return path;
}

/// A request that changes nothing: where a body is read, it is not JSON.
Call Harmless(const tyk::RouteSpec& spec, std::string path) {
  Call call{std::string(http::NameOf(spec.method)), std::move(path), {}, ""};
  if (spec.body == tyk::Body::kObject) call.body = "{";
  if (spec.family == tyk::Family::kUser) call.headers.emplace_back("authorization", "$boss_key");
  if (spec.family == tyk::Family::kAdmin) call.headers.emplace_back("admin-auth", "$secret");
  return call;
}

std::string NameOf(const tyk::RouteSpec& spec) {
  return std::string(http::NameOf(spec.method)) + " " + std::string(spec.path);
}

/// Whether a request for `path` may be one for `pattern`: they are the same, or an id could be
/// called as the end of the path is.
bool Takes(std::string_view pattern, std::string_view path) {
  if (pattern == path) return true;
  if (!pattern.ends_with("/{id}")) return false;
  const std::string_view folder = pattern.substr(0, pattern.size() - 4);
  return path.starts_with(folder) && path.substr(folder.size()).find('/') == std::string_view::npos;
}

class TykRoutes : public TykTest {
 protected:
  void ExpectRefusal(Call call, std::string name, std::string value, int status,
                     std::string_view message) const {
    call.headers.clear();
    if (!name.empty()) call.headers.emplace_back(std::move(name), std::move(value));
    const Reply reply = world_->Send(call);
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.body, Refusal(message));
  }
};

TEST_P(TykRoutes, OpenToTheirOwnFamilysCredentialOnly) {
  world_->MakeUser("revoked", "$org", R"({"IsAdmin":"admin"})");
  world_->ApiOf(200, "PUT", "/api/users/$revoked/actions/revoke", "$boss_key");
  for (const tyk::RouteSpec& spec : tyk::AllRoutes()) {
    if (spec.family == tyk::Family::kOpen) continue;
    SCOPED_TRACE(NameOf(spec));
    const Call call = Harmless(spec, PathOf(spec));
    ExpectRefusal(call, "", "", 401, "Not authorised");
    ExpectRefusal(call, "authorization", "", 401, "Not authorised");
    ExpectRefusal(call, "authorization", "$secret", 401, "Not authorised");
    ExpectRefusal(call, "admin-auth", "$boss_key", 401, "Not authorised");
    if (spec.family == tyk::Family::kAdmin) {
      ExpectRefusal(call, "authorization", "$boss_key", 401, "Not authorised");
      ExpectRefusal(call, "admin-auth", "x$secret", 401, "Not authorised");
      continue;
    }
    ExpectRefusal(call, "admin-auth", "$secret", 401, "Not authorised");
    ExpectRefusal(call, "authorization", "x$boss_key", 401, "Not authorised");
    ExpectRefusal(call, "authorization", "$revoked_key", 403, "access denied: User is not active");
  }
}

TEST_P(TykRoutes, AnswerWithASlashAtTheEndAsWithoutAndNeverByARedirect) {
  for (const tyk::RouteSpec& spec : tyk::AllRoutes()) {
    SCOPED_TRACE(NameOf(spec));
    const Reply bare = world_->Send(Harmless(spec, PathOf(spec)));
    const Reply slashed = world_->Send(Harmless(spec, PathOf(spec) + "/"));
    EXPECT_EQ(bare.status, slashed.status);
    EXPECT_EQ(bare.body, slashed.body);
    EXPECT_NE(bare.body, Refusal("Not found"));
    EXPECT_EQ(slashed.headers.count("Location"), 0U);
    EXPECT_EQ(world_->Send(Harmless(spec, PathOf(spec) + "/?p=1")).status, bare.status);
  }
}

TEST_P(TykRoutes, NeverLookAtTheContentType) {
  for (const tyk::RouteSpec& spec : tyk::AllRoutes()) {
    if (spec.body != tyk::Body::kObject) continue;
    SCOPED_TRACE(NameOf(spec));
    const Call call = Harmless(spec, PathOf(spec));
    const Reply untyped = world_->Send(call);
    for (const char* type :
         {"application/json", "text/plain", "application/x-www-form-urlencoded", "nonsense"}) {
      Call typed = call;
      typed.headers.emplace_back("Content-Type", type);
      const Reply reply = world_->Send(typed);
      EXPECT_EQ(reply.status, untyped.status) << type;
      EXPECT_EQ(reply.body, untyped.body) << type;
    }
  }
}

TEST_P(TykRoutes, AnswerWhatIsNoBodyByAnEnvelope) {
  for (const tyk::RouteSpec& spec : tyk::AllRoutes()) {
    if (spec.body != tyk::Body::kObject) continue;
    SCOPED_TRACE(NameOf(spec));
    Call call = Harmless(spec, PathOf(spec));
    for (const char* body : {"", " ", "{", "[]", "1", "null", "\"x\"", "{}{}", "\xFF"}) {
      call.body = body;
      const Reply reply = world_->Send(call);
      EXPECT_GE(reply.status, 400) << body;
      const auto answer = ParseJson(reply.body);
      ASSERT_TRUE(answer) << reply.body;
      EXPECT_EQ(reply.body, Refusal(TextIn(*answer, "Message"))) << body;
    }
  }
}

TEST_P(TykRoutes, AnswerAnIdThatIsNoneByAnEnvelope) {
  for (const tyk::RouteSpec& spec : tyk::AllRoutes()) {
    const std::size_t open = spec.path.find('{');
    if (open == std::string_view::npos) continue;
    SCOPED_TRACE(NameOf(spec));
    Call call = Harmless(spec, "");
    if (spec.body == tyk::Body::kObject) call.body = R"({"new_password":"thisisatest"})";
    call.target = PathOf(spec);
    const Reply missing = world_->Send(call);
    EXPECT_GE(missing.status, 400);
    EXPECT_LT(missing.status, 500);
    for (const char* id : {"1", "zzzzzzzzzzzzzzzzzzzzzzzz", "%F0%9F%90%BA", "-", "null"}) {
      call.target = std::string(spec.path);
      call.target.replace(open, spec.path.find('}') + 1 - open, id);
      const Reply reply = world_->Send(call);
      EXPECT_EQ(reply.status, missing.status) << id;
      EXPECT_EQ(reply.body, missing.body) << id;
    }
  }
}

TEST_P(TykRoutes, OtherMethodsOfAPathAreNotFound) {
  const auto routes = tyk::AllRoutes();
  for (const tyk::RouteSpec& spec : routes) {
    if (spec.family == tyk::Family::kOpen) continue;
    for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      const bool there = std::any_of(routes.begin(), routes.end(), [&](const auto& other) {
        return http::NameOf(other.method) == method && Takes(other.path, spec.path);
      });
      if (there) continue;
      SCOPED_TRACE(std::string(method) + " " + std::string(spec.path));
      Call call = Harmless(spec, PathOf(spec));
      call.method = method;
      const Reply reply = world_->Send(call);
      EXPECT_EQ(reply.status, 404);
      EXPECT_EQ(reply.body, Refusal("Not found"));
    }
  }
}

GUILDHALL_EVERY_ENGINE(TykRoutes);

}  // namespace
}  // namespace guildhall::scenarios
