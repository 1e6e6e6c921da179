// Every sample of the Tyk Dashboard document "User Groups", sent as printed and compared with the
// printed answer: members, their order, types and fixed texts. Ids and keys are the data's own. The
// printed list shows groups of two organisations; nobody is shown more than his own here.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

class TykSeeds : public TykTest {
 protected:
  // The administrator has the key that the document prints.
  void SetUp() override {
    TykTest::SetUp();
    world_->base().Set("boss_key", "7a7b140f-2480-4d5a-4e78-24049e3ba7f8");
    world_->AdminOf(200, "PUT", "/admin/users/$boss", R"({"access_key":"$boss_key"})");
  }
};

TEST_P(TykSeeds, TheListAnswersAsPrinted) {
  world_->Api("POST", "/api/usergroups", "$boss_key",
              R"({"name":"Analytics team","description":"Only access to analytics pages",
                  "user_permissions":{"analytics":"read"}})");
  const Reply second = world_->Api("POST", "/api/usergroups", "$boss_key",
                                   R"({"name":"Certificates team",
                                       "description":"Team to manage certificates",
                                       "user_permissions":{"certificates":"write"}})");
  world_->base().Set("second", IdOfMade(second));
  const Json list = world_->ApiOf(200, "GET", "/api/usergroups", "$boss_key");
  const Json* groups = list.Find("groups");
  ASSERT_TRUE(groups != nullptr && groups->AsArray() != nullptr && groups->AsArray()->size() == 2);
  world_->base().Set("first", TextIn(groups->AsArray()->front(), "id"));

  const Reply reply = world_->Api("GET", "/api/usergroups", "$boss_key");
  EXPECT_EQ(reply.body, Compact(world_->Fill(R"({
  "groups": [
    {
      "org_id": "$org",
      "id": "$first",
      "name": "Analytics team",
      "description": "Only access to analytics pages",
      "active": true,
      "user_permissions": { "analytics": "read" }
    },
    {
      "org_id": "$org",
      "id": "$second",
      "name": "Certificates team",
      "description": "Team to manage certificates",
      "active": true,
      "user_permissions": { "certificates": "write" }
    }
  ],
  "pages": 0
})")));
}

TEST_P(TykSeeds, OneGroupAnswersAsPrinted) {
  const Reply made = world_->Api("POST", "/api/usergroups", "$boss_key",
                                 R"({"name":"Certificates team",
                                     "description":"Team to manage certificates",
                                     "user_permissions":{"certificates":"write"}})");
  world_->base().Set("group", IdOfMade(made));
  const Reply reply = world_->Api("GET", "/api/usergroups/$group", "$boss_key");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, Compact(world_->Fill(R"({
  "org_id": "$org",
  "id": "$group",
  "name": "Certificates team",
  "description": "Team to manage certificates",
  "active": true,
  "user_permissions": { "certificates": "write" }
})")));
}

TEST_P(TykSeeds, AddAnswersAsPrinted) {
  const Reply reply = world_->Api("POST", "/api/usergroups", "$boss_key", R"({
  "name": "Logs team",
  "description": "Logs team description",
  "user_permissions": { "logs": "read" }
})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"Status":"OK","Message":"User group created","Meta":""})");
  // What the answer leaves out, the address says.
  world_->ApiOf(200, "GET", reply.headers.at("Location"), "$boss_key");
}

TEST_P(TykSeeds, UpdateTakesTheTrailingCommaAndAnswersAsPrinted) {
  world_->MakeGroup("group", "$boss_key", R"({"certificates":"write"})");
  const Reply reply = world_->Api("PUT", "/api/usergroups/$group", "$boss_key", R"({
  "name": "Certificates Team 2",
  "description": "Another certificates team",
}
)");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"Status":"OK","Message":"User group updated","Meta":null})");
  const Reply after = world_->Api("GET", "/api/usergroups/$group", "$boss_key");
  EXPECT_EQ(after.body, world_->Fill(R"({"org_id":"$org","id":"$group",)"
                                     R"("name":"Certificates Team 2",)"
                                     R"("description":"Another certificates team","active":true,)"
                                     R"("user_permissions":{"certificates":"write"}})"));
}

TEST_P(TykSeeds, DeleteAnswersAsPrinted) {
  world_->MakeGroup("group", "$boss_key", "{}");
  const Reply reply = world_->Api("DELETE", "/api/usergroups/$group", "$boss_key");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"Status":"OK","Message":"User group deleted","Meta":""})");
}

TEST_P(TykSeeds, TheIdIsMetaWhereTheSettingSaysSo) {
  Begin({.create_meta_id = true});
  const Reply reply = world_->Api("POST", "/api/usergroups", "$boss_key", R"({"name":"x"})");
  EXPECT_EQ(reply.body, R"({"Status":"OK","Message":"User group created","Meta":")" +
                            IdOfMade(reply) + R"("})");
}

GUILDHALL_EVERY_ENGINE(TykSeeds);

}  // namespace
}  // namespace guildhall::scenarios
