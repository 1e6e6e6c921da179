// User groups through the Tyk dialect: paging, partial updates, bad input, and what a group gives
// its members.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kGroups = "/api/usergroups";
constexpr const char* kGroup = "/api/usergroups/$group";
constexpr const char* kNoGroup = "Could not retrieve user group detail.";

class TykGroups : public TykTest {
 protected:
  [[nodiscard]] std::size_t Listed(std::string_view query, std::string_view pages) const {
    const Json list =
        world_->ApiOf(200, "GET", std::string(kGroups) + std::string(query), "$boss_key");
    EXPECT_EQ(TextIn(list, "pages"), pages) << query;
    const Json* groups = list.Find("groups");
    EXPECT_TRUE(groups != nullptr && groups->AsArray() != nullptr);
    return groups == nullptr ? 0 : groups->AsArray()->size();
  }
};

TEST_P(TykGroups, NoGroupsAreAnEmptyArray) {
  EXPECT_EQ(world_->Api("GET", kGroups, "$boss_key").body, R"({"groups":[],"pages":0})");
}

TEST_P(TykGroups, PagesHoldTenAndNoPageIsEverything) {
  for (int i = 0; i < 12; ++i) world_->ApiOf(200, "POST", kGroups, "$boss_key", R"({"name":"g"})");
  EXPECT_EQ(Listed("", "0"), 12U);
  EXPECT_EQ(Listed("?p=1", "2"), 10U);
  EXPECT_EQ(Listed("?p=2", "2"), 2U);
  EXPECT_EQ(Listed("?p=3", "2"), 0U);
  EXPECT_EQ(Listed("?p=9223372036854775807", "2"), 0U);
  for (const char* all : {"?p=0", "?p=-1", "?p=x", "?p="}) EXPECT_EQ(Listed(all, "0"), 12U);
}

TEST_P(TykGroups, IdsThatNameNothingAreMissing) {
  for (const char* id : {"54bd0ad9ff4329b88985aafb", "12", "zzzzzzzzzzzzzzzzzzzzzzzz", "%C3%A9",
                         "54bd0ad9ff4329b88985aafb54bd0ad9ff4329b88985aafb"}) {
    const std::string path = std::string(kGroups) + "/" + id;
    world_->Play({
        {"get", WithAccessKey("GET", path, "$boss_key"), 404, {Refusal(kNoGroup)}, {}},
        {"put",
         WithAccessKey("PUT", path, "$boss_key", "{}"),
         400,
         {Refusal("Group ID does not exist")},
         {}},
        {"delete", WithAccessKey("DELETE", path, "$boss_key"), 404, {Refusal(kNoGroup)}, {}},
    });
  }
}

TEST_P(TykGroups, UpperCaseIdsAreTheSame) {
  world_->MakeGroup("group", "$boss_key", "{}");
  std::string upper = world_->Fill("$group");
  for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  EXPECT_EQ(world_->Api("GET", std::string(kGroups) + "/" + upper, "$boss_key").body,
            world_->Api("GET", kGroup, "$boss_key").body);
}

TEST_P(TykGroups, PutChangesWhatIsSent) {
  world_->MakeGroup("group", "$boss_key", R"({"apis":"read","logs":"read"})");
  world_->ApiOf(200, "PUT", kGroup, "$boss_key", R"({"active":false,"description":"d"})");
  const std::string before = world_->Api("GET", kGroup, "$boss_key").body;
  EXPECT_NE(before.find(R"("description":"d","active":false,"user_permissions":)"
                        R"({"apis":"read","logs":"read"})"),
            std::string::npos)
      << before;
  for (const char* nothing :
       {"{}", R"({"id":"x","org_id":"y","extra":[1]})", R"({"name":null,"active":null})"}) {
    EXPECT_EQ(world_->Api("PUT", kGroup, "$boss_key", nothing).body,
              R"({"Status":"OK","Message":"User group updated","Meta":null})");
    EXPECT_EQ(world_->Api("GET", kGroup, "$boss_key").body, before);
  }
  // The map is replaced as a whole.
  world_->ApiOf(200, "PUT", kGroup, "$boss_key",
                R"({"user_permissions":{"apis":"write"},"password_max_days":30})");
  const std::string after = world_->Api("GET", kGroup, "$boss_key").body;
  EXPECT_NE(after.find(R"("user_permissions":{"apis":"write"},"password_max_days":30})"),
            std::string::npos)
      << after;
}

TEST_P(TykGroups, BadBodiesChangeNothing) {
  world_->MakeGroup("group", "$boss_key", R"({"apis":"read"})");
  const std::string before = world_->Api("GET", kGroups, "$boss_key").body;
  const std::string long_name = R"({"name":")" + std::string(255, 'x') + "\"}";
  const std::string large =
      R"({"user_permissions":{")" + std::string(20'000, 'x') + R"(":"read"}})";
  for (const std::string_view body : std::initializer_list<std::string_view>{
           large, long_name, R"({"name":)", "[]", "1", "null", R"({"name":1})",
           R"({"active":"true"})", R"({"user_permissions":{"apis":1}})",
           R"({"user_permissions":[]})", R"({"password_max_days":-1})", R"({"name":"a",,})",
           R"(,{})", "{\"name\":\"\xFF\"}"}) {
    world_->Play({
        {"post",
         WithAccessKey("POST", kGroups, "$boss_key", body),
         403,
         {Refusal("Request body malformed.")},
         {}},
        {"put",
         WithAccessKey("PUT", kGroup, "$boss_key", body),
         400,
         {Refusal("Request body malformed.")},
         {}},
    });
  }
  for (const char* empty : {"", "  \n"}) {
    world_->Play({
        {"post",
         WithAccessKey("POST", kGroups, "$boss_key", empty),
         500,
         {Refusal("Failed to read response body, body empty.")},
         {}},
        {"put",
         WithAccessKey("PUT", kGroup, "$boss_key", empty),
         400,
         {Refusal("Request body malformed.")},
         {}},
    });
  }
  EXPECT_EQ(world_->Api("GET", kGroups, "$boss_key").body, before);
}

TEST_P(TykGroups, CommasInsideTextsStay) {
  world_->ApiOf(200, "POST", kGroups, "$boss_key",
                R"({"name":"a,} \",]","user_permissions":{"x":"read", } , })");
  const std::string list = world_->Api("GET", kGroups, "$boss_key").body;
  EXPECT_NE(list.find(R"("name":"a,} \",]")"), std::string::npos) << list;
}

TEST_P(TykGroups, TheSecondDeleteFindsNothing) {
  world_->MakeGroup("group", "$boss_key", "{}");
  world_->ApiOf(200, "DELETE", kGroup, "$boss_key");
  world_->Play({{"again", WithAccessKey("DELETE", kGroup, "$boss_key"), 404, {kNoGroup}, {}},
                {"get", WithAccessKey("GET", kGroup, "$boss_key"), 404, {kNoGroup}, {}}});
}

TEST_P(TykGroups, UnknownPermissionsStayAndTheTwoRightsAreRefused) {
  world_->MakeGroup("group", "$boss_key",
                    R"({"logs":"read","certificates":"write","zzz":"deny","q":"whatever"})");
  const std::string before = world_->Api("GET", kGroup, "$boss_key").body;
  EXPECT_NE(before.find(R"({"logs":"read","certificates":"write","zzz":"deny","q":"whatever"})"),
            std::string::npos)
      << before;
  for (const char* map :
       {R"({"IsAdmin":"admin"})", R"({"IsAdmin":"true"})", R"({"ResetPassword":"admin"})"}) {
    const std::string body = R"({"user_permissions":)" + std::string(map) + "}";
    const std::string refusal = Refusal("Admin role cannot be assigned to a user group.");
    world_->Play({{"post", WithAccessKey("POST", kGroups, "$boss_key", body), 403, {refusal}, {}},
                  {"put", WithAccessKey("PUT", kGroup, "$boss_key", body), 403, {refusal}, {}}});
  }
  EXPECT_EQ(world_->Api("GET", kGroup, "$boss_key").body, before);
}

TEST_P(TykGroups, MembersHaveWhatTheGroupHasAtOnce) {
  world_->MakeGroup("group", "$boss_key", R"({"users":"read"})");
  world_->MakeUser("member", "$org", R"({"user_groups":"write"})", R"(,"group_id":"$group")");
  const Call users = WithAccessKey("GET", "/api/users", "$member_key");
  const Call groups = WithAccessKey("GET", kGroups, "$member_key");
  world_->Play({{"the group's", users, 200, {R"("users":[)"}, {}},
                {"not his own", groups, 403, {"access denied: You do not"}, {"groups\":["}}});
  world_->ApiOf(200, "PUT", kGroup, "$boss_key", R"({"user_permissions":{"user_groups":"read"}})");
  world_->Play({{"changed", users, 403, {}, {"$boss"}}, {"changed", groups, 200, {}, {}}});
}

TEST_P(TykGroups, AnInactiveGroupLocksItsMembersOutUntilItIsActive) {
  world_->MakeGroup("group", "$boss_key", R"({"users":"read"})");
  world_->MakeUser("member", "$org", "{}", R"(,"group_id":"$group")");
  const Call users = WithAccessKey("GET", "/api/users", "$member_key");
  const Call self = WithAccessKey("GET", "/api/users/me", "$member_key");
  const std::string inactive = Refusal("access denied: User is not active");
  world_->ApiOf(200, "PUT", kGroup, "$boss_key", R"({"active":false})");
  world_->Play({{"users", users, 403, {inactive}, {}}, {"self", self, 403, {inactive}, {}}});
  world_->ApiOf(200, "PUT", kGroup, "$boss_key", R"({"active":true})");
  world_->Play({{"users", users, 200, {}, {}}, {"self", self, 200, {"$member"}, {}}});
}

TEST_P(TykGroups, ARemovedGroupWidensNobodysRights) {
  world_->MakeGroup("group", "$boss_key", R"({"users":"read"})");
  world_->MakeUser("member", "$org", R"({"users":"write","user_groups":"write"})",
                   R"(,"group_id":"$group")");
  world_->MakeUser("admin", "$org", R"({"IsAdmin":"admin"})", R"(,"group_id":"$group")");
  world_->ApiOf(200, "DELETE", kGroup, "$boss_key");
  world_->Play({
      {"users", WithAccessKey("GET", "/api/users", "$member_key"), 403, {}, {"$boss"}},
      {"groups", WithAccessKey("GET", kGroups, "$member_key"), 403, {}, {}},
      {"himself",
       WithAccessKey("GET", "/api/users/me", "$member_key"),
       200,
       {R"("group_id":"$group")"},
       {}},
      {"admin", WithAccessKey("GET", "/api/users", "$admin_key"), 200, {"$boss"}, {}},
      {"repeating the id",
       WithAccessKey("PUT", "/api/users/$member", "$boss_key",
                     R"({"group_id":"$group","first_name":"New"})"),
       200,
       {},
       {}},
      {"leaving",
       WithAccessKey("PUT", "/api/users/$member", "$boss_key", R"({"group_id":""})"),
       200,
       {},
       {}},
      {"his own again", WithAccessKey("GET", kGroups, "$member_key"), 200, {}, {}},
  });
}

GUILDHALL_EVERY_ENGINE(TykGroups);

}  // namespace
}  // namespace guildhall::scenarios
