#include "core/tenants.h"

#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

class TenantCases : public WholeCoreCases {
 protected:
  Result<Tenant> Create(const Caller& caller, const Tenants::Draft& draft) {
    return world.Write(
        [&](Transaction& tx) { return world.core->tenants().Create(tx, caller, draft); });
  }
  Result<Tenant> Update(const Caller& caller, TenantId id, const Tenants::Patch& patch) {
    return world.Write(
        [&](Transaction& tx) { return world.core->tenants().Update(tx, caller, id, patch); });
  }
  Result<Tenant> Get(const Caller& caller, TenantId id) {
    return world.Read([&](const Snapshot& s) { return world.core->tenants().Get(s, caller, id); });
  }
  std::string Listed(const Caller& caller, Seek seek = {}) {
    const auto tenants =
        world.Read([&](const Snapshot& s) { return world.core->tenants().List(s, caller, seek); });
    if (!tenants) return NameOf(tenants.error().code);
    std::string names;
    for (const Tenant& tenant : *tenants) names += tenant.name + ' ';
    return names;
  }
  Caller OnSite(const Secret& key) {
    return Must(world.core->callers().ResolveOnSite(Patience::kMayWait, {.key = BytesOf(key)}));
  }
};
GUILDHALL_ON_EVERY_ENGINE(TenantCases);

TEST_P(TenantCases, ANewTenantHasItsProfilesAndItsTwoChannels) {
  const Tenant made = Must(Create(OnSite(world.owner.key), {.name = "nilfgaard"}));
  EXPECT_EQ(made.owner, world.owner.row.id);
  EXPECT_FALSE(made.builtin);
  const auto profiles =
      Must(world.Read([&](const Snapshot& s) { return s.collections().Find(made.id, kProfiles); }));
  ASSERT_TRUE(profiles);
  EXPECT_EQ(profiles->origin, kCoreOrigin);
  EXPECT_EQ(profiles->access.everyone, Rights::All());
  EXPECT_TRUE(profiles->fields.empty());
  const auto channels =
      Must(world.Read([&](const Snapshot& s) { return s.channels().List(made.id, {}); }));
  ASSERT_EQ(channels.size(), 2);
  EXPECT_EQ(channels[0].name, "default");
  EXPECT_TRUE(channels[0].publishable);
  EXPECT_EQ(channels[1].name, "eventlog");
  EXPECT_FALSE(channels[1].publishable);
  for (const Channel& channel : channels) {
    EXPECT_TRUE(channel.builtin);
    EXPECT_TRUE(channel.rooms);
    EXPECT_EQ(channel.access, AccessList());
  }
}

TEST_P(TenantCases, NumbersBeginAnewInEveryTenant) {
  world.AddUser("ciri");
  const Tenant made = Must(Create(OnSite(world.owner.key), {.name = "nilfgaard"}));
  const Caller caller = Must(world.core->callers().Resolve(Patience::kMayWait, made.id,
                                                           {.key = BytesOf(world.owner.key)}));
  const auto user = Must(world.Write(
      [&](Transaction& tx) {
        return world.core->users().Create(tx, caller,
                                          {.username = "ciri", .password_hash = "$hash$"});
      },
      made.id));
  EXPECT_EQ(user->user.id, UserId(1));
  EXPECT_EQ(user->profile.id, RecordId(1));
}

TEST_P(TenantCases, NamesAreUniqueOnTheServer) {
  const OperatorView other = world.AddOperator("ciri@rivia.com");
  EXPECT_EQ(Problems(Create(OnSite(other.key), {.name = "rivia"})),
            (std::vector<Problem>{{"name", Reason::kTaken}}));
  EXPECT_EQ(Problems(Create(OnSite(other.key), {.name = ""})),
            (std::vector<Problem>{{"name", Reason::kBlank}}));
}

TEST_P(TenantCases, OnlyOperatorsMakeThem) {
  EXPECT_EQ(Outcome(Create(OnSite(world.app.key), {.name = "nilfgaard"})), "forbidden");
  EXPECT_EQ(Outcome(Create(Caller{}, {.name = "nilfgaard"})), "forbidden");
}

TEST_P(TenantCases, AnOperatorMakesSixteenAndTheBuiltInOnesAreNotCounted) {
  const Caller caller = OnSite(world.owner.key);
  Must(Create(caller, {.name = "builtin", .builtin = true}));
  for (int number = 2; number <= 16; ++number) {
    Must(Create(caller, {.name = "realm" + std::to_string(number)}));
  }
  const auto refused = Create(caller, {.name = "realm17"});
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kLimitReached, 16}}));
  EXPECT_EQ(Outcome(Create(caller, {.name = "builtin2", .builtin = true})), "ok");
  EXPECT_EQ(Outcome(Create(OnSite(world.AddOperator("ciri@rivia.com").key), {.name = "realm17"})),
            "ok");
}

TEST_P(TenantCases, EverybodySeesHisOwn) {
  const OperatorView other = world.AddOperator("ciri@rivia.com");
  Must(Create(OnSite(other.key), {.name = "cintra"}));
  EXPECT_EQ(Listed(OnSite(world.owner.key)), "rivia ");
  EXPECT_EQ(Listed(OnSite(other.key)), "cintra ");
  EXPECT_EQ(Listed(OnSite(world.app.key)), "rivia ");
  EXPECT_EQ(Listed(OnSite(world.app.key), {.from = world.rivia.value()}), "");
  EXPECT_EQ(Listed(Caller{}), "forbidden");
  EXPECT_EQ(Outcome(Get(OnSite(other.key), world.rivia)), "not_found");
  EXPECT_EQ(Outcome(Get(OnSite(world.owner.key), world.rivia)), "ok");
  EXPECT_EQ(Outcome(Get(OnSite(world.app.key), world.rivia)), "ok");
  EXPECT_EQ(Outcome(Get(Caller{}, world.rivia)), "forbidden");
  Must(world.Write([&](Transaction& tx) {
    return tx.tenants().SetRole(world.rivia, other.row.id, Role::kRead);
  }));
  EXPECT_EQ(Listed(OnSite(other.key)), "rivia cintra ");
}

TEST_P(TenantCases, OnlyFullOperatorsChangeThem) {
  const OperatorView other = world.AddOperator("ciri@rivia.com");
  const Tenants::Patch patch{.description = "north"};
  EXPECT_EQ(Outcome(Update(Must(world.Resolve(other.key)), world.rivia, patch)), "not_found");
  const auto as = [&](Role role) {
    Must(world.Write(
        [&](Transaction& tx) { return tx.tenants().SetRole(world.rivia, other.row.id, role); }));
    return Outcome(Update(Must(world.Resolve(other.key)), world.rivia, patch));
  };
  EXPECT_EQ(as(Role::kRead), "forbidden");
  EXPECT_EQ(as(Role::kWrite), "forbidden");
  EXPECT_EQ(as(Role::kFull), "ok");
  EXPECT_EQ(Outcome(Update(world.AsKey(), world.rivia, patch)), "forbidden");
  const Tenant after = Must(Get(world.AsOperator(), world.rivia));
  EXPECT_EQ(after.description, "north");
  EXPECT_EQ(after.metadata, "{}");
}

TEST_P(TenantCases, TheInstallationsAreBuiltInAndBelongToTheFirstOperator) {
  const OperatorView other = world.AddOperator("ciri@rivia.com");
  const Tenant made = Must(
      Create(Callers::Installation(kSite),
             {.name = "cintra", .organisation = R"({"cname":"c"})", .object_id = ObjectId{5, 4}}));
  EXPECT_EQ(made.owner, world.owner.row.id);
  EXPECT_TRUE(made.builtin);
  EXPECT_EQ(made.object_id, (ObjectId{5, 4}));
  EXPECT_EQ(made.organisation, R"({"cname":"c"})");
  EXPECT_EQ(Listed(OnSite(other.key)), "");
  EXPECT_EQ(Listed(OnSite(world.owner.key)), "rivia cintra ");
  EXPECT_EQ(Problems(Create(Callers::Installation(kSite),
                            {.name = "cintra", .object_id = ObjectId{5, 4}})),
            (std::vector<Problem>{{"name", Reason::kTaken}, {"object_id", Reason::kTaken}}));
}

TEST_P(TenantCases, TheInstallationSeesAndChangesAll) {
  Must(Create(OnSite(world.AddOperator("ciri@rivia.com").key), {.name = "cintra"}));
  const Caller installation = Callers::Installation(kSite);
  EXPECT_EQ(Listed(installation), "rivia cintra ");
  EXPECT_EQ(Listed(installation, {.from = world.rivia.value()}), "cintra ");
  EXPECT_EQ(Outcome(Get(installation, world.rivia)), "ok");
  EXPECT_EQ(Outcome(Get(installation, TenantId(99))), "not_found");
  const Tenant after =
      Must(Update(installation, world.rivia, {.organisation = R"({"owner_name":"G"})"}));
  EXPECT_EQ(after.organisation, R"({"owner_name":"G"})");
  EXPECT_EQ(Must(Get(installation, world.rivia)), after);
}

TEST_P(TenantCases, UsersWithoutPowersOverTheTenantSeeNone) {
  Caller caller;
  caller.tenant = world.rivia;
  caller.credential = Credential::kAccessKey;
  EXPECT_EQ(Outcome(Get(caller, world.rivia)), "forbidden");
  EXPECT_EQ(Listed(caller), "forbidden");
  caller.powers = PowersOf(Capabilities::Parse(R"({"IsAdmin":"admin"})"));
  EXPECT_EQ(Outcome(Get(caller, world.rivia)), "ok");
  EXPECT_EQ(Outcome(Get(caller, TenantId(99))), "not_found");
  EXPECT_EQ(Listed(caller), "rivia ");
  EXPECT_EQ(Listed(Callers::Guest(world.rivia)), "forbidden");
}

TEST_P(TenantCases, FormerSessionKeysStayGoodForAWhile) {
  const auto rotate = [&](bool ending) {
    return Must(world.Write([&](Transaction& tx) {
      return world.core->tenants().RotateSessionKey(tx, world.rivia, ending);
    }));
  };
  EXPECT_EQ(rotate(false).session_key, 2);
  EXPECT_EQ(rotate(false).oldest_session_key, 1);
  EXPECT_EQ(rotate(false).oldest_session_key, 1);
  EXPECT_EQ(rotate(false).oldest_session_key, 2) << "four are good at a time";
  const Tenant ended = rotate(true);
  EXPECT_EQ(ended.session_key, 6);
  EXPECT_EQ(ended.oldest_session_key, 6);
}

TEST_P(TenantCases, AFreeNameHasTheLeastNumber) {
  const auto free = [&](std::string_view base) {
    return Must(
        world.Read([&](const Snapshot& s) { return world.core->tenants().FreeName(s, base); }));
  };
  EXPECT_EQ(free("cintra"), "cintra");
  EXPECT_EQ(free("rivia"), "rivia-1");
  Must(Create(OnSite(world.owner.key), {.name = "rivia-1"}));
  EXPECT_EQ(free("rivia"), "rivia-2");
  const std::string longest(64, 'a');
  EXPECT_EQ(free(longest + "bcd"), longest);
  Must(Create(OnSite(world.owner.key), {.name = longest}));
  EXPECT_EQ(free(longest), longest.substr(0, 62) + "-1");
}

}  // namespace
}  // namespace guildhall::test
