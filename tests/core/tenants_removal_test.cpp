// Another name for a tenant, and its end.
#include "core/jobs.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

class TenantEnds : public testing::TestWithParam<StoreFactory> {
 protected:
  Result<Tenant> Rename(const Caller& caller, std::string name) {
    return world.Write([&](Transaction& tx) {
      return world.core->tenants().Rename(tx, caller, world.rivia, name);
    });
  }
  Result<void> Remove(const Caller& caller) {
    return world.Write(
        [&](Transaction& tx) { return world.core->tenants().Remove(tx, caller, world.rivia); });
  }
  Result<std::shared_ptr<const Tenant>> Find(std::string_view name) {
    return world.core->callers().FindTenant(Patience::kMayWait, name);
  }
  /// Another operator with this role in rivia.
  Caller Helper(Role role) {
    if (!helper) helper = world.AddOperator("ciri@rivia.com");
    Must(world.Write(
        [&](Transaction& tx) { return tx.tenants().SetRole(world.rivia, helper->row.id, role); }));
    return Must(world.Resolve(helper->key));
  }
  void FinishJobs() {
    const auto due = [&] {
      return Must(
          world.Read([](const Snapshot& s) { return s.jobs().ListDue(Time(INT64_MAX), 1); }));
    };
    for (std::vector<Job> jobs = due(); !jobs.empty(); jobs = due()) {
      Must(WriteAndWait(*world.store, {jobs[0].tenant}, [&](Transaction& tx) -> Result<void> {
        GH_CHECK(world.core->jobs().RunStep(tx, jobs[0].tenant, jobs[0].id));
        return {};
      }));
    }
  }

  WholeCore world{
      GetParam(),
      {.removals = {.rows_at_once = 5, .rows_per_step = 2}, .registration = Registration::kOpen}};
  std::optional<OperatorView> helper;
};
GUILDHALL_ON_EVERY_ENGINE(TenantEnds);

TEST_P(TenantEnds, AFormerNameLeadsNowhereAtOnce) {
  EXPECT_EQ(Outcome(Find("rivia")), "ok");
  EXPECT_EQ(Must(Rename(world.AsOperator(), "lyria")).name, "lyria");
  EXPECT_EQ(Outcome(Find("rivia")), "not_found");
  EXPECT_EQ(Must(Find("lyria"))->id, world.rivia);
  EXPECT_EQ(Outcome(Rename(world.AsOperator(), "rivia")), "ok") << "the name is free";
  EXPECT_EQ(Outcome(Find("lyria")), "not_found");
}

TEST_P(TenantEnds, ANameIsRefusedWhenItIsTakenOrNone) {
  Must(world.Write([&](Transaction& tx) {
    return world.core->tenants().Create(tx, world.AsOperator(), {.name = "lyria"});
  }));
  EXPECT_EQ(Problems(Rename(world.AsOperator(), "lyria")),
            (std::vector<Problem>{{"name", Reason::kTaken}}));
  EXPECT_EQ(Problems(Rename(world.AsOperator(), "")),
            (std::vector<Problem>{{"name", Reason::kBlank}}));
  EXPECT_EQ(Outcome(Find("rivia")), "ok");
}

TEST_P(TenantEnds, OnlyTheOwnerRenamesAndRemoves) {
  for (const Role role : {Role::kRead, Role::kWrite, Role::kFull}) {
    const Caller caller = Helper(role);
    EXPECT_EQ(Outcome(Rename(caller, "lyria")), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller)), "forbidden");
  }
  const Caller stranger = Helper(Role::kNone);
  EXPECT_EQ(Outcome(Rename(stranger, "lyria")), "not_found");
  EXPECT_EQ(Outcome(Remove(stranger)), "not_found");
  EXPECT_EQ(Outcome(Remove(world.AsKey())), "forbidden");
  EXPECT_EQ(Outcome(Remove(Caller{.tenant = world.rivia})), "forbidden");
  EXPECT_EQ(Outcome(Find("rivia")), "ok");
}

TEST_P(TenantEnds, ABuiltInTenantStaysAndKeepsItsName) {
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(std::optional<Tenant> row, tx.tenants().Find(world.rivia));
    row->builtin = true;
    return tx.tenants().Update(*row);
  }));
  EXPECT_EQ(Problems(Rename(world.AsOperator(), "lyria")),
            (std::vector<Problem>{{"", Reason::kProtected}}));
  EXPECT_EQ(Problems(Remove(world.AsOperator())), (std::vector<Problem>{{"", Reason::kProtected}}));
}

TEST_P(TenantEnds, TheInstallationRemovesAnyTenantButTheOneThatIsKept) {
  const Caller secretly = Callers::Installation(world.rivia);
  EXPECT_EQ(Outcome(Remove(Callers::Installation(kSite))), "forbidden") << "the tenant is named";
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(std::optional<Tenant> row, tx.tenants().Find(world.rivia));
    row->builtin = true;
    return tx.tenants().Update(*row);
  }));
  EXPECT_EQ(Problems(Rename(secretly, "lyria")), (std::vector<Problem>{{"", Reason::kProtected}}));
  EXPECT_EQ(Outcome(Remove(secretly)), "ok");
  EXPECT_EQ(Outcome(Find("rivia")), "not_found");
  EXPECT_EQ(Outcome(Remove(secretly)), "not_found");

  WholeCore other{GetParam(), {.tenants = {.kept = "rivia"}, .registration = Registration::kOpen}};
  EXPECT_EQ(Problems(other.Write([&](Transaction& tx) {
              return other.core->tenants().Remove(tx, Callers::Installation(other.rivia),
                                                  other.rivia);
            })),
            (std::vector<Problem>{{"", Reason::kProtected}}));
}

TEST_P(TenantEnds, EveryKeyOfARemovedTenantDiesWithTheCommit) {
  const auto geralt = world.AddUser("geralt");
  const std::string access_key = "0123456789abcdef0123456789abcdef";
  Must(world.Write([&](Transaction& tx) {
    return world.core->users().SetAccessKey(tx, Callers::Installation(world.rivia), geralt->user.id,
                                            Secret(access_key));
  }));
  Callers& callers = world.core->callers();
  const auto session = [&] {
    return Must(callers.ResolveSession(Patience::kMayWait, world.rivia, geralt->user.id,
                                       geralt->user.auth_version));
  };
  // Everything is in memory now.
  const Caller owner = world.AsOperator();
  const auto fresh = Must(callers.FindUser(Patience::kMayWait, world.rivia, geralt->user.id));
  EXPECT_EQ(Outcome(world.Resolve(world.app.key, &fresh->user_key)), "ok");
  EXPECT_EQ(Outcome(callers.ResolveAccessKey(Patience::kMayWait, access_key)), "ok");
  Must(Remove(owner));
  EXPECT_EQ(Outcome(Find("rivia")), "not_found");
  EXPECT_EQ(Outcome(world.Resolve(world.app.key)), "unauthenticated");
  EXPECT_EQ(Outcome(world.Resolve(world.app.key, &fresh->user_key)), "unauthenticated");
  EXPECT_EQ(Outcome(callers.ResolveAccessKey(Patience::kMayWait, access_key)), "unauthenticated");
  EXPECT_EQ(Outcome(callers.FindUser(Patience::kMayWait, world.rivia, geralt->user.id)),
            "not_found");
  EXPECT_EQ(session().user, nullptr);
  EXPECT_EQ(Must(world.Resolve(world.owner.key)).role, Role::kNone);
  EXPECT_EQ(Outcome(world.Read([&](const Snapshot& s) {
              return world.core->tenants().Get(s, owner, world.rivia);
            })),
            "not_found");
  EXPECT_EQ(Outcome(Remove(owner)), "not_found");
}

TEST_P(TenantEnds, ItsNameAndItsPlaceAreFreeAtOnce) {
  Must(Remove(world.AsOperator()));
  const Tenant made = Must(world.Write(
      [&](Transaction& tx) {
        const Caller maker = Must(world.core->callers().ResolveOnSite(
            Patience::kMayWait, {.key = BytesOf(world.owner.key)}));
        return world.core->tenants().Create(tx, maker, {.name = "rivia"});
      },
      kSite));
  EXPECT_NE(made.id, world.rivia);
  FinishJobs();
  EXPECT_EQ(Must(Find("rivia"))->id, made.id);
  EXPECT_TRUE(Must(
      world.Read([&](const Snapshot& s) { return s.collections().Find(made.id, kProfiles); })));
}

TEST_P(TenantEnds, WhatWasInsideIsRemovedStepByStep) {
  const auto geralt = world.AddUser("geralt");
  world.AddUser("ciri");
  const auto stored = [&] {
    return Must(world.Read([&](const Snapshot& s) {
             return s.users().Find(world.rivia, geralt->user.id);
           }))
        .has_value();
  };
  Must(Remove(world.AsOperator()));
  EXPECT_TRUE(stored());
  FinishJobs();
  EXPECT_FALSE(stored());
  EXPECT_TRUE(Must(world.Read([&](const Snapshot& s) {
                return s.collections().ListTables(world.rivia);
              })).empty());
}

}  // namespace
}  // namespace guildhall::test
