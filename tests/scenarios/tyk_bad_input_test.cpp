// Whatever is sent to whatever path of Tyk's, the answer is an envelope and no fault of the
// server's.

#include <gtest/gtest.h>

#include "tests/scenarios/random_bodies.h"
#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

class TykBadInput : public TykTest {};

TEST_P(TykBadInput, RandomRequestsNeverEndInAServerError) {
  constexpr int kRequests = 1200;
  constexpr unsigned kSeed = 20190301;
  world_->MakeGroup("group", "$boss_key", R"({"users":"read"})");
  world_->MakeUser("reader", "$org", R"({"users":"read"})");
  world_->MakeOrganisation("spare");  // some request removes it
  RandomBodies random(kSeed, {"name",
                              "description",
                              "active",
                              "user_permissions",
                              "email_address",
                              "first_name",
                              "last_name",
                              "group_id",
                              "org_id",
                              "password_max_days",
                              "owner_name",
                              "owner_slug",
                              "access_key",
                              "IsAdmin",
                              "apis",
                              "id",
                              "filters",
                              "query",
                              "additional_permissions",
                              "new_password",
                              "current_password"});
  const std::vector<std::string> paths = {"/api/usergroups",
                                          "/api/usergroups/$group",
                                          "/api/usergroups/x",
                                          "/api/users",
                                          "/api/users/me",
                                          "/api/users/search",
                                          "/api/users/search?q=%zz",
                                          "/api/org/permissions",
                                          "/api/org/opa",
                                          "/api/audit-logs",
                                          "/api/audit-logs?from_date=99-99-9999&status=x",
                                          "/api/audit-logs/x",
                                          "/api/users/$reader",
                                          "/api/users/$reader/actions/revoke",
                                          "/api/users/$reader/actions/reset",
                                          "/api/users/%00",
                                          "/admin/organisations",
                                          "/admin/organisations/$spare",
                                          "/admin/organisations/import",
                                          "/admin/users",
                                          "/admin/users/$reader",
                                          "/admin/users/$reader/actions/allow_reset_passwords",
                                          "/admin/nonesuch",
                                          "/hello"};
  for (int i = 0; i < kRequests; ++i) {
    const std::string body = random.Object();
    const std::string method = random.Pick({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
    std::string target = random.Pick(paths);
    if (random.Below(3) == 0 && target.find('?') == std::string::npos)
      target += "?p=" + random.Pick({"1", "0", "-1", "x", "99999999999999999999"});
    Call call{method, target, {}, body};
    if (random.Below(4) > 0) {
      call.headers.emplace_back("authorization", random.Pick({"$boss_key", "$reader_key", "x"}));
    }
    if (random.Below(2) == 0)
      call.headers.emplace_back("admin-auth", random.Pick({"$secret", "x"}));
    const Reply reply = world_->Send(call);
    // The published number for a body that cannot be read.
    const bool published = reply.body == Refusal("Failed to unmarshal response body.");
    EXPECT_TRUE(reply.status < 500 || published)
        << "seed " << kSeed << ": " << method << ' ' << target << '\n'
        << body << '\n'
        << reply.body;
    if (!reply.body.empty()) {
      EXPECT_TRUE(ParseJson(reply.body)) << reply.body;
    }
    EXPECT_EQ(reply.body.find("argon2"), std::string::npos);
  }
}

GUILDHALL_EVERY_ENGINE(TykBadInput);

}  // namespace
}  // namespace guildhall::scenarios
