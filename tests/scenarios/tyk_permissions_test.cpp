// Who may do what through the Tyk dialect: what everybody may do to himself, what cannot be handed
// out, and which credentials count. Levels against methods are in tyk_matrix_test.cpp.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

std::string NoAccess(std::string_view path) {
  return Refusal("access denied: You do not have permission to access  " + std::string(path));
}

class TykPermissions : public TykTest {};

TEST_P(TykPermissions, EverybodyMayReadHimselfAndRenewHisKeyAndPassword) {
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  world_->Play({
      {"me", WithAccessKey("GET", "/api/users/me", "$user_key"), 200, {"$user_key"}, {}},
      {"by id", WithAccessKey("GET", "/api/users/$user", "$user_key"), 200, {"$user_key"}, {}},
      {"another",
       WithAccessKey("GET", "/api/users/$boss", "$user_key"),
       403,
       {NoAccess("/api/users/$boss")},
       {"$boss_key"}},
      {"password",
       WithAccessKey("POST", "/api/users/$user/actions/reset", "$user_key",
                     R"({"new_password":"password1"})"),
       200,
       {},
       {}},
      {"himself",
       WithAccessKey("PUT", "/api/users/$user", "$user_key",
                     R"({"user_permissions":{"IsAdmin":"admin"}})"),
       403,
       {NoAccess("/api/users/$user")},
       {}},
      {"revoke", WithAccessKey("PUT", "/api/users/$user/actions/revoke", "$user_key"), 403, {}, {}},
      {"remove", WithAccessKey("DELETE", "/api/users/$user", "$user_key"), 403, {}, {}},
      {"another's key",
       WithAccessKey("PUT", "/api/users/$boss/actions/key/reset", "$user_key"),
       403,
       {},
       {}},
      {"key", WithAccessKey("PUT", "/api/users/$user/actions/key/reset", "$user_key"), 200, {}, {}},
  });
}

TEST_P(TykPermissions, NobodyHandsOutWhatHeLacks) {
  world_->MakeUser("writer", "$org", R"({"users":"write","user_groups":"write","logs":"read"})");
  world_->MakeUser("user", "$org", R"({"logs":"read"})");
  world_->MakeGroup("strong", "$boss_key", R"({"apis":"write"})");
  const auto post = [](std::string_view key, std::string_view map, std::string_view more = "") {
    return WithAccessKey("POST", "/api/users", key,
                         R"({"email_address":"new@example.com","user_permissions":)" +
                             std::string(map) + std::string(more) + "}");
  };
  const auto put = [](std::string_view who, std::string_view body) {
    return WithAccessKey("PUT", "/api/users/" + std::string(who), "$writer_key", body);
  };
  const std::string reset =
      Refusal("ResetPassword permission is only accessible via the Admin API.");
  world_->Play({
      {"an administrator", post("$writer_key", R"({"IsAdmin":"admin"})"), 403, {}, {}},
      {"apis", post("$writer_key", R"({"apis":"write"})"), 403, {}, {}},
      {"more of logs", post("$writer_key", R"({"logs":"write"})"), 403, {}, {}},
      {"by a group", post("$writer_key", "{}", R"(,"group_id":"$strong")"), 403, {}, {}},
      {"reset", post("$boss_key", R"({"apis":"read","ResetPassword":"admin"})"), 403, {reset}, {}},
      {"himself", put("$writer", R"({"user_permissions":{"IsAdmin":"true"}})"), 403, {}, {}},
      {"himself by a group", put("$writer", R"({"group_id":"$strong"})"), 403, {}, {}},
      {"another by a group", put("$user", R"({"group_id":"$strong"})"), 403, {}, {}},
      {"an administrator's key",
       WithAccessKey("PUT", "/api/users/$boss/actions/key/reset", "$writer_key"),
       403,
       {},
       {}},
      {"an administrator", put("$boss", R"({"active":false})"), 403, {}, {}},
      {"removing one", WithAccessKey("DELETE", "/api/users/$boss", "$writer_key"), 403, {}, {}},
      {"a group",
       WithAccessKey("POST", "/api/usergroups", "$writer_key",
                     R"({"user_permissions":{"apis":"read"}})"),
       403,
       {},
       {}},
      {"nothing came of it",
       WithAccessKey("GET", "/api/users", "$boss_key"),
       200,
       {R"("user_permissions":{"logs":"read"},"group_id":"")"},
       {"new@example.com"}},
      {"what he has", post("$writer_key", R"({"logs":"read"})"), 200, {}, {}},
      {"an administrator's",
       WithAccessKey("POST", "/api/users", "$boss_key",
                     R"({"email_address":"admin2@example.com",
                                               "user_permissions":{"IsAdmin":"admin"}})"),
       200,
       {},
       {}},
  });
}

TEST_P(TykPermissions, ADenialStopsAnAdministrator) {
  world_->MakeUser("admin", "$org", R"({"IsAdmin":"admin","users":"deny"})");
  world_->Play({{"denied",
                 WithAccessKey("GET", "/api/users", "$admin_key"),
                 403,
                 {NoAccess("/api/users")},
                 {}},
                {"else", WithAccessKey("GET", "/api/usergroups", "$admin_key"), 200, {}, {}}});
}

TEST_P(TykPermissions, OthersKeysAreShownToAdministratorsUnlessForbidden) {
  world_->MakeUser("reader", "$org", R"({"users":"read"})");
  world_->Play({{"reader",
                 WithAccessKey("GET", "/api/users", "$reader_key"),
                 200,
                 {"$reader_key", R"("access_key":"")"},
                 {"$boss_key"}},
                {"admin",
                 WithAccessKey("GET", "/api/users", "$boss_key"),
                 200,
                 {"$reader_key", "$boss_key"},
                 {}}});
  Begin({.forbid_admin_view_access_token = true, .forbid_admin_reset_access_token = true});
  world_->MakeUser("reader", "$org", R"({"users":"read"})");
  world_->Play({
      {"hidden",
       WithAccessKey("GET", "/api/users/$reader", "$boss_key"),
       200,
       {R"("access_key":"")"},
       {"$reader_key"}},
      {"hidden in lists",
       WithAccessKey("GET", "/api/users", "$boss_key"),
       200,
       {"$boss_key"},
       {"$reader_key"}},
      {"kept",
       WithAccessKey("PUT", "/api/users/$reader/actions/key/reset", "$boss_key"),
       403,
       {NoAccess("/api/users/$reader/actions/key/reset")},
       {}},
      {"the installation", WithSecret("GET", "/admin/users/$reader"), 200, {"$reader_key"}, {}},
  });
}

TEST_P(TykPermissions, CredentialsOfOneFamilyOpenNothingInTheOther) {
  const auto call = [](std::string path, std::string name, std::string value) {
    return Call{"GET", std::move(path), {{std::move(name), std::move(value)}}, ""};
  };
  const std::vector<std::string> refused = {Refusal("Not authorised")};
  world_->Play({
      {"raw", call("/api/users/me", "authorization", "$boss_key"), 200, {"$boss"}, {}},
      {"bearer", call("/api/users/me", "Authorization", "Bearer $boss_key"), 200, {"$boss"}, {}},
      {"bearer", call("/api/users/me", "AUTHORIZATION", "bEARER  $boss_key"), 200, {"$boss"}, {}},
      {"header", call("/admin/organisations", "Admin-Auth", "$secret"), 200, {"$org"}, {}},
      {"wrong key", call("/api/users/me", "authorization", "$boss_key0"), 401, refused, {}},
      {"empty", call("/api/users/me", "authorization", ""), 401, refused, {}},
      {"bearer of nothing", call("/api/users/me", "authorization", "Bearer "), 401, refused, {}},
      {"secret as key", call("/api/users/me", "authorization", "$secret"), 401, refused, {}},
      {"secret there", call("/api/users/me", "admin-auth", "$secret"), 401, refused, {}},
      {"key as secret", call("/admin/organisations", "admin-auth", "$boss_key"), 401, refused, {}},
      {"key there", call("/admin/organisations", "authorization", "$boss_key"), 401, refused, {}},
      {"nothing", WithAccessKey("GET", "/api/users/me", ""), 401, refused, {}},
      {"nothing", WithAccessKey("GET", "/admin/organisations", ""), 401, refused, {}},
  });
}

TEST_P(TykPermissions, WithoutASecretNothingOpensTheAdminFamily) {
  TykWorld closed(MakeWorld(), {.admin_secret = false});
  for (const char* value : {"", "a secret of the installation"}) {
    const Reply reply = closed.Send({"GET", "/admin/organisations", {{"admin-auth", value}}, ""});
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.body, Refusal("Not authorised"));
  }
}

GUILDHALL_EVERY_ENGINE(TykPermissions);

}  // namespace
}  // namespace guildhall::scenarios
