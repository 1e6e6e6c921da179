// Pages of users are kept as they were made: nobody must be able to tell, but for the time.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"
#include "tests/support/rows.h"

namespace guildhall::scenarios {
namespace {

const std::string kInstance = "/v1.1/instances/rivia/";
const std::string kUsers = kInstance + "users/?page_size=50";

class SyncanoUserPages : public SyncanoKeysTest {
 protected:
  std::string Page(const std::string& key = "$admin", const std::string& user = "") const {
    return world_->Ask("GET", kUsers, key, user).body;
  }
  /// Makes a change, after which the page that was kept must show `part`, or show it no more.
  void ExpectShown(const std::string& part, bool shown, const std::string& method,
                   const std::string& path, const std::string& body = "") const {
    for (const std::string key : {"$admin", "$ignore_acl"}) {
      const std::string before = Page(key);
      EXPECT_EQ(Page(key), before);
      EXPECT_EQ(before.find(part) != std::string::npos, !shown) << part << "\nin: " << before;
    }
    const Reply reply = world_->Ask(method, kInstance + path, "$admin", "", body);
    EXPECT_LT(reply.status, 300) << reply.body;
    for (const std::string key : {"$admin", "$ignore_acl"}) {
      const std::string after = Page(key);
      EXPECT_EQ(after.find(part) != std::string::npos, shown) << part << "\nin: " << after;
    }
  }
};

TEST_P(SyncanoUserPages, ShowEveryChangeOfWhatTheyShow) {
  ExpectShown("\"yennefer\"", true, "POST", "users/", R"({"username":"yennefer","password":"x"})");
  ExpectShown("\"wolves\"", true, "PATCH", "groups/1/", R"({"label":"wolves"})");
  ExpectShown("\"rank\"", true, "PATCH", "classes/user_profile/",
              R"({"schema":[{"name":"rank","type":"integer"}]})");
  ExpectShown("\"rank\":4711", true, "PATCH", "users/2/", R"({"profile":{"rank":4711}})");
  ExpectShown("\"rank\":4712", true, "PATCH", "classes/user_profile/objects/2/",
              R"({"rank":4712})");
  ExpectShown("\"rank\"", false, "PATCH", "classes/user_profile/", R"({"schema":[]})");
  ExpectShown(world_->Get("geralt"), false, "POST", "users/1/reset_key/");
  ExpectShown("\"wolves\"", false, "DELETE", "groups/1/users/1/");
  ExpectShown("\"triss\"", false, "DELETE", "users/3/");
}

TEST_P(SyncanoUserPages, ShowPersonalGroupsToOperatorsOnly) {
  const auto tenant = test::Must(world_->core().callers().FindTenant(Patience::kMayWait, "rivia"));
  test::Must(WriteAndWait(world_->store(), {tenant->id}, [&](Transaction& tx) -> Result<void> {
    Users::Draft draft{.username = "roach"};
    draft.home_group = "Stable";
    GH_CHECK(world_->core().users().Create(tx, Callers::Owner(*tenant), draft));
    return {};
  }));
  for (int again = 0; again < 2; ++again) {
    EXPECT_NE(Page("$admin").find("Stable"), std::string::npos);
    EXPECT_NE(Page("$ignore_acl").find("roach"), std::string::npos);
    EXPECT_EQ(Page("$ignore_acl").find("Stable"), std::string::npos);
  }
}

TEST_P(SyncanoUserPages, AreForThoseOnlyWhoMaySeeThemAtThatMoment) {
  const std::string key_path = kInstance + "api_keys/2/";
  const std::string everybody = Page("$ignore_acl");
  EXPECT_NE(everybody.find("triss"), std::string::npos);
  EXPECT_EQ(Page("$app", "$geralt").find("triss"), std::string::npos);
  EXPECT_EQ(Page("$app"), kPermission);
  EXPECT_EQ(Page("$ignore_acl", "$geralt").find("triss"), std::string::npos);
  EXPECT_EQ(world_->Ask("GET", kUsers, "$stranger").status, 403);
  EXPECT_NE(world_->Ask("GET", kUsers, "$foreign").status, 200);
  EXPECT_EQ(world_->Ask("PATCH", key_path, "$admin", "", R"({"ignore_acl":false})").status, 200);
  EXPECT_EQ(Page("$ignore_acl"), kPermission);
  EXPECT_EQ(world_->Ask("PATCH", key_path, "$admin", "", R"({"ignore_acl":true})").status, 200);
  EXPECT_EQ(Page("$ignore_acl"), everybody);
  EXPECT_EQ(world_->Ask("DELETE", key_path, "$admin").status, 204);
  EXPECT_NE(world_->Ask("GET", kUsers, "$ignore_acl").status, 200);
}

TEST_P(SyncanoUserPages, DependOnAllThatIsAskedFor) {
  const std::string page = Page();
  const auto ask = [&](const std::string& query) {
    return world_->Ask("GET", kInstance + "users/?" + query, "$admin").body;
  };
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(ask("page_size=50&fields=username"),
              R"({"prev":null,"objects":[{"username":"geralt"},{"username":"ciri"},)"
              R"({"username":"triss"}],"next":null})");
    EXPECT_EQ(ask("page_size=1&fields=id"),
              R"({"prev":null,"objects":[{"id":1}],"next":"/v1.1/instances/rivia/users/)"
              R"(?page_size=1&direction=1&last_pk=1"})");
    EXPECT_EQ(ask("page_size=50&ordering=desc&fields=id"),
              R"({"prev":null,"objects":[{"id":3},{"id":2},{"id":1}],"next":null})");
    EXPECT_EQ(ask("page_size=50&username__startswith=c&fields=id"),
              R"({"prev":null,"objects":[{"id":2}],"next":null})");
    EXPECT_EQ(ask("page_size=50"), page);
    EXPECT_EQ(ask("page_size=none"), R"({"detail":"Incorrect page parameter provided."})");
  }
}

GUILDHALL_EVERY_ENGINE(SyncanoUserPages);

}  // namespace
}  // namespace guildhall::scenarios
