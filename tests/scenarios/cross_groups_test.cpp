// Groups, memberships and classes that one API made, seen through the others.

#include <gtest/gtest.h>

#include "tests/scenarios/cross_world.h"

namespace guildhall::scenarios {
namespace {

class CrossGroups : public CrossDialect {
 protected:
  std::string DaptinGroups(std::string_view token = "$boss_token") {
    return daptin_->Api("GET", "/api/usergroup?page[size]=100", token).body;
  }
  void Join(std::string_view group_number) {
    Syncano(201, "POST", "users/$ann_number/groups/",
            R"({"group":)" + std::string(group_number) + "}");
  }
  std::string GroupsOfAnn() {
    return daptin_->Api("GET", "/api/user_account/$ann/usergroup_id", "$ann_token").body;
  }
};

TEST_P(CrossGroups, AGroupIsThereWhoeverMadeIt) {
  AppointBoss();
  Syncano(201, "POST", "groups/", R"({"label":"by syncano"})");
  tyk_->MakeGroup("by tyk", "$admin_key", "{}");
  daptin_->MakeGroup("by daptin", "$boss_token");
  const std::string syncano = SyncanoText("groups/");
  const std::string tyk = tyk_->Api("GET", "/api/usergroups", "$admin_key").body;
  const std::string daptin = DaptinGroups();
  for (const char* name : {"by syncano", "by tyk", "by daptin"}) {
    EXPECT_TRUE(Has(syncano, name)) << name;
    EXPECT_TRUE(Has(tyk, name)) << name;
    EXPECT_TRUE(Has(daptin, name)) << name;
  }
  Syncano(204, "DELETE", "groups/" + NumberOfGroup("by tyk") + "/");
  EXPECT_FALSE(Has(tyk_->Api("GET", "/api/usergroups", "$admin_key").body, "by tyk"));
  EXPECT_FALSE(Has(DaptinGroups(), "by tyk"));
}

TEST_P(CrossGroups, LabelsRepeatAndDaptinsNamesDoNot) {
  AppointBoss();
  Syncano(201, "POST", "groups/", R"({"label":"twins"})");
  Syncano(201, "POST", "groups/", R"({"label":"twins"})");
  Syncano(201, "POST", "groups/", R"({"label":"administrators"})");
  const std::string groups = DaptinGroups();
  EXPECT_TRUE(Has(groups, R"("name":"twins")")) << groups;
  EXPECT_TRUE(Has(groups, R"("name":"twins ()")) << "the second one has its id behind it";
  EXPECT_TRUE(Has(groups, R"("name":"administrators ()")) << "a reserved name";
  const Reply taken = daptin_->Api("POST", "/api/usergroup", "$boss_token",
                                   RowOf("usergroup", "", R"({"name":"twins"})"));
  EXPECT_EQ(taken.status, 409) << taken.body;
  const Reply reserved = daptin_->Api("POST", "/api/usergroup", "$boss_token",
                                      RowOf("usergroup", "", R"({"name":"guests"})"));
  EXPECT_EQ(reserved.status, 409) << reserved.body;
}

TEST_P(CrossGroups, DaptinsNameFollowsTheLabel) {
  AppointBoss();
  Syncano(201, "POST", "groups/", R"({"label":"before"})");
  const std::string target = "groups/" + NumberOfGroup("before") + "/";
  Syncano(200, "PATCH", target, R"({"label":"after"})");
  EXPECT_TRUE(Has(DaptinGroups(), R"("name":"after")"));
  EXPECT_FALSE(Has(DaptinGroups(), R"("name":"before")"));
  Syncano(200, "PATCH", target, R"({"label":""})");
  EXPECT_TRUE(Has(DaptinGroups(), R"x("name":"()x")) << "without a label its id in parentheses";
}

TEST_P(CrossGroups, AnInactiveGroupGivesNothingAnywhere) {
  tyk_->MakeGroup("team", "$admin_key", R"({"users":"read"})");
  const std::string number = NumberOfGroup("team");
  Join(number);
  Syncano(201, "POST", "classes/",
          R"({"name":"notes","schema":[{"name":"text","type":"string"}],)"
          R"("other_permissions":"read"})");
  Syncano(201, "POST", "classes/notes/objects/",
          R"({"text":"of the team","group":)" + number + R"(,"group_permissions":"read"})");
  EXPECT_TRUE(Has(App("GET", "classes/notes/objects/", "$ann_user_key").body, "of the team"));
  EXPECT_EQ(tyk_->Api("PUT", "/api/usergroups/$team", "$admin_key",
                      R"({"name":"team","active":false,"user_permissions":{"users":"read"}})")
                .status,
            200);
  EXPECT_FALSE(Has(App("GET", "classes/notes/objects/", "$ann_user_key").body, "of the team"));
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", "$admin_key").status, 200)
      << "only one's own group_id locks one out";
}

TEST_P(CrossGroups, MembershipsMadeElsewhereGiveNoCapability) {
  tyk_->MakeGroup("team", "$admin_key", R"({"users":"read"})");
  Join(NumberOfGroup("team"));
  EXPECT_TRUE(Has(GroupsOfAnn(), R"("name":"team")"));
  EXPECT_EQ(TextIn(TykUser("ann@example.com"), "group_id"), "");
  const std::string id = TextIn(TykUser("ann@example.com"), "id");
  EXPECT_EQ(tyk_->Api("PUT", "/api/users/" + id + "/actions/key/reset", "$admin_key").status, 200);
  const std::string key = TextIn(TykUser("ann@example.com"), "access_key");
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", key).status, 200);
  EXPECT_EQ(tyk_->Api("GET", "/api/users", key).status, 403);
}

TEST_P(CrossGroups, MembershipsMadeElsewhereShareNoAccount) {
  tyk_->MakeGroup("team", "$admin_key", "{}");
  Join(NumberOfGroup("team"));
  ASSERT_EQ(daptin_->SignUp("bob").status, 200);
  daptin_->Enter("bob");
  Syncano(201, "POST", "users/", R"({"username":"plain@example.com","password":"x"})");
  Syncano(201, "POST", "users/" + NumberOf("plain@example.com") + "/groups/",
          R"({"group":)" + NumberOfGroup("team") + "}");
  EXPECT_FALSE(Has(daptin_->Api("GET", "/api/user_account", "$ann_token").body, "plain@"))
      << "members of a group that Syncano filled do not see each other's accounts";
}

TEST_P(CrossGroups, AGroupIdThatLeadsNowhereIsKeptAndGivesNothing) {
  tyk_->MakeGroup("team", "$admin_key", R"({"users":"read"})");
  tyk_->MakeUser("tess", "$org", "{}", R"(,"group_id":"$team")");
  EXPECT_EQ(tyk_->Api("GET", "/api/users", "$tess_key").status, 200);
  EXPECT_TRUE(Has(SyncanoText("users/" + NumberOf("tess@example.com") + "/groups/"), "team"));
  Syncano(204, "DELETE", "groups/" + NumberOfGroup("team") + "/");
  EXPECT_EQ(tyk_->Api("GET", "/api/users", "$tess_key").status, 403);
  EXPECT_EQ(TextIn(TykUser("tess@example.com"), "group_id"), base().Get("team"));
}

TEST_P(CrossGroups, LeavingInOneDialectIsLeavingInAll) {
  tyk_->MakeGroup("team", "$admin_key", R"({"users":"read"})");
  tyk_->MakeUser("tess", "$org", "{}", R"(,"group_id":"$team")");
  Syncano(204, "DELETE",
          "users/" + NumberOf("tess@example.com") + "/groups/" + NumberOfGroup("team") + "/");
  EXPECT_EQ(tyk_->Api("GET", "/api/users", "$tess_key").status, 403);
}

TEST_P(CrossGroups, HomeGroupsAreShownToTheirMemberAndToOperators) {
  const std::string home = "Home group for ann";
  EXPECT_TRUE(Has(GroupsOfAnn(), home));
  EXPECT_TRUE(Has(SyncanoText("groups/"), home));
  EXPECT_TRUE(Has(App("GET", "groups/", "$ann_user_key").body, home));
  EXPECT_FALSE(Has(App("GET", "groups/").body, home)) << "another key";
  const Json key = Syncano(201, "POST", "api_keys/", R"({"ignore_acl":true})");
  EXPECT_FALSE(Has(
      base().Ask("GET", "/v1.1/instances/cross-hall/groups/", TextIn(key, "api_key")).body, home))
      << "a key that ignores permissions";
  EXPECT_FALSE(Has(tyk_->Api("GET", "/api/usergroups", "$admin_key").body, home));
}

TEST_P(CrossGroups, HomeAndSystemGroupsDoNotCountTowardSyncanosLimit) {
  constexpr int kMostGroups = 32;
  for (int i = 0; i <= kMostGroups; ++i) {
    const std::string label = "group " + std::to_string(i);
    Syncano(201, "POST", "groups/", R"({"label":")" + label + "\"}");
    Syncano(i < kMostGroups ? 201 : 400, "POST", "users/$ann_number/groups/",
            R"({"group":)" + NumberOfGroup(label) + "}");
  }
}

TEST_P(CrossGroups, SystemRowsAreShownByDaptinOnly) {
  AppointBoss();
  const std::string daptin = DaptinGroups();
  const std::string syncano = SyncanoText("groups/") + SyncanoText("users/");
  const std::string tyk = tyk_->Api("GET", "/api/usergroups", "$admin_key").body + Users();
  for (const char* name : {"guests", "administrators", "users"}) {
    const std::string shown = R"("name":")" + std::string(name) + "\"";
    EXPECT_TRUE(Has(daptin, shown)) << name;
    EXPECT_FALSE(Has(syncano, R"("label":")" + std::string(name) + "\"")) << name;
    EXPECT_FALSE(Has(tyk, shown)) << name;
  }
  EXPECT_FALSE(Has(syncano, "guest"));
  EXPECT_FALSE(Has(tyk, "guest"));
  // Their numbers open nothing either.
  for (const char* path : {"groups/-2/", "groups/-3/users/", "users/-1/"}) {
    EXPECT_EQ(
        base().Ask("GET", std::string("/v1.1/instances/cross-hall/") + path, "$founder").status,
        404)
        << path;
  }
}

TEST_P(CrossGroups, AClassIsNotReadableToGuests) {
  Syncano(201, "POST", "classes/",
          R"({"name":"notes","schema":[{"name":"text","type":"string"}],)"
          R"("other_permissions":"create_objects"})");
  const Reply note = App("POST", "classes/notes/objects/", "$ann_user_key",
                         R"({"text":"secret note","other_permissions":"full"})");
  ASSERT_EQ(note.status, 201) << note.body;
  AppointBoss();
  for (const char* token : {"", "$ann_token", "$boss_token"}) {
    const Reply list = daptin_->Api("GET", "/api/notes", token);
    EXPECT_NE(list.status, 200) << token;
    EXPECT_FALSE(Has(list.body, "secret note"));
    EXPECT_EQ(list.body, daptin_->Api("GET", "/api/nonesuch", token).body) << token;
    EXPECT_FALSE(Has(daptin_->Api("GET", "/api/world?page[size]=100", token).body, "notes"));
    EXPECT_NE(daptin_->Api("GET", "/jsmodel/notes.js", token).status, 200);
  }
}

GUILDHALL_EVERY_ENGINE(CrossGroups);

}  // namespace
}  // namespace guildhall::scenarios
