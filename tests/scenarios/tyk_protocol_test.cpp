// What all endpoints of the Tyk dialect have in common: slashes, methods, content types, compact
// answers in one order, and one shape of every error.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

class TykProtocol : public TykTest {};

TEST_P(TykProtocol, ASlashAtTheEndChangesNothing) {
  world_->MakeGroup("group", "$boss_key", R"({"apis":"read"})");
  for (const char* path : {"/api/usergroups", "/api/usergroups/$group", "/api/users",
                           "/api/users/me", "/api/users/$boss", "/api/users/zzz"}) {
    const Reply bare = world_->Api("GET", path, "$boss_key");
    const Reply slashed = world_->Api("GET", std::string(path) + "/", "$boss_key");
    EXPECT_EQ(bare.status, slashed.status) << path;
    EXPECT_EQ(bare.body, slashed.body) << path;
    EXPECT_EQ(slashed.headers.count("Location"), 0U) << path;
  }
  for (const char* path : {"/admin/organisations", "/admin/organisations/$org",
                           "/admin/users/$boss", "/admin/hello", "/hello"}) {
    const Reply bare = world_->Admin("GET", path);
    EXPECT_EQ(bare.status, 200) << path;
    EXPECT_EQ(bare.body, world_->Admin("GET", std::string(path) + "/").body) << path;
  }
  world_->ApiOf(200, "POST", "/api/usergroups/", "$boss_key", R"({"name":"x"})");
  world_->ApiOf(200, "PUT", "/api/users/$boss/actions/key/reset/", "$boss_key");
  world_->AdminOf(200, "POST", "/admin/organisations/", R"({"owner_name":"x"})");
}

TEST_P(TykProtocol, UnknownPathsAndMethodsAre404ForWhoHasACredential) {
  const std::string missing = Refusal("Not found");
  const std::string stranger = Refusal("Not authorised");
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"PATCH", "/api/usergroups"},
                                                        {"DELETE", "/api/users"},
                                                        {"GET", "/api/users/$boss/actions/revoke"},
                                                        {"PUT", "/api/users/$boss/actions/reset"},
                                                        {"GET", "/api/users/$boss/unknown"},
                                                        {"OPTIONS", "/api/usergroups"}}) {
    world_->Play({{method + path, WithAccessKey(method, path, "$boss_key"), 404, {missing}, {}},
                  {method + path, WithAccessKey(method, path, ""), 401, {stranger}, {}}});
  }
  for (const char* path : {"/admin/users", "/admin/unknown", "/admin/hello/more"}) {
    world_->Play({{path, WithSecret("GET", path), 404, {missing}, {}},
                  {path, WithAccessKey("GET", path, "$boss_key"), 401, {stranger}, {}}});
  }
}

TEST_P(TykProtocol, HelloIsOpenAndHeadReads) {
  for (const char* path : {"/hello", "/hello/", "/admin/hello", "/admin/hello/"}) {
    for (const char* method : {"GET", "HEAD"}) {
      const Reply reply = world_->Api(method, path, "");
      EXPECT_EQ(reply.status, 200) << path;
      EXPECT_EQ(reply.body, R"({"status":"pass"})") << path;
    }
  }
  world_->MakeUser("reader", "$org", R"({"users":"read"})");
  EXPECT_EQ(world_->Api("HEAD", "/api/users", "$reader_key").status, 200);
  EXPECT_EQ(world_->Api("HEAD", "/api/usergroups", "$reader_key").status, 403);
}

TEST_P(TykProtocol, NobodyLooksAtContentTypes) {
  for (const char* type : {"application/json", "text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", ""}) {
    Call call = WithAccessKey("POST", "/api/usergroups", "$boss_key", R"({"name":"x"})");
    if (*type != '\0') call.headers.emplace_back("Content-Type", type);
    EXPECT_EQ(world_->Send(call).status, 200) << type;
  }
}

TEST_P(TykProtocol, AnswersAreCompactAndOnOneLine) {
  world_->MakeGroup("group", "$boss_key", R"({ "apis" : "read" ,
    "logs":"deny" })");
  for (const char* path : {"/api/usergroups", "/api/users", "/api/users/me"}) {
    const std::string body = world_->Api("GET", path, "$boss_key").body;
    EXPECT_EQ(body, Compact(body)) << path;
  }
}

TEST_P(TykProtocol, UnknownMembersAreIgnored) {
  world_->Play({
      {"group",
       WithAccessKey("POST", "/api/usergroups", "$boss_key",
                     R"({"name":"x","groups":[{}],"Name":5})"),
       200,
       {},
       {}},
      {"user",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key",
                     R"({"api_model":{},"created_at":1,"access_key":"x","password":"y",
                                 "password_updated":false})"),
       200,
       {},
       {}},
      {"the key stays", WithAccessKey("GET", "/api/users/me", "$boss_key"), 200, {"$boss_key"}, {}},
  });
}

// The answer to whatever goes wrong is an envelope, so that clients can read it.
TEST_P(TykProtocol, EveryErrorIsAnEnvelope) {
  for (const Call& call : {
           WithAccessKey("GET", "/api/users/me", "wrong"),
           WithAccessKey("GET", "/api/users/x", "$boss_key"),
           WithAccessKey("POST", "/api/users", "$boss_key", "{"),
           WithAccessKey("POST", "/api/users", "$boss_key"),
           WithAccessKey("PUT", "/api/users/x", "$boss_key", "{}"),
           WithAccessKey("PATCH", "/api/users/x", "$boss_key"),
           WithAccessKey("GET", "/admin/users/x", ""),
           WithSecret("GET", "/admin/users/x"),
           WithSecret("GET", "/admin/nothing"),
           WithSecret("GET", "/hello/nothing"),
       }) {
    const Reply reply = world_->Send(call);
    EXPECT_GE(reply.status, 400) << call.target;
    const auto body = ParseJson(reply.body);
    ASSERT_TRUE(body) << reply.body;
    EXPECT_EQ(reply.body, Refusal(TextIn(*body, "Message"))) << call.target;
  }
}

GUILDHALL_EVERY_ENGINE(TykProtocol);

}  // namespace
}  // namespace guildhall::scenarios
