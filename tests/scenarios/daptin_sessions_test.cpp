// How long people stay signed in: through a new signing key, and not through a new password.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

class DaptinSessions : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
  }
  TenantId Hall() {
    return (*world_->core().callers().FindTenant(Patience::kMayWait, "hall-one"))->id;
  }
  void Rotate(bool ending) {
    const TenantId id = Hall();
    const auto done =
        WriteAndWait(world_->store(), {kSite, id}, [&](Transaction& tx) -> Result<void> {
          GH_CHECK(world_->core().tenants().RotateSessionKey(tx, id, ending));
          return {};
        });
    ASSERT_TRUE(done) << done.error().detail;
  }
  int Mine(std::string_view token) {
    return daptin_->Api("GET", "/api/user_account/mine", token).status;
  }
};

TEST_P(DaptinSessions, GoOnUnderANewKeyAndEndWhenAskedTo) {
  EXPECT_EQ(Mine("$ann_token"), 200);
  Rotate(false);
  EXPECT_EQ(Mine("$ann_token"), 200) << "signed under the former key";
  const std::string former = world_->Get("ann_token");
  daptin_->Enter("ann");
  EXPECT_NE(world_->Get("ann_token"), former);
  EXPECT_EQ(Mine("$ann_token"), 200);
  Rotate(true);
  EXPECT_EQ(Mine("$ann_token"), 403) << "a guest now";
  EXPECT_EQ(Mine(former), 403);
  daptin_->Enter("ann");
  EXPECT_EQ(Mine("$ann_token"), 200);
}

TEST_P(DaptinSessions, ShowOnesOwnAccountAlikeHoweverItIsAskedFor) {
  const auto expect_alike = [&](const std::string& part, bool shown) {
    const Reply short_way = daptin_->Api("GET", "/api/user_account/mine", "$ann_token");
    EXPECT_EQ(short_way.status, 200);
    // With a query, the row is read and goes through everything that lists of rows go through.
    for (const char* path : {"mine?", "mine?asked=twice", "$ann", "$ann?asked=twice"}) {
      const Reply other =
          daptin_->Api("GET", "/api/user_account/" + std::string(path), "$ann_token");
      EXPECT_EQ(other.body, short_way.body) << path;
      EXPECT_EQ(other.headers, short_way.headers) << path;
    }
    EXPECT_EQ(Has(short_way.body, part), shown) << part << "\nin: " << short_way.body;
  };
  expect_alike("issue", false);
  daptin_->Declare(
      "Tables:\n  - TableName: issue\n    Columns:\n"
      "      - {Name: title, DataType: varchar(80), ColumnType: label}\n"
      "Relations:\n"
      "  - {Subject: issue, Relation: has_one, Object: user_account, ObjectName: assignee_id}\n",
      "$boss_token");
  expect_alike("issue", true);
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann", "$ann_token",
                      R"({"data":{"type":"user_account","id":"$ann","attributes":)"
                      R"({"name":"Ann \"the\" \u00e9lan"}}})")
                .status,
            200);
  expect_alike(R"(Ann \"the\" )", true);
}

TEST_P(DaptinSessions, AreRenewedByTheirOwner) {
  const Reply renewed =
      daptin_->Api("POST", "/action/user_account/$ann/jwt.token", "$ann_token", "{}");
  EXPECT_EQ(renewed.status, 200) << renewed.body;
  EXPECT_TRUE(Has(renewed.body, R"("key":"token")")) << renewed.body;
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/$ann/jwt.token", "$bob_token", "{}").status,
            403);
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/$ann/jwt.token", "", "{}").status, 400)
      << "a guest is not shown the account";
}

TEST_P(DaptinSessions, AreNotOfSomebodyElseWhoHasTheSameNumber) {
  EXPECT_EQ(Mine("$ann_token"), 200);
  const TenantId tenant = Hall();
  // As a database that was put back, and has made somebody else since.
  const auto replaced =
      WriteAndWait(world_->store(), {tenant}, [&](Transaction& tx) -> Result<void> {
        GH_TRY(auto users, tx.users().List(tenant, {}));
        for (User& user : users) {
          if (!user.username.starts_with("ann")) continue;
          user.uid = Uid{9, 9};
          GH_CHECK(tx.users().Update(tenant, user));
        }
        return {};
      });
  ASSERT_TRUE(replaced) << replaced.error().detail;
  EXPECT_EQ(Mine("$ann_token"), 403);
}

TEST_P(DaptinSessions, EndWithANewPassword) {
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann", "$ann_token",
                      RowOf("user_account", "$ann", R"({"password":"another one"})"))
                .status,
            200);
  EXPECT_EQ(Mine("$ann_token"), 403);
}

GUILDHALL_EVERY_ENGINE(DaptinSessions);

}  // namespace
}  // namespace guildhall::scenarios
