// Users through the Tyk dialect: their fields, membership by `group_id`, keys, and passwords.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kTaken = "User email already exists for this Org";

std::string Draft(std::string_view email, std::string_view more = "") {
  std::string body = R"({"first_name":"A","last_name":"B","active":true,"email_address":")";
  body.append(email).append(R"(","user_permissions":{"apis":"read"})").append(more).append("}");
  return body;
}

class TykUsers : public TykTest {};

TEST_P(TykUsers, HaveExactlyFourteenMembers) {
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  const Reply reply = world_->Api("GET", "/api/users/me", "$user_key");
  const auto parsed = ParseJson(reply.body);
  ASSERT_TRUE(parsed && parsed->AsObject() != nullptr) << reply.body;
  std::vector<std::string> names;
  for (const auto& [name, value] : *parsed->AsObject()) names.push_back(name);
  const std::vector<std::string> wanted = {"api_model",
                                           "first_name",
                                           "last_name",
                                           "email_address",
                                           "org_id",
                                           "active",
                                           "id",
                                           "access_key",
                                           "user_permissions",
                                           "group_id",
                                           "password_max_days",
                                           "password_updated",
                                           "last_login_date",
                                           "created_at"};
  EXPECT_EQ(names, wanted);
  EXPECT_EQ(TextIn(*parsed, "password_updated"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(TextIn(*parsed, "last_login_date"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(TextIn(*parsed, "created_at").substr(0, 5), "2015-");
  EXPECT_EQ(TextIn(*parsed, "access_key"), world_->Fill("$user_key"));
  EXPECT_EQ(TextIn(*parsed, "access_key").size(), 32U);
  EXPECT_EQ(TextIn(*parsed, "api_model"), "{}");
}

TEST_P(TykUsers, EmailsAreLowerCaseAndUniqueInTheOrganisation) {
  const char* path = "/api/users";
  world_->Play({
      {"made",
       WithAccessKey("POST", path, "$boss_key", Draft("Some.One@Example.com")),
       200,
       {R"("Message":"User and session have been created","Meta":")"},
       {"access_key"}},
      {"the same",
       WithAccessKey("POST", path, "$boss_key", Draft("some.one@example.com")),
       403,
       {Refusal(kTaken)},
       {}},
      {"another case",
       WithAccessKey("POST", path, "$boss_key", Draft("SOME.ONE@EXAMPLE.COM")),
       403,
       {Refusal(kTaken)},
       {}},
      {"elsewhere",
       WithAccessKey("POST", path, "$stranger_key", Draft("some.one@example.com")),
       200,
       {},
       {}},
      {"with a plus",
       WithAccessKey("POST", path, "$boss_key", Draft("name+11_39_41@example.com")),
       200,
       {},
       {}},
      {"listed",
       WithAccessKey("GET", path, "$boss_key"),
       200,
       {R"("email_address":"some.one@example.com")"},
       {"Some.One"}},
      {"own again",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key",
                     R"({"email_address":"BOSS@example.com"})"),
       200,
       {R"("Message":"User updated","Meta":null)"},
       {}},
      {"another's",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key",
                     R"({"email_address":"Some.One@example.com"})"),
       403,
       {Refusal(kTaken)},
       {}},
      {"no e-mail",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key", R"({"email_address":"nobody"})"),
       403,
       {Refusal("Invalid email address.")},
       {}},
  });
}

TEST_P(TykUsers, WhatIsNoUserIsRefused) {
  const char* path = "/api/users";
  const std::string invalid = Refusal("User object validation failed.");
  const std::string malformed = Refusal("Request body malformed.");
  const auto post = [&](std::string body) {
    return WithAccessKey("POST", path, "$boss_key", std::move(body));
  };
  const std::string before = world_->Api("GET", path, "$boss_key").body;
  world_->Play({
      {"no e-mail", post(R"({"user_permissions":{"a":"read"}})"), 400, {invalid}, {}},
      {"not an e-mail", post(Draft("not_an_email")), 400, {invalid}, {}},
      {"weak password", post(Draft("a@b.cd", R"(,"password":"test")")), 400, {invalid}, {}},
      {"blanks", post(Draft("a@b.cd", R"(,"password":"  test  ")")), 400, {invalid}, {}},
      {"no permission",
       post(R"({"email_address":"a@b.cd"})"),
       403,
       {"To create a user specify at least one permission"},
       {}},
      {"empty", post(""), 500, {"Failed to read response body, body empty."}, {}},
      {"array", post("[]"), 403, {malformed}, {}},
      {"wrong type", post(Draft("a@b.cd", R"(,"active":1)")), 403, {malformed}, {}},
      {"unknown group",
       post(Draft("a@b.cd", R"(,"group_id":"54bd0ad9ff4329b88985aafb")")),
       400,
       {Refusal("Group ID does not exist")},
       {}},
      {"put array",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key", "[]"),
       400,
       {malformed},
       {}},
      {"put empty map",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key", R"({"user_permissions":{}})"),
       403,
       {"To create a user specify"},
       {}},
      {"put unknown",
       WithAccessKey("PUT", "/api/users/54bd0ad9ff4329b88985aafb", "$boss_key", "{}"),
       400,
       {Refusal("user does not exist.")},
       {}},
      {"get unknown",
       WithAccessKey("GET", "/api/users/54bd0ad9ff4329b88985aafb", "$boss_key"),
       404,
       {Refusal("Could not retrieve user detail.")},
       {}},
  });
  EXPECT_EQ(world_->Api("GET", path, "$boss_key").body, before);
}

TEST_P(TykUsers, JoinSwitchAndLeaveByTheGroupId) {
  world_->MakeGroup("readers", "$boss_key", R"({"users":"read"})");
  world_->MakeGroup("keepers", "$boss_key", R"({"user_groups":"read"})");
  world_->MakeGroup("foreign", "$stranger_key", R"({"users":"read"})");
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  const auto put = [&](std::string_view group) {
    return WithAccessKey("PUT", "/api/users/$user", "$boss_key",
                         R"({"group_id":")" + std::string(group) + R"("})");
  };
  const Call users = WithAccessKey("GET", "/api/users", "$user_key");
  const Call groups = WithAccessKey("GET", "/api/usergroups", "$user_key");
  const std::string unknown = Refusal("Group ID does not exist");
  world_->Play({
      {"join", put("$readers"), 200, {}, {}},
      {"joined", users, 200, {}, {}},
      {"switch", put("$keepers"), 200, {}, {}},
      {"left", users, 403, {}, {}},
      {"joined", groups, 200, {}, {}},
      {"foreign", put("$foreign"), 400, {unknown}, {}},
      {"missing", put("54bd0ad9ff4329b88985aafb"), 400, {unknown}, {}},
      {"no id", put("readers"), 400, {unknown}, {}},
      {"still there", groups, 200, {}, {}},
      {"leave", put(""), 200, {}, {}},
      {"left", groups, 403, {}, {}},
      {"shown",
       WithAccessKey("GET", "/api/users/me", "$user_key"),
       200,
       {R"("user_permissions":{"apis":"read"},"group_id":"")"},
       {}},
  });
}

TEST_P(TykUsers, AResetKeyOpensNothingAndTheNewOneIsNotInTheAnswer) {
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  const Reply reply =
      world_->Api("PUT", "/api/users/$user/actions/key/reset", "$user_key", R"({"userId":"x"})");
  EXPECT_EQ(reply.body, R"({"Status":"OK","Message":"User session renewed","Meta":null})");
  EXPECT_EQ(world_->Api("GET", "/api/users/me", "$user_key").body, Refusal("Not authorised"));
  const Json user = world_->AdminOf(200, "GET", "/admin/users/$user");
  world_->base().Set("new_key", TextIn(user, "access_key"));
  EXPECT_NE(world_->Fill("$new_key"), world_->Fill("$user_key"));
  world_->ApiOf(200, "GET", "/api/users/me", "$new_key");
  world_->ApiOf(200, "PUT", "/api/users/$user/actions/key/reset", "$boss_key");
  world_->ApiOf(401, "GET", "/api/users/me", "$new_key");
}

TEST_P(TykUsers, RevokedAndRemovedUsersAreOutAtOnce) {
  world_->MakeUser("user", "$org", R"({"IsAdmin":"admin"})");
  world_->MakeUser("victim", "$org", R"({"apis":"read"})");
  const Call self = WithAccessKey("GET", "/api/users/me", "$victim_key");
  const std::string_view revoke = "/api/users/$victim/actions/revoke";
  world_->Play({
      {"revoke",
       WithAccessKey("PUT", revoke, "$boss_key"),
       200,
       {R"({"Status":"OK","Message":"User revoked","Meta":null})"},
       {}},
      {"locked out", self, 403, {Refusal("access denied: User is not active")}, {}},
      {"shown",
       WithAccessKey("GET", "/api/users/$victim", "$boss_key"),
       200,
       {R"("active":false)"},
       {}},
      {"back",
       WithAccessKey("PUT", "/api/users/$victim", "$boss_key", R"({"active":true})"),
       200,
       {},
       {}},
      {"in again", self, 200, {}, {}},
      {"remove",
       WithAccessKey("DELETE", "/api/users/$victim", "$boss_key"),
       200,
       {R"({"Status":"OK","Message":"User deleted","Meta":""})"},
       {}},
      {"gone", self, 401, {Refusal("Not authorised")}, {}},
      {"again",
       WithAccessKey("DELETE", "/api/users/$victim", "$boss_key"),
       404,
       {Refusal("Could not retrieve user detail.")},
       {}},
      {"unknown",
       WithAccessKey("PUT", revoke, "$boss_key"),
       400,
       {Refusal("Could not retrieve user detail.")},
       {}},
      {"himself", WithAccessKey("DELETE", "/api/users/$user", "$user_key"), 200, {}, {}},
      {"himself gone", WithAccessKey("GET", "/api/users/me", "$user_key"), 401, {}, {}},
  });
}

class TykPasswords : public TykTest {
 protected:
  [[nodiscard]] static Call Reset(std::string_view who, std::string_view key,
                                  std::string_view wanted, std::string_view current = "") {
    std::string body = R"({"new_password":")" + std::string(wanted) + '"';
    if (!current.empty()) body.append(R"(,"current_password":")").append(current).append("\"");
    return WithAccessKey("POST", "/api/users/" + std::string(who) + "/actions/reset", key,
                         body + R"(,"user_permissions":{"IsAdmin":"admin"}})");
  }
};

TEST_P(TykPasswords, OnesOwnIsSetWithTheCurrentOneWhereThereIsOne) {
  world_->MakeUser("user", "$org", R"({"apis":"read"})", R"(,"password":"ignored here")");
  const std::string done = R"({"Status":"OK","Message":"User password updated","Meta":""})";
  const std::string wrong = Refusal("Current password is incorrect.");
  world_->Play({
      {"weak", Reset("$user", "$user_key", "12345"), 403, {"at least 6 characters"}, {}},
      {"first", Reset("$user", "$user_key", "thisisatest"), 200, {done}, {}},
      {"none", Reset("$user", "$user_key", "123456"), 403, {wrong}, {}},
      {"wrong", Reset("$user", "$user_key", "123456", "ignored here"), 403, {wrong}, {}},
      {"right", Reset("$user", "$user_key", "123456", " thisisatest "), 200, {done}, {}},
      {"the same", Reset("$user", "$user_key", "123456", "123456"), 200, {done}, {}},
      {"the key stays",
       WithAccessKey("GET", "/api/users/me", "$user_key"),
       200,
       {},
       {R"("password_updated":"0001-)", R"("IsAdmin")", "123456"}},
      {"PUT",
       WithAccessKey("PUT", "/api/users/$user/actions/reset", "$user_key", "{}"),
       404,
       {Refusal("Not found")},
       {}},
      {"missing",
       Reset("54bd0ad9ff4329b88985aafb", "$boss_key", "123456"),
       404,
       {Refusal("Could not retrieve user detail.")},
       {}},
  });
}

TEST_P(TykPasswords, AnothersIsSetWithTheRightToItOnly) {
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  world_->MakeUser("admin", "$org", R"({"IsAdmin":"admin"})");
  world_->MakeUser("writer", "$org", R"({"users":"write","ResetPassword":"admin"})");
  const std::string refused =
      Refusal("access denied: You do not have permission to reset the password for other users.");
  world_->Play({
      {"with the right", Reset("$user", "$boss_key", "test123"), 200, {}, {}},
      {"without", Reset("$user", "$admin_key", "test124"), 403, {refused}, {}},
      {"no administrator", Reset("$user", "$writer_key", "test124"), 403, {refused}, {}},
      {"a wrong one",
       Reset("$user", "$boss_key", "test124", "wrong"),
       403,
       {Refusal("Current password is incorrect.")},
       {}},
      {"foreign", Reset("$stranger", "$boss_key", "test124"), 404, {}, {}},
      {"granted",
       WithSecret("PUT", "/admin/users/$admin",
                  R"({"user_permissions":{"IsAdmin":"admin","ResetPassword":"admin"}})"),
       200,
       {},
       {}},
      {"at once", Reset("$user", "$admin_key", "test124"), 200, {}, {}},
  });
}

TEST_P(TykPasswords, TheSettingLetsEveryAdministrator) {
  Begin({.allow_admin_reset_password = true});
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  world_->MakeUser("admin", "$org", R"({"IsAdmin":"admin"})");
  world_->MakeUser("writer", "$org", R"({"users":"write"})");
  world_->Play({{"admin", Reset("$user", "$admin_key", "test123"), 200, {}, {}},
                {"writer", Reset("$user", "$writer_key", "test123"), 403, {}, {}}});
}

GUILDHALL_EVERY_ENGINE(TykUsers);
GUILDHALL_EVERY_ENGINE(TykPasswords);

}  // namespace
}  // namespace guildhall::scenarios
