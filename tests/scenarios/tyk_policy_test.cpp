// Rules of the Tyk dialect about passwords and about who may hand out what.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

class TykPolicy : public TykTest {
 protected:
  /// Every way to set a password, and what a bad one is answered with.
  void ExpectRefused(const std::string& password, const std::string& sentence) {
    SCOPED_TRACE(password);
    const std::string set = R"({"new_password":")" + password + R"("})";
    const std::string bare = sentence.substr(0, sentence.size() - 1);
    world_->Play({
        {"own",
         WithAccessKey("POST", "/api/users/$user/actions/reset", "$user_key", set),
         403,
         {Refusal(sentence)},
         {}},
        {"another's",
         WithAccessKey("POST", "/api/users/$user/actions/reset", "$boss_key", set),
         403,
         {Refusal(sentence)},
         {}},
        {"the installation",
         WithSecret("PUT", "/admin/users/$user", R"({"password":")" + password + R"("})"),
         403,
         {Refusal(bare)},
         {}},
        {"with the account",
         WithAccessKey("POST", "/api/users", "$boss_key",
                       R"({"email_address":"new@example.com","user_permissions":{"a":"read"},)"
                       R"("password":")" +
                           password + R"("})"),
         400,
         {Refusal("User object validation failed.")},
         {}},
    });
  }
  void ExpectTaken(const std::string& password) {
    const Reply reply = world_->Api("POST", "/api/users/$user/actions/reset", "$boss_key",
                                    R"({"new_password":")" + password + R"("})");
    EXPECT_EQ(reply.status, 200) << password << reply.body;
  }
  void Rules(const PasswordRules& rules) {
    TykWorld::Settings settings;
    settings.password_rules = rules;
    Begin(settings);
    world_->MakeUser("user", "$org", R"({"apis":"read"})");
  }
};

TEST_P(TykPolicy, SixCharactersAreEnoughByDefault) {
  Rules({});
  ExpectRefused("12345", "Password must have at least 6 characters.");
  for (const char* password : {"thisisatest", "password1", "test123", "123456"}) {
    ExpectTaken(password);
  }
}

TEST_P(TykPolicy, EverySwitchAsksForMore) {
  Rules({.min_length = 8,
         .both_cases = true,
         .min_digits = 2,
         .min_specials = 1,
         .no_sequences = true});
  ExpectRefused("Pass1!2", "Password must have at least 8 characters.");
  ExpectRefused("passw0rd!2", "Password must have lower-case and upper-case letters.");
  ExpectRefused("Password!2", "Password must have at least 2 digits.");
  ExpectRefused("Passw0rd2", "Password must have at least 1 special character.");
  ExpectRefused("Passsw0rd!2",
                "Password must not have three equal or consecutive characters in a row.");
  ExpectTaken("Passw0rd!2");
}

TEST_P(TykPolicy, ADenialOfUsersKeepsAnAdministratorFromOtherPeoplesCredentials) {
  world_->MakeUser("denied", "$org",
                   R"({"IsAdmin":"admin","ResetPassword":"admin","users":"deny"})");
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  const std::string set = R"({"new_password":"test123"})";
  world_->Play({
      {"key",
       WithAccessKey("PUT", "/api/users/$user/actions/key/reset", "$denied_key"),
       403,
       {"access denied: You do not have permission to access  /api/users/$user/actions/key/reset"},
       {}},
      {"password",
       WithAccessKey("POST", "/api/users/$user/actions/reset", "$denied_key", set),
       403,
       {"to reset the password for other users."},
       {}},
      {"search", WithAccessKey("GET", "/api/users/search", "$denied_key"), 403, {}, {"$user_key"}},
      {"revoke",
       WithAccessKey("PUT", "/api/users/$user/actions/revoke", "$denied_key"),
       403,
       {},
       {}},
      {"own password",
       WithAccessKey("POST", "/api/users/$denied/actions/reset", "$denied_key", set),
       200,
       {},
       {}},
      {"himself", WithAccessKey("GET", "/api/users/$denied", "$denied_key"), 200, {}, {}},
      {"own key",
       WithAccessKey("PUT", "/api/users/$denied/actions/key/reset", "$denied_key"),
       200,
       {},
       {}},
      {"unharmed", WithAccessKey("GET", "/api/users/me", "$user_key"), 200, {}, {}},
  });
}

TEST_P(TykPolicy, WhoeverWakesAGroupHandsOutWhatItHas) {
  world_->MakeUser("writer", "$org", R"({"users":"write","user_groups":"write"})");
  world_->MakeGroup("strong", "$boss_key", R"({"apis":"write"})");
  const auto put = [](std::string_view key, std::string_view body) {
    return WithAccessKey("PUT", "/api/usergroups/$strong", key, body);
  };
  const std::string refused =
      Refusal("access denied: You do not have permission to access  /api/usergroups/$strong");
  world_->Play({
      {"asleep", put("$writer_key", R"({"active":false})"), 200, {}, {}},
      {"renamed", put("$writer_key", R"({"name":"weak"})"), 200, {}, {}},
      {"awake", put("$writer_key", R"({"active":true})"), 403, {refused}, {}},
      {"by whom it may", put("$boss_key", R"({"active":true})"), 200, {}, {}},
  });
}

TEST_P(TykPolicy, TheRightToResetPasswordsIsKeptAndNeverAdded) {
  const std::string refused =
      Refusal("ResetPassword permission is only accessible via the Admin API.");
  const std::string both = R"({"user_permissions":{"IsAdmin":"admin","ResetPassword":"admin"}})";
  const auto put = [](std::string_view body) {
    return WithAccessKey("PUT", "/api/users/$boss", "$boss_key", body);
  };
  world_->Play({
      {"kept", put(both), 200, {}, {}},
      {"dropped", put(R"({"user_permissions":{"IsAdmin":"admin"}})"), 200, {}, {}},
      {"added", put(both), 403, {refused}, {}},
      {"in a group",
       WithAccessKey("POST", "/api/usergroups", "$boss_key",
                     R"({"name":"g","user_permissions":{"ResetPassword":"admin"}})"),
       403,
       {Refusal("Admin role cannot be assigned to a user group.")},
       {}},
      {"an administrator in a group",
       WithAccessKey("POST", "/api/usergroups", "$boss_key",
                     R"({"name":"g","user_permissions":{"IsAdmin":"true"}})"),
       403,
       {Refusal("Admin role cannot be assigned to a user group.")},
       {}},
      {"a denial is no right",
       WithAccessKey("POST", "/api/usergroups", "$boss_key",
                     R"({"name":"g","user_permissions":{"IsAdmin":"deny"}})"),
       200,
       {},
       {}},
  });
}

GUILDHALL_EVERY_ENGINE(TykPolicy);

}  // namespace
}  // namespace guildhall::scenarios
