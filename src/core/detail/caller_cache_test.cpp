#include "core/detail/caller_cache.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace guildhall::detail {
namespace {

constexpr TenantId kTenant{1};
constexpr std::size_t kPlenty = 64U << 20;

KeyBytes KeyOf(std::int64_t number) {
  KeyBytes key{};
  key[0] = static_cast<std::uint8_t>(number);
  key[1] = static_cast<std::uint8_t>(number >> 8);
  return key;
}

UserView UserOf(std::int64_t id, std::vector<std::shared_ptr<const Group>> groups = {}) {
  UserView view;
  view.user.id = UserId(id);
  view.user.username = "user" + std::to_string(id);
  view.user_key = TextOf(KeyOf(id));
  view.groups = std::move(groups);
  return view;
}

std::shared_ptr<const Group> GroupOf(std::int64_t id, std::string name = "witchers") {
  Group group;
  group.id = GroupId(id);
  group.name = std::move(name);
  return std::make_shared<const Group>(std::move(group));
}

class CallerCacheTest : public testing::Test {
 protected:
  void Commit(std::int64_t epoch, Touched touched, TenantId tenant = kTenant) {
    guildhall::Commit commit;
    commit.tenants.push_back(
        {.tenant = tenant, .epoch_before = epoch - 1, .epoch = epoch, .touched = {touched}});
    logs_->Committed(commit);
  }
  bool Has(std::int64_t user, TenantId tenant = kTenant) {
    return cache_.Of(tenant).FindUser(UserId(user)) != nullptr;
  }
  bool HasKey(std::int64_t user) {
    return cache_.Of(kTenant).FindUserByKey(KeyOf(user)) != nullptr;
  }
  void Keep(std::int64_t user, std::int64_t epoch = 5) {
    cache_.Of(kTenant);
    cache_.KeepUser(kTenant, epoch, UserOf(user));
  }

  std::shared_ptr<EpochLogs> logs_ = std::make_shared<EpochLogs>();
  CallerCache cache_{logs_, kPlenty};
};

TEST_F(CallerCacheTest, FindsAUserByIdAndByKey) {
  Keep(1);
  EXPECT_TRUE(Has(1));
  EXPECT_TRUE(HasKey(1));
  EXPECT_FALSE(Has(2));
  EXPECT_FALSE(HasKey(2));
  EXPECT_FALSE(Has(1, TenantId(2))) << "the neighbour has no such user";
}

TEST_F(CallerCacheTest, ATouchedUserIsForgottenAndNobodyElse) {
  Keep(1);
  Keep(2);
  Commit(6, {Touched::Kind::kUser, 1});
  EXPECT_FALSE(Has(1));
  EXPECT_FALSE(HasKey(1));
  EXPECT_TRUE(Has(2));
}

TEST_F(CallerCacheTest, ANewKeyTakesThePlaceOfTheOld) {
  Keep(1);
  Commit(6, {Touched::Kind::kUser, 1});
  UserView view = UserOf(1);
  view.user_key = TextOf(KeyOf(99));
  cache_.KeepUser(kTenant, 6, std::move(view));
  EXPECT_TRUE(HasKey(99));
  EXPECT_FALSE(HasKey(1));
}

TEST_F(CallerCacheTest, AnInactiveUserIsNotFoundByKey) {
  cache_.Of(kTenant);
  UserView view = UserOf(1);
  view.user.active = false;
  cache_.KeepUser(kTenant, 5, std::move(view));
  EXPECT_TRUE(Has(1));
  EXPECT_FALSE(HasKey(1));
}

TEST_F(CallerCacheTest, ATouchedGroupTakesItsMembersAlong) {
  cache_.Of(kTenant);
  cache_.KeepUser(kTenant, 5, UserOf(1, {GroupOf(7)}));
  cache_.KeepUser(kTenant, 5, UserOf(2, {GroupOf(8)}));
  Commit(6, {Touched::Kind::kGroup, 7});
  EXPECT_FALSE(Has(1));
  EXPECT_TRUE(Has(2));
  cache_.KeepUser(kTenant, 6, UserOf(1, {GroupOf(7, "hunters")}));
  EXPECT_TRUE(Has(1));
}

TEST_F(CallerCacheTest, AGroupOfTheSystemTakesEverybodyAlong) {
  Keep(1);
  Commit(6, {Touched::Kind::kGroup, kAdministrators.value()});
  EXPECT_FALSE(Has(1)) << "whether or not it stands in his view";
  Keep(1, 6);
  EXPECT_TRUE(Has(1));
}

TEST_F(CallerCacheTest, AJobAndTheTenantItselfTakeEverybodyAlong) {
  Keep(1);
  Commit(6, {Touched::Kind::kJob, 1});
  EXPECT_FALSE(Has(1)) << "a group of his profile may be hidden now";
  Keep(1, 6);
  EXPECT_TRUE(Has(1));
  Commit(7, {Touched::Kind::kTenant, kTenant.value()});
  EXPECT_FALSE(Has(1)) << "the tenant may be gone";
}

TEST_F(CallerCacheTest, AnAccessKeyLeadsToItsLastHolder) {
  const auto keep = [&](std::int64_t user, std::string key) {
    cache_.Of(kTenant);
    UserView view = UserOf(user);
    view.access_key = Secret(std::move(key));
    cache_.KeepUser(kTenant, 5, std::move(view));
  };
  const auto holder = [&](std::string_view key) {
    const UserRows::Holder* found = cache_.FindHolder(key);
    return found != nullptr ? found->user.value() : 0;
  };
  keep(1, "sword");
  EXPECT_EQ(holder("sword"), 1);
  EXPECT_EQ(holder("swore"), 0);
  EXPECT_EQ(holder(""), 0);
  keep(1, "shield");
  EXPECT_EQ(holder("sword"), 0) << "the former key is forgotten";
  keep(2, "shield");
  keep(1, "");
  EXPECT_EQ(holder("shield"), 2) << "it was given to somebody else";
}

TEST_F(CallerCacheTest, MembersOfOneGroupShareIt) {
  cache_.Of(kTenant);
  const auto one = cache_.KeepUser(kTenant, 5, UserOf(1, {GroupOf(7)}));
  const auto two = cache_.KeepUser(kTenant, 5, UserOf(2, {GroupOf(7)}));
  EXPECT_EQ(one->groups.at(0), two->groups.at(0));
}

TEST_F(CallerCacheTest, WhatWasReadAcrossACommitIsGivenButNotKept) {
  Keep(1);
  const auto view = cache_.KeepUser(kTenant, 6, UserOf(2));
  EXPECT_EQ(view->user.id, UserId(2));
  EXPECT_FALSE(Has(2));
  Commit(6, {Touched::Kind::kUser, 9});
  cache_.KeepUser(kTenant, 5, UserOf(3));
  EXPECT_FALSE(Has(3)) << "read before the commit";
}

TEST_F(CallerCacheTest, TooManyMissedCommitsForgetEverything) {
  Keep(1);
  for (std::int64_t epoch = 6; epoch < 500; ++epoch) Commit(epoch, {Touched::Kind::kUser, 1000});
  EXPECT_FALSE(Has(1));
}

TEST_F(CallerCacheTest, AViewOutlivesItsPlaceInTheCache) {
  cache_.Of(kTenant);
  const auto view = cache_.KeepUser(kTenant, 5, UserOf(1));
  Commit(6, {Touched::Kind::kUser, 1});
  cache_.Of(kTenant);
  cache_.KeepUser(kTenant, 6, UserOf(1));
  EXPECT_EQ(view->user.username, "user1");
}

TEST_F(CallerCacheTest, ATouchedApiKeyIsForgotten) {
  ApiKeyView view;
  view.row.id = ApiKeyId(3);
  view.row.tenant = kTenant;
  view.key = TextOf(KeyOf(42));
  cache_.Of(kTenant);
  cache_.KeepApiKey(kTenant, 5, std::move(view));
  EXPECT_NE(cache_.Of(kTenant).FindApiKey(KeyOf(42)), nullptr);
  EXPECT_EQ(cache_.Of(TenantId(2)).FindApiKey(KeyOf(42)), nullptr);
  Commit(6, {Touched::Kind::kApiKey, 4});
  EXPECT_NE(cache_.Of(kTenant).FindApiKey(KeyOf(42)), nullptr);
  Commit(7, {Touched::Kind::kApiKey, 3});
  EXPECT_EQ(cache_.Of(kTenant).FindApiKey(KeyOf(42)), nullptr);
}

TEST_F(CallerCacheTest, TheSiteForgetsTouchedTenantsAndOperators) {
  Tenant tenant;
  tenant.id = kTenant;
  tenant.name = "rivia";
  cache_.KeepTenant(5, tenant);
  cache_.KeepOperator(5, OperatorId(1), KeyOf(1), {"digest", {{kTenant, Role::kFull}}});
  ASSERT_NE(cache_.Site().FindTenant("rivia"), nullptr);
  ASSERT_NE(cache_.Site().FindOperator(KeyOf(1)), nullptr);
  Commit(6, {Touched::Kind::kTenant, 1}, kSite);
  EXPECT_EQ(cache_.Site().FindTenant("rivia"), nullptr);
  const auto* known = cache_.Site().FindOperator(KeyOf(1));
  ASSERT_NE(known, nullptr);
  EXPECT_FALSE((*known)->value.roles.contains(kTenant)) << "it may have a new owner";
  Commit(7, {Touched::Kind::kOperator, 1}, kSite);
  EXPECT_EQ(cache_.Site().FindOperator(KeyOf(1)), nullptr);
}

TEST_F(CallerCacheTest, AmongOtherNodesTheStoreIsAskedOnceForEachRequest) {
  CallerCache cache(logs_, kPlenty, CallerCache::Company::kOtherNodes);
  EXPECT_TRUE(cache_.IsFollowing(kTenant)) << "alone, never";
  cache.Follow(kTenant, {.site = 3, .tenant = 5});
  EXPECT_FALSE(cache.IsFollowing(kTenant)) << "outside of a request, every time";
  cache.BeginRequest();
  EXPECT_FALSE(cache.IsFollowing(kTenant));
  cache.Follow(kTenant, {.site = 3, .tenant = 5});
  EXPECT_TRUE(cache.IsFollowing(kTenant));
  EXPECT_FALSE(cache.IsFollowing(TenantId(2)));
  cache.BeginRequest();
  EXPECT_FALSE(cache.IsFollowing(kTenant)) << "one within another asks for itself";
  cache.EndRequest();
  cache.EndRequest();
  EXPECT_FALSE(cache.IsFollowing(kTenant));
}

TEST_F(CallerCacheTest, WhatAnotherNodeChangedIsNotTrusted) {
  CallerCache cache(logs_, kPlenty, CallerCache::Company::kOtherNodes);
  const auto has = [&](std::int64_t user) {
    return cache.Of(kTenant).FindUser(UserId(user)) != nullptr;
  };
  cache.KeepUser(kTenant, 5, UserOf(1));
  cache.Follow(kTenant, {.site = 3, .tenant = 5});
  EXPECT_TRUE(has(1));
  for (int request = 0; request < 10; ++request) {
    cache.Follow(kTenant, {.site = 3, .tenant = 6});
    EXPECT_FALSE(has(1));
  }
  cache.KeepUser(kTenant, 6, UserOf(1));
  cache.KeepUser(kTenant, 6, UserOf(2));
  EXPECT_TRUE(has(1));
  cache.Follow(kTenant, {.site = 3, .tenant = 0});
  EXPECT_FALSE(has(1)) << "the tenant is gone";
}

TEST_F(CallerCacheTest, WhatThisNodeChangesIsKnownAmongOtherNodesToo) {
  CallerCache cache(logs_, kPlenty, CallerCache::Company::kOtherNodes);
  const auto has = [&](std::int64_t user) {
    return cache.Of(kTenant).FindUser(UserId(user)) != nullptr;
  };
  cache.KeepUser(kTenant, 5, UserOf(1));
  cache.KeepUser(kTenant, 5, UserOf(2));
  // Others see the commit a moment before this node is told of it.
  cache.Follow(kTenant, {.site = 3, .tenant = 6});
  EXPECT_FALSE(has(1));
  Commit(6, {Touched::Kind::kUser, 2});
  EXPECT_TRUE(has(1));
  EXPECT_FALSE(has(2));
}

TEST_F(CallerCacheTest, WhatAnotherNodeChangedOfTheSiteIsNotTrusted) {
  CallerCache cache(logs_, kPlenty, CallerCache::Company::kOtherNodes);
  Tenant tenant;
  tenant.id = kTenant;
  tenant.name = "rivia";
  cache.KeepTenant(5, tenant);
  cache.Follow(kTenant, {.site = 5, .tenant = 1});
  EXPECT_NE(cache.Site().FindTenant("rivia"), nullptr);
  EXPECT_EQ(cache.Known(kTenant).site, 5);
  cache.Follow(kTenant, {.site = 6, .tenant = 1});
  EXPECT_EQ(cache.Site().FindTenant("rivia"), nullptr);
}

TEST_F(CallerCacheTest, StaysWithinItsBudget) {
  constexpr std::size_t kBudget = 256U << 10;
  CallerCache small(logs_, kBudget);
  for (std::int64_t id = 1; id <= 5000; ++id) {
    const TenantId tenant(1 + id % 7);
    small.Of(tenant);
    small.KeepUser(tenant, 5, UserOf(id));
    ASSERT_LE(small.bytes(), kBudget);
  }
}

TEST_F(CallerCacheTest, WhatIsUsedStaysLongerThanWhatIsNot) {
  CallerCache small(logs_, 256U << 10);
  small.Of(kTenant);
  small.KeepUser(kTenant, 5, UserOf(1));
  small.KeepUser(kTenant, 5, UserOf(2));
  for (std::int64_t id = 3; id <= 5000; ++id) {
    small.KeepUser(kTenant, 5, UserOf(id));
    ASSERT_NE(small.Of(kTenant).FindUser(UserId(1)), nullptr) << "after " << id;
  }
  EXPECT_EQ(small.Of(kTenant).FindUser(UserId(2)), nullptr);
}

TEST_F(CallerCacheTest, ManyTenantsWithoutUsersStayWithinTheBudgetToo) {
  constexpr std::size_t kBudget = 256U << 10;
  CallerCache small(logs_, kBudget);
  for (std::int64_t id = 1; id <= 5000; ++id) {
    small.Of(TenantId(id));
    ASSERT_LE(small.bytes(), kBudget);
  }
}

}  // namespace
}  // namespace guildhall::detail
