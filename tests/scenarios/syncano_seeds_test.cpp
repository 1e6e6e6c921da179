// Every sample of the Syncano v1.1 documents "User - details" and "Users - list", sent as printed
// and compared with the printed answer: members, their order, types and fixed texts. Times and keys
// are the data's own.

#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/scenarios/engines.h"
#include "tests/scenarios/world.h"

namespace guildhall::scenarios {
namespace {

std::string Golden(const std::string& name) {
  std::ifstream file(std::string(GUILDHALL_GOLDEN_FOLDER) + "/" + name);
  std::stringstream text;
  text << file.rdbuf();
  std::string golden = text.str();
  EXPECT_FALSE(golden.empty()) << name;
  while (!golden.empty() && golden.back() == '\n') golden.pop_back();
  return golden;
}

// The body with every time and user key replaced; anything that has not their exact form stays and
// is seen by the comparison.
std::string WithoutVolatile(const std::string& body) {
  static const std::regex time(R"("\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")");
  static const std::regex key(R"re(("user_key":)"[0-9a-f]{39}[02468ace]")re");
  return std::regex_replace(std::regex_replace(body, time, "\"<time>\""), key, "$1\"<key>\"");
}

class SyncanoSeeds : public EngineTest {
 protected:
  void SetUp() override {
    world_ = MakeWorld();
    BuildRivia(*world_);
  }
  std::unique_ptr<World> world_;
};

TEST_P(SyncanoSeeds, UsersListAnswersAsPrinted) {
  const Reply reply = world_->Ask("GET", "/v1.1/instances/rivia/users/", "$admin");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(WithoutVolatile(reply.body), Golden("users_list_200.json"));
}

TEST_P(SyncanoSeeds, UsersListRefusesAnUnknownKeyAsPrinted) {
  const Reply reply = world_->Ask("GET", "/v1.1/instances/rivia/users/",
                                  "0123456789012345678901234567890123456789");
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.body, Golden("users_list_403.json"));
}

TEST_P(SyncanoSeeds, UsersListOfAnUnknownInstanceAnswersAsPrinted) {
  const Reply reply = world_->Ask("GET", "/v1.1/instances/kaedwen/users/", "$admin");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body, Golden("users_list_404.json"));
}

TEST_P(SyncanoSeeds, UserDetailsAnswersAsPrintedWithTheKeyInTheHeader) {
  const Reply reply = world_->Ask("GET", "/v1.1/instances/rivia/user/", "$app", "$geralt");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(WithoutVolatile(reply.body), Golden("user_details_200.json"));
}

TEST_P(SyncanoSeeds, UserDetailsAnswersAsPrintedWithTheKeyInThePath) {
  const Reply reply = world_->Ask("GET", "/v1.1/instances/rivia/user/?user_key=$geralt", "$app");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(WithoutVolatile(reply.body), Golden("user_details_200.json"));
}

TEST_P(SyncanoSeeds, UserDetailsRefusesAnAccountKeyAsPrinted) {
  for (const char* user_key : {"", "$geralt"}) {
    const Reply reply = world_->Ask("GET", "/v1.1/instances/rivia/user/", "$admin", user_key);
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.body, Golden("user_details_403.json"));
  }
}

TEST_P(SyncanoSeeds, UserDetailsOfAnUnknownInstanceAnswersAsPrinted) {
  const Reply reply = world_->Ask("GET", "/v1.1/instances/kaedwen/user/", "$app", "$geralt");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body, Golden("user_details_404.json"));
}

GUILDHALL_EVERY_ENGINE(SyncanoSeeds);

}  // namespace
}  // namespace guildhall::scenarios
