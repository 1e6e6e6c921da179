// What nodes keep in memory, and how a commit tells them to forget it.
#include <atomic>
#include <future>
#include <map>
#include <mutex>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

/// What the listener was told since it was last asked.
class Told {
 public:
  void Listen(Store& store) {
    store.OnCommit([this](const Commit& commit) {
      const std::scoped_lock lock(mutex_);
      for (const Commit::PerTenant& part : commit.tenants) {
        Commit::PerTenant& sum = parts_[part.tenant];
        if (sum.epoch == 0) sum.epoch_before = part.epoch_before;
        sum.epoch = part.epoch;
        sum.last_event = part.last_event;
        sum.touched.insert(sum.touched.end(), part.touched.begin(), part.touched.end());
      }
    });
  }

  std::map<TenantId, Commit::PerTenant> Take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(parts_, {});
  }

 private:
  std::mutex mutex_;
  std::map<TenantId, Commit::PerTenant> parts_;
};

using Kind = Touched::Kind;
using Touches = std::vector<Touched>;

/// A change, and what it makes nodes forget of the tenant and of the site.
struct EpochCase {
  const char* what;
  Change change;
  Touches tenant;
  Touches site;
};

constexpr TenantId kHere{1};

std::vector<EpochCase> CasesOfPeople() {
  const Touches user{{Kind::kUser, 1}};
  const Touches group{{Kind::kGroup, 1}};
  return {
      {"nothing", [](auto&) { return Result<void>(); }, {}, {}},
      {"user", [](auto& t) { return t.users().Insert(kHere, MakeUser(1, "a")); }, user, {}},
      {"user's update",
       [](auto& t) { return t.users().Update(kHere, MakeUser(1, "b")); },
       user,
       {}},
      {"group", [](auto& t) { return t.groups().Insert(kHere, MakeGroup(1, "g")); }, group, {}},
      {"group's update",
       [](auto& t) { return t.groups().Update(kHere, MakeGroup(1, "h")); },
       group,
       {}},
      {"membership",
       [](auto& t) { return t.memberships().Insert(kHere, MakeMembership(1, 1, 1)); },
       user,
       {}},
      {"membership's update",
       [](auto& t) { return t.memberships().Update(kHere, MakeMembership(2, 1, 1)); },
       user,
       {}},
      {"membership's end",
       [](auto& t) { return t.memberships().Remove(kHere, UserId(1), GroupId(1)); },
       user,
       {}},
      {"user's end", [](auto& t) { return t.users().Remove(kHere, UserId(1)); }, user, {}},
      {"group's end", [](auto& t) { return t.groups().Remove(kHere, GroupId(1)); }, group, {}},
  };
}

std::vector<EpochCase> CasesOfThings() {
  const Touches collection{{Kind::kCollection, 16}};
  const Touches action{{Kind::kAction, 1}};
  const Touches channel{{Kind::kChannel, 1}};
  Record moved = MakeRecord(1);
  moved.access.everyone = {Right::kRead};
  return {
      {"collection",
       [](auto& t) { return t.collections().Insert(kHere, MakeCollection(16, "c")); },
       collection,
       {}},
      {"collection's update",
       [](auto& t) { return t.collections().Update(kHere, MakeCollection(16, "d")); },
       collection,
       {}},
      {"action",
       [](auto& t) { return t.actions().Insert(kHere, MakeAction(1, 16, "a")); },
       action,
       {}},
      {"action's update",
       [](auto& t) { return t.actions().Update(kHere, MakeAction(1, 16, "b")); },
       action,
       {}},
      {"action's end", [](auto& t) { return t.actions().Remove(kHere, ActionId(1)); }, action, {}},
      {"publication",
       [](auto& t) { return t.collections().Publish(kHere, MakeCollection(16, "d"), Origin(2)); },
       collection,
       {}},
      {"publication's end",
       [](auto& t) { return t.collections().Withdraw(kHere, MakeCollection(16, "d"), Origin(2)); },
       collection,
       {}},
      {"setting",
       [](auto& t) {
         return t.settings().Put(kHere, {"s", "n", "v"});
       },
       {},
       {}},
      {"setting's end", [](auto& t) { return t.settings().Remove(kHere, "s", "n"); }, {}, {}},
      {"collection's end",
       [](auto& t) { return t.collections().Remove(kHere, CollectionId(16)); },
       collection,
       {}},
      {"channel",
       [](auto& t) { return t.channels().Insert(kHere, MakeChannel(1, "c")); },
       channel,
       {}},
      {"channel's update",
       [](auto& t) { return t.channels().Update(kHere, MakeChannel(1, "d")); },
       channel,
       {}},
      {"channel's end",
       [](auto& t) { return t.channels().Remove(kHere, ChannelId(1)); },
       channel,
       {}},
      {"record",
       [](auto& t) {
         return t.records().Insert(kHere, CollectionOf(MakeRecord(1)), MakeRecord(1));
       },
       {},
       {}},
      {"record's update",
       [moved](auto& t) {
         return t.records().Update(kHere, CollectionOf(moved), MakeRecord(1), moved);
       },
       {},
       {}},
      {"record's end",
       [moved](auto& t) { return t.records().Remove(kHere, CollectionOf(moved), moved); },
       {},
       {}},
      {"event", [](auto& t) { return t.events().Append(kHere, 1, "{}"); }, {}, {}},
  };
}

std::vector<EpochCase> CasesOfTheSite() {
  const Touches key{{Kind::kApiKey, 1}};
  const Touches one{{Kind::kOperator, 1}};
  const Touches tenant{{Kind::kTenant, 1}};
  return {
      {"key", [](auto& t) { return t.api_keys().Insert(MakeApiKey(1, kHere)); }, key, {}},
      {"key's update", [](auto& t) { return t.api_keys().Update(MakeApiKey(1, kHere)); }, key, {}},
      {"key's end", [](auto& t) { return t.api_keys().Remove(kHere, ApiKeyId(1)); }, key, {}},
      {"operator",
       [](auto& t) { return t.operators().Insert(MakeOperator(1, "a@x.org")); },
       {},
       one},
      {"operator's update",
       [](auto& t) { return t.operators().Update(MakeOperator(1, "b@x.org")); },
       {},
       one},
      {"operator's key",
       [](auto& t) {
         return t.operators().SetKey(OperatorId(1), {"k", "s"});
       },
       {},
       one},
      {"role",
       [](auto& t) { return t.tenants().SetRole(kHere, OperatorId(1), Role::kRead); },
       {},
       one},
      {"password reset",
       [](auto& t) { return t.password_resets().Put(MakePasswordReset(1, kHere, 1)); },
       {},
       {}},
      {"tenant's update", [](auto& t) { return t.tenants().Update(MakeTenant(1, "rivia")); },
       tenant, tenant},
      {"explicit touch",
       [](auto& t) {
         t.Touch(kHere, {Kind::kUser, 9});
         return Result<void>();
       },
       {{Kind::kUser, 9}},
       {}},
  };
}

}  // namespace

TEST_P(StoreContract, EpochRisesExactlyWithWhatNodesKeepInMemory) {
  Reopen();
  Told told;
  told.Listen(store());
  std::vector<EpochCase> cases = CasesOfPeople();
  for (const auto& more : {CasesOfThings(), CasesOfTheSite()}) {
    cases.insert(cases.end(), more.begin(), more.end());
  }
  for (const EpochCase& row : cases) {
    SCOPED_TRACE(row.what);
    const std::int64_t tenant_before = EpochOf(kRivia);
    const std::int64_t site_before = EpochOf(kSite);
    Do({kSite, kRivia}, row.change);
    auto parts = told.Take();
    EXPECT_EQ(parts[kRivia].touched, row.tenant);
    EXPECT_EQ(parts[kSite].touched, row.site);
    EXPECT_EQ(EpochOf(kRivia) > tenant_before, !row.tenant.empty());
    EXPECT_EQ(EpochOf(kSite) > site_before, !row.site.empty());
    EXPECT_GE(EpochOf(kRivia), tenant_before);
    if (!row.tenant.empty()) {
      EXPECT_EQ(parts[kRivia].epoch, EpochOf(kRivia));
    }
    if (!row.site.empty()) {
      EXPECT_EQ(parts[kSite].epoch, EpochOf(kSite));
    }
    EXPECT_FALSE(parts.contains(kNilfgaard));
  }
}

TEST_P(StoreContract, ListenersHearOfACommitBeforeItIsAcknowledged) {
  Reopen();
  std::atomic<std::int64_t> heard = 0;
  store().OnCommit([&](const Commit& commit) {
    for (const auto& part : commit.tenants) heard = part.last_event;
  });
  for (std::int64_t event = 1; event <= 20; ++event) {
    std::promise<std::int64_t> heard_before_done;
    store().Write(
        {kRivia}, [](Transaction& tx) { return tx.events().Append(kRivia, 1, "{}"); },
        [&](const Result<void>&) { heard_before_done.set_value(heard); });
    EXPECT_EQ(heard_before_done.get_future().get(), event);
  }
}

TEST_P(StoreContract, FailedChangesAreNotHeardOf) {
  Reopen();
  Told told;
  told.Listen(store());
  EXPECT_FALSE(Try(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "a")));
    return Fail(Errc::kConflict);
  }));
  EXPECT_TRUE(told.Take()[kRivia].touched.empty());
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "a")); });
  EXPECT_EQ(told.Take()[kRivia].touched, Touches({{Kind::kUser, 1}}));
}

TEST_P(StoreContract, CommitsTellFromWhichEpochToWhich) {
  Reopen();
  Told told;
  told.Listen(store());
  const std::int64_t before = EpochOf(kRivia);
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "a")); });
  auto parts = told.Take();
  EXPECT_EQ(parts[kRivia].epoch_before, before);
  EXPECT_EQ(parts[kRivia].epoch, EpochOf(kRivia));
  EXPECT_GT(EpochOf(kRivia), before);
}

TEST_P(StoreContract, TheEpochsOfTheSiteAndOfATenantAreReadTogether) {
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "a")); });
  const Epochs epochs = Must(store().ReadEpochs(Patience::kMayWait, kRivia));
  EXPECT_EQ(epochs.site, EpochOf(kSite));
  EXPECT_EQ(epochs.tenant, EpochOf(kRivia));
  EXPECT_EQ(Must(store().ReadEpochs(Patience::kMayWait, TenantId(99))).tenant, 0);
}

TEST_P(StoreContract, NewTenantsAreHeardOfOnBothEpochs) {
  Reopen();
  Told told;
  told.Listen(store());
  Do(kSite, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.tenants().Insert(MakeTenant(3, "temeria")));
    return tx.users().Insert(TenantId(3), MakeUser(1, "foltest"));
  });
  auto parts = told.Take();
  EXPECT_EQ(parts[kSite].touched, Touches({{Kind::kTenant, 3}}));
  EXPECT_EQ(parts[TenantId(3)].epoch, EpochOf(TenantId(3)));
}

}  // namespace guildhall::test
