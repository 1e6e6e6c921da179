// What Daptin says to input that is none: its own words, nothing changed, nothing leaked.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"
#include "tests/scenarios/random_bodies.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kJoin = "/api/user_account_user_account_id_has_usergroup_usergroup_id";

class DaptinBadInput : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    daptin_->MakeGroup("editors", "$boss_token");
  }
  /// Everything that boss can see, to be compared.
  std::string Everything() {
    std::string all;
    for (const char* table : {"user_account", "usergroup", "world", "action"}) {
      all += daptin_->Api("GET", "/api/" + std::string(table) + "?page[size]=1000", "$boss_token")
                 .body;
    }
    return all + daptin_->Api("GET", std::string(kJoin) + "?page[size]=1000", "$boss_token").body;
  }
  void Refuse(int status, std::string_view method, const std::string& target, std::string_view body,
              const std::string& text = "") {
    const Reply reply = daptin_->Api(method, target, "$boss_token", body);
    EXPECT_EQ(reply.status, status) << method << ' ' << target << ' ' << body << '\n' << reply.body;
    EXPECT_TRUE(ParseJson(reply.body)) << reply.body;
    EXPECT_TRUE(Has(reply.body, text)) << reply.body;
  }
};

TEST_P(DaptinBadInput, BrokenDocumentsAreRefusedAndChangeNothing) {
  const std::string before = Everything();
  for (const char* body : {"{", "\xFF", "[1,]", "{\"data\":"}) {
    Refuse(406, "POST", "/api/usergroup", body);
    Refuse(406, "PATCH", "/api/usergroup/$editors", body);
  }
  for (const char* body : {"[]", "1", "{}", R"({"data":[]})", R"({"data":1})"}) {
    const Reply reply = daptin_->Api("POST", "/api/usergroup", "$boss_token", body);
    EXPECT_GE(reply.status, 400) << body;
    EXPECT_LT(reply.status, 500) << body;
  }
  Refuse(409, "PATCH", "/api/usergroup/$editors", RowOf("usergroup", "$ann", R"({"name":"other"})"),
         "id in the resource does not match");
  Refuse(400, "POST", "/api/usergroup", RowOf("usergroup", "", R"({"name":""})"), "name");
  Refuse(400, "POST", "/api/usergroup", RowOf("usergroup", "", R"({"name":1})"));
  Refuse(400, "POST", "/api/user_account", RowOf("user_account", "", R"({"name":"x"})"), "email");
  Refuse(400, "POST", "/api/user_account",
         RowOf("user_account", "", R"({"name":"x","email":"no mail"})"), "email");
  Refuse(409, "POST", "/api/user_account",
         RowOf("user_account", "", R"({"name":"x","email":"ANN@example.com"})"),
         "UNIQUE constraint failed: user_account.email");
  Refuse(400, "PATCH", "/api/usergroup/$editors",
         RowOf("usergroup", "$editors", R"({"permission":"all"})"));
  Refuse(400, "POST", kJoin, RowOf("join", "", R"({"user_account_id":"$ann"})"), "usergroup_id");
  Refuse(400, "POST", kJoin,
         RowOf("join", "", R"({"user_account_id":"$ann","usergroup_id":"nonsense"})"));
  EXPECT_EQ(Everything(), before);
}

TEST_P(DaptinBadInput, UnknownPlacesAreToldAlike) {
  for (const char* token : {"", "$ann_token", "$boss_token"}) {
    const Reply table = daptin_->Api("GET", "/api/nonesuch", token);
    EXPECT_EQ(table.status, 404);
    EXPECT_EQ(daptin_->Api("GET", "/api/record_seek", token).body, table.body);
    EXPECT_EQ(daptin_->Api("GET", "/api/user_account%27--", token).body, table.body);
  }
  const std::string nobody = "/api/user_account/00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(daptin_->Api("GET", nobody, "$boss_token").status, 404);
  EXPECT_EQ(daptin_->Api("GET", nobody, "$ann_token").body,
            daptin_->Api("GET", "/api/user_account/$boss", "").body)
      << "a missing row is told like a refusing one";
}

TEST_P(DaptinBadInput, CursorsTellNothingOfRowsThatOneMayNotRead) {
  const auto behind = [&](const std::string& id) {
    return daptin_->Api("GET", "/api/usergroup?page[size]=10&page[before]=" + id, "$ann_token")
        .body;
  };
  daptin_->MakeGroup("later", "$boss_token");
  EXPECT_EQ(behind("$editors"), behind("00000000-0000-4000-8000-000000000000"));
}

TEST_P(DaptinBadInput, ListsAreAskedByKnownColumnsOnly) {
  Refuse(400, "GET", "/api/user_account?sort=password_hash", "");
  Refuse(400, "GET", "/api/user_account?sort=name;drop%20table%20users", "");
  Refuse(400, "GET", "/api/user_account?query=%5B", "");
  Refuse(400, "GET",
         "/api/user_account?query=[%7B%22column%22:%22password%22,%22operator%22:%22is%22,"
         "%22value%22:%22x%22%7D]",
         "");
  Refuse(400, "GET", "/api/user_account?page[number]=x", "");
  for (const char* query : {"?page[size]=0", "?page[size]=-5", "?page[size]=99999999999999999999",
                            "?page[number]=0", "?page[number]=99999999", "?filter=%25%27"}) {
    const Reply reply =
        daptin_->Api("GET", std::string("/api/user_account") + query, "$boss_token");
    EXPECT_LT(reply.status, 500) << query;
    EXPECT_FALSE(Has(reply.body, "argon2")) << query;
  }
}

TEST_P(DaptinBadInput, RandomRequestsNeverEndInAServerError) {
  constexpr int kRequests = 1200;
  constexpr unsigned kSeed = 20220416;
  RandomBodies random(kSeed, {"type", "id", "attributes", "relationships", "name", "email",
                              "permission", "reference_id", "usergroup_id", "user_account_id",
                              "world_id", "confirmed", "user_account", "data", "password"});
  const std::vector<std::string> paths = {"/api/user_account",
                                          "/api/user_account/$ann",
                                          "/api/user_account/mine",
                                          "/api/usergroup",
                                          "/api/usergroup/$editors",
                                          "/api/usergroup/$editors/user_account_id",
                                          "/api/user_account/$ann/relationships/usergroup_id",
                                          "/api/world",
                                          "/api/action",
                                          kJoin,
                                          std::string(kJoin) + "/$ann",
                                          "/api/nonesuch",
                                          "/api/user_account/%00",
                                          "/action/world/become_an_administrator",
                                          "/action/usergroup/signup",
                                          "/jsmodel/usergroup.js",
                                          "/meta",
                                          "/actions"};
  for (int i = 0; i < kRequests; ++i) {
    std::string body = random.Object();
    if (random.Below(3) > 0) {
      body = R"({"data":{"type":"usergroup","id":"$editors","attributes":)" + body +
             R"(,"relationships":)" + random.Object() + "}}";
    }
    // Passwords would cost a hash each and are checked like every other text.
    if (Has(body, "password") && i % 20 != 0) continue;
    const std::string method = random.Pick({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
    std::string target = random.Pick(paths);
    if (random.Below(2) == 0) {
      target += "?" +
                random.Pick({"page[size]", "sort", "query", "filter", "fields[usergroup]",
                             "included_relations", "page[after]", "token"}) +
                "=" +
                random.Pick({"1", "-1", "name", "%5B%5D", "%5B%7B%7D%5D", "*", "%ff", "$ann"});
    }
    const Reply reply =
        daptin_->Api(method, target, random.Pick({"$boss_token", "$ann_token", "", "x.y.z"}), body);
    EXPECT_LT(reply.status, 500) << "seed " << kSeed << ": " << method << ' ' << target << '\n'
                                 << body << '\n'
                                 << reply.body;
    if (!reply.body.empty()) {
      EXPECT_TRUE(ParseJson(reply.body)) << reply.body;
    }
    EXPECT_FALSE(Has(reply.body, "argon2"));
  }
}

GUILDHALL_EVERY_ENGINE(DaptinBadInput);

}  // namespace
}  // namespace guildhall::scenarios
