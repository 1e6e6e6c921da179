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
  void Rotate(bool ending) {
    const auto tenant = world_->core().callers().FindTenant(Patience::kMayWait, "hall-one");
    const TenantId id = (*tenant)->id;
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
