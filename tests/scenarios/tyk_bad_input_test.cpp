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
  RandomBodies random(kSeed, {"name", "description", "active", "user_permissions", "email_address",
                              "first_name", "last_name", "group_id", "org_id", "password_max_days",
                              "owner_name", "owner_slug", "access_key", "IsAdmin", "apis", "id"});
  const std::vector<std::string> paths = {"/api/usergroups",
                                          "/api/usergroups/$group",
                                          "/api/usergroups/x",
                                          "/api/users",
                                          "/api/users/me",
                                          "/api/users/$reader",
                                          "/api/users/$reader/actions/revoke",
                                          "/api/users/$reader/actions/reset",
                                          "/api/users/%00",
                                          "/admin/organisations",
                                          "/admin/organisations/$org",
                                          "/admin/users",
                                          "/admin/users/$reader",
                                          "/admin/nonesuch",
                                          "/hello"};
  for (int i = 0; i < kRequests; ++i) {
    const std::string body = random.Object();
    const std::string method = random.Pick({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
    std::string target = random.Pick(paths);
    if (random.Below(3) == 0)
      target += "?p=" + random.Pick({"1", "0", "-1", "x", "99999999999999999999"});
    Call call{method, target, {}, body};
    if (random.Below(4) > 0) {
      call.headers.emplace_back("authorization", random.Pick({"$boss_key", "$reader_key", "x"}));
    }
    if (random.Below(2) == 0)
      call.headers.emplace_back("admin-auth", random.Pick({"$secret", "x"}));
    const Reply reply = world_->Send(call);
    EXPECT_LT(reply.status, 500) << "seed " << kSeed << ": " << method << ' ' << target << '\n'
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
