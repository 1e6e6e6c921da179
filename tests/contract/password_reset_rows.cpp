// New passwords that users have asked for.
#include "tests/contract/store_contract.h"

namespace guildhall::test {

TEST_P(StoreContract, PasswordResetsAreFoundByNumberAloneAndByUser) {
  const UserPasswordReset row = MakePasswordReset(1, kRivia, 7);
  Do({kSite, kRivia}, [&](Transaction& tx) { return tx.password_resets().Put(row); });
  const auto of_user = [&](TenantId tenant, std::int64_t user) {
    return See([&](auto& v) { return v.password_resets().FindOfUser(tenant, UserId(user)); });
  };
  EXPECT_EQ(See([](auto& v) { return v.password_resets().Find(1); }), row);
  EXPECT_FALSE(See([](auto& v) { return v.password_resets().Find(7); }));
  EXPECT_EQ(of_user(kRivia, 7), row);
  EXPECT_FALSE(of_user(kRivia, 1));
  EXPECT_FALSE(of_user(kNilfgaard, 7));
}

TEST_P(StoreContract, ANewPasswordResetTakesThePlaceOfTheUsersFormerOne) {
  const UserPasswordReset second = MakePasswordReset(2, kRivia, 7);
  Do({kSite, kRivia}, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.password_resets().Put(MakePasswordReset(1, kRivia, 7)));
    GH_CHECK(tx.password_resets().Put(second));
    return tx.password_resets().Put(MakePasswordReset(3, kRivia, 8));
  });
  Do({kSite, kNilfgaard},
     [](Transaction& tx) { return tx.password_resets().Put(MakePasswordReset(4, kNilfgaard, 7)); });
  EXPECT_FALSE(See([](auto& v) { return v.password_resets().Find(1); }));
  EXPECT_EQ(See([](auto& v) { return v.password_resets().FindOfUser(kRivia, UserId(7)); }), second);
  EXPECT_TRUE(See([](auto& v) { return v.password_resets().Find(3); }));
  EXPECT_TRUE(See([](auto& v) { return v.password_resets().Find(4); }));
}

TEST_P(StoreContract, PasswordResetsChangeAndMissingOnesAreNotFound) {
  UserPasswordReset row = MakePasswordReset(1, kRivia, 7);
  Do({kSite, kRivia}, [&](Transaction& tx) { return tx.password_resets().Put(row); });
  row.attempts = 4;
  row.used = true;
  Do({kSite, kRivia}, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.password_resets().Update(MakePasswordReset(2, kRivia, 7))), "not_found");
    EXPECT_EQ(Outcome(tx.password_resets().Update(MakePasswordReset(1, kNilfgaard, 7))),
              "not_found");
    return tx.password_resets().Update(row);
  });
  EXPECT_EQ(See([](auto& v) { return v.password_resets().Find(1); }), row);
}

TEST_P(StoreContract, OldPasswordResetsOfAllTenantsGoFromTheOldest) {
  Do({kSite, kRivia, kNilfgaard}, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 6; ++id) {
      const TenantId tenant = id % 2 == 0 ? kRivia : kNilfgaard;
      GH_CHECK(tx.password_resets().Put(MakePasswordReset(id, tenant, id)));
    }
    return {};
  });
  const auto remove = [&](std::int64_t before, std::int32_t limit) {
    std::int64_t removed = -1;
    Do(kSite, [&](Transaction& tx) -> Result<void> {
      GH_TRY(removed, tx.password_resets().RemoveBefore(TimeOf(before), limit));
      return {};
    });
    return removed;
  };
  const auto left = [&] {
    List numbers;
    for (std::int64_t id = 1; id <= 6; ++id) {
      if (See([&](auto& v) { return v.password_resets().Find(id); })) numbers.push_back(id);
    }
    return numbers;
  };
  EXPECT_EQ(remove(1, 9), 0);
  EXPECT_EQ(remove(5, 0), 0);
  EXPECT_EQ(remove(5, 3), 3);
  EXPECT_EQ(left(), List({4, 5, 6}));
  EXPECT_EQ(remove(5, 9), 1);
  EXPECT_EQ(remove(5, 9), 0);
  EXPECT_EQ(left(), List({5, 6}));
}

TEST_P(StoreContract, PasswordResetsAreNumberedByTheSite) {
  std::int64_t expected = 0;
  for (const TenantId tenant : {kRivia, kNilfgaard}) {
    Do({kSite, tenant}, [&](Transaction& tx) -> Result<void> {
      EXPECT_EQ(tx.Next(tenant, Sequence::kPasswordReset), ++expected);
      return {};
    });
  }
}

}  // namespace guildhall::test
