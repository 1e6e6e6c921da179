#include "tests/core/caller_cases.h"

namespace guildhall::test {
namespace {

GUILDHALL_ON_EVERY_ENGINE(CallerCases);

TEST_P(CallerCases, AHitEqualsAMiss) {
  const auto user = world.AddUser("ciri");
  const Group group = world.AddGroup("witchers");
  world.Join(user->user.id, group.id);
  for (const auto& [key, user_key] : std::initializer_list<std::pair<const Secret*, const Secret*>>{
           {&world.app.key, nullptr},
           {&world.app.key, &user->user_key},
           {&world.owner.key, nullptr}}) {
    const std::string miss = Elsewhere([&, k = key, u = user_key] { return Who(*k, u); });
    Who(*key, user_key);
    const std::string hit = Who(*key, user_key);
    EXPECT_EQ(hit, miss);
  }
}

TEST_P(CallerCases, AUserComesWithAllThatAnAnswerAboutHimShows) {
  const auto made = world.AddUser("Ciri");
  const Group group = world.AddGroup("witchers");
  world.Join(made->user.id, group.id);
  const Caller caller = world.AsUser(*made);
  ASSERT_TRUE(caller.user);
  EXPECT_EQ(caller.user->user.username, "ciri");
  EXPECT_EQ(caller.user->user_key.Reveal(), made->user_key.Reveal());
  EXPECT_EQ(caller.user->profile.access.owner, made->user.id);
  ASSERT_EQ(caller.user->groups.size(), 1);
  EXPECT_EQ(*caller.user->groups[0], group);
  EXPECT_EQ(caller.user->active_groups, (std::vector<GroupId>{kEverybody, group.id}));
  EXPECT_TRUE(caller.user->user.password_hash.empty()) << "hashes do not stay in memory";
}

TEST_P(CallerCases, NobodyIsAnonymous) {
  const Caller caller = Must(world.core->callers().Resolve(Patience::kMayWait, world.rivia, {}));
  EXPECT_TRUE(caller.anonymous());
  EXPECT_EQ(caller.powers, Powers());
}

TEST_P(CallerCases, UnknownKeysAreRefused) {
  EXPECT_EQ(Who(TextOf(KeyBytes{{1, 2, 3}})), "unauthenticated") << "an operator's";
  KeyBytes odd{};
  odd.back() = 1;
  EXPECT_EQ(Who(TextOf(odd)), "unauthenticated") << "an API key";
}

TEST_P(CallerCases, AUserKeyAloneOpensNothing) {
  const auto user = world.AddUser("ciri");
  EXPECT_EQ(Who(user->user_key), "unauthenticated");
}

TEST_P(CallerCases, AnUnknownUserKeyIsNoUser) {
  const auto user = world.AddUser("ciri");
  const Secret unknown = TextOf(KeyBytes{{9, 9}});
  EXPECT_EQ(Who(world.app.key, &unknown), Who(world.app.key));
  EXPECT_EQ(Who(world.owner.key, &user->user_key), Who(world.owner.key)) << "ignored";
}

TEST_P(CallerCases, AnApiKeyOfAnotherTenantIsRefusedEvenWhenItIsKnown) {
  const Caller caller = world.AsOperator();
  const Tenant other = Must(world.Write([&](Transaction& tx) {
    return world.core->tenants().Create(tx, caller, {.name = "nilfgaard"});
  }));
  const auto resolve = [&](TenantId tenant) {
    return Outcome(
        world.core->callers().Resolve(Patience::kMayWait, tenant, {.key = BytesOf(world.app.key)}));
  };
  EXPECT_EQ(resolve(world.rivia), "ok");
  EXPECT_EQ(resolve(other.id), "unauthenticated");
  EXPECT_EQ(resolve(world.rivia), "ok");
}

TEST_P(CallerCases, AnOperatorHasTheRoleOfTheTenantHeAsksIn) {
  const OperatorView other = world.AddOperator("ciri@rivia.com");
  EXPECT_EQ(Must(world.Resolve(world.owner.key)).role, Role::kOwner);
  const Caller stranger = Must(world.Resolve(other.key));
  EXPECT_EQ(stranger.role, Role::kNone);
  EXPECT_EQ(stranger.powers, Powers());
  Must(world.Write([&](Transaction& tx) {
    return tx.tenants().SetRole(world.rivia, other.row.id, Role::kWrite);
  }));
  EXPECT_EQ(Must(world.Resolve(other.key)).role, Role::kWrite);
  Must(world.Write([&](Transaction& tx) {
    return tx.tenants().SetRole(world.rivia, other.row.id, Role::kNone);
  }));
  EXPECT_EQ(Must(world.Resolve(other.key)).role, Role::kNone);
}

TEST_P(CallerCases, OnTheSiteAnApiKeyBringsItsTenant) {
  const auto resolve = [&](const Secret& key) {
    return Must(world.core->callers().ResolveOnSite(Patience::kMayWait, {.key = BytesOf(key)}));
  };
  EXPECT_EQ(resolve(world.app.key).tenant, world.rivia);
  EXPECT_EQ(resolve(world.owner.key).tenant, kSite);
  EXPECT_EQ(resolve(world.owner.key).operator_id, world.owner.row.id);
  KeyBytes odd{};
  odd.back() = 1;
  EXPECT_EQ(Outcome(world.core->callers().ResolveOnSite(Patience::kMayWait, {.key = odd})),
            "unauthenticated");
}

TEST_P(CallerCases, ATenantIsFoundByItsNameAndShowsItsChanges) {
  const auto find = [&](std::string_view name) {
    return world.core->callers().FindTenant(Patience::kMayWait, name);
  };
  EXPECT_EQ(Must(find("rivia"))->id, world.rivia);
  EXPECT_EQ(Must(find("rivia"))->id, world.rivia);
  EXPECT_EQ(Outcome(find("nilfgaard")), "not_found");
  const Caller caller = world.AsOperator();
  Must(world.Write([&](Transaction& tx) {
    return world.core->tenants().Update(tx, caller, world.rivia, {.description = "north"});
  }));
  EXPECT_EQ(Must(find("rivia"))->description, "north");
}

TEST_P(CallerCases, ATenantIsFoundByItsObjectIdToo) {
  const auto find = [&](const ObjectId& id) {
    return world.core->callers().FindTenantByObjectId(Patience::kMayWait, id);
  };
  const ObjectId id =
      Must(world.core->callers().FindTenant(Patience::kMayWait, "rivia"))->object_id;
  EXPECT_EQ(Must(find(id))->id, world.rivia);
  EXPECT_EQ(Must(find(id))->name, "rivia");
  EXPECT_EQ(Outcome(find(ObjectId{1, 2, 3})), "not_found");
  const Caller caller = world.AsOperator();
  Must(world.Write([&](Transaction& tx) {
    return world.core->tenants().Update(tx, caller, world.rivia, {.description = "north"});
  }));
  EXPECT_EQ(Must(find(id))->description, "north");
}

TEST_P(CallerCases, KeysAreTheCredentialOfApplicationsAndOperators) {
  EXPECT_EQ(world.AsKey().credential, Credential::kKey);
  EXPECT_EQ(world.AsKey().credential, Credential::kKey) << "from memory";
  EXPECT_EQ(world.AsOperator().credential, Credential::kKey);
  const auto nobody = Must(world.core->callers().Resolve(Patience::kMayWait, world.rivia, {}));
  EXPECT_EQ(nobody.credential, Credential::kNone);
}

TEST_P(CallerCases, AResetUserKeyIsDeadOnEveryThread) {
  const auto user = world.AddUser("ciri");
  Companion companion;
  std::string before;
  companion.Do([&] { before = Who(world.app.key, &user->user_key); });
  EXPECT_EQ(Who(world.app.key, &user->user_key), before);
  EXPECT_NE(before.find("user ciri"), std::string::npos);

  const auto renewed = ResetKey(user->user.id);
  EXPECT_EQ(Who(world.app.key, &user->user_key), Who(world.app.key));
  companion.Do([&] {
    EXPECT_EQ(Who(world.app.key, &user->user_key), Who(world.app.key));
    EXPECT_NE(Who(world.app.key, &renewed->user_key).find("user ciri"), std::string::npos);
  });
}

TEST_P(CallerCases, AResetOrRemovedApiKeyIsDeadOnEveryThread) {
  const Caller caller = world.AsOperator();
  Companion companion;
  companion.Do([&] { EXPECT_NE(Who(world.app.key), "unauthenticated"); });
  const ApiKeyView renewed = Must(world.Write(
      [&](Transaction& tx) { return world.core->api_keys().Reset(tx, caller, world.app.row.id); }));
  companion.Do([&] {
    EXPECT_EQ(Who(world.app.key), "unauthenticated");
    EXPECT_NE(Who(renewed.key), "unauthenticated");
  });
  Must(world.Write([&](Transaction& tx) {
    return world.core->api_keys().Remove(tx, caller, world.app.row.id);
  }));
  companion.Do([&] { EXPECT_EQ(Who(renewed.key), "unauthenticated"); });
}

TEST_P(CallerCases, AResetOperatorKeyIsDeadAtOnce) {
  EXPECT_NE(Who(world.owner.key), "unauthenticated");
  const OperatorView renewed = Must(world.Write(
      [&](Transaction& tx) { return world.core->operators().ResetKey(tx, world.owner.row.id); }));
  EXPECT_EQ(Who(world.owner.key), "unauthenticated");
  EXPECT_NE(Who(renewed.key), "unauthenticated");
}

TEST_P(CallerCases, ChangedFlagsAreInForceForTheNextRequest) {
  EXPECT_FALSE(world.AsKey().Has(Power::kCreateUser));
  const Caller caller = world.AsOperator();
  Must(world.Write([&](Transaction& tx) {
    ApiKeys::Patch patch;
    patch.create_users = true;
    return world.core->api_keys().Update(tx, caller, world.app.row.id, patch);
  }));
  EXPECT_TRUE(world.AsKey().Has(Power::kCreateUser));
}

TEST_P(CallerCases, MembershipsAndGroupNamesAreThoseOfTheLastCommit) {
  const auto user = world.AddUser("ciri");
  const Group group = world.AddGroup("witchers");
  EXPECT_TRUE(world.AsUser(*user).user->groups.empty());
  world.Join(user->user.id, group.id);
  EXPECT_EQ(world.AsUser(*user).user->groups.at(0)->name, "witchers");
  const Caller caller = world.AsOperator();
  Must(world.Write([&](Transaction& tx) {
    Groups::Patch patch;
    patch.name = "hunters";
    return world.core->groups().Update(tx, caller, group.id, patch);
  }));
  EXPECT_EQ(world.AsUser(*user).user->groups.at(0)->name, "hunters");
  Must(world.Write([&](Transaction& tx) {
    return world.core->memberships().Remove(tx, caller, user->user.id, group.id);
  }));
  EXPECT_TRUE(world.AsUser(*user).user->groups.empty());
  EXPECT_EQ(world.AsUser(*user).user->active_groups, std::vector<GroupId>{kEverybody});
}

TEST_P(CallerCases, AnInactiveGroupGivesNothing) {
  const auto user = world.AddUser("ciri");
  const Group group = world.AddGroup("witchers");
  world.Join(user->user.id, group.id);
  EXPECT_EQ(world.AsUser(*user).user->active_groups.size(), 2) << "and everybody's";
  Must(world.Write([&](Transaction& tx) {
    Group row = group;
    row.active = false;
    return tx.groups().Update(world.rivia, row);
  }));
  EXPECT_EQ(world.AsUser(*user).user->active_groups, std::vector<GroupId>{kEverybody});
  EXPECT_EQ(world.AsUser(*user).user->groups.size(), 1);
}

TEST_P(CallerCases, AnInactiveOrRemovedUserIsNoUser) {
  const auto ciri = world.AddUser("ciri");
  const auto yen = world.AddUser("yennefer");
  EXPECT_TRUE(world.AsUser(*ciri).user);
  EXPECT_TRUE(world.AsUser(*yen).user);
  const Caller caller = world.AsOperator();
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(std::optional<User> row, tx.users().Find(world.rivia, ciri->user.id));
    row->active = false;
    GH_CHECK(tx.users().Update(world.rivia, *row));
    return world.core->users().Remove(tx, caller, yen->user.id);
  }));
  EXPECT_FALSE(world.AsUser(*ciri).user);
  EXPECT_FALSE(world.AsUser(*yen).user);
  EXPECT_EQ(Outcome(world.core->callers().FindUser(Patience::kMayWait, world.rivia, yen->user.id)),
            "not_found");
}

TEST_P(CallerCases, AUserIsFoundByIdThroughTheMemory) {
  const auto user = world.AddUser("ciri");
  const auto find = [&] {
    return Must(world.core->callers().FindUser(Patience::kMayWait, world.rivia, user->user.id));
  };
  EXPECT_EQ(find()->user.username, "ciri");
  EXPECT_EQ(find()->user_key.Reveal(), user->user_key.Reveal());
  const auto renewed = ResetKey(user->user.id);
  EXPECT_EQ(find()->user_key.Reveal(), renewed->user_key.Reveal());
}

TEST_P(CallerCases, SeveralAreFoundInTheOrderAskedForAndAsTheLastCommitLeftThem) {
  const auto ciri = world.AddUser("ciri");
  const auto triss = world.AddUser("triss");
  const auto geralt = world.AddUser("geralt");
  const Group group = world.AddGroup("witchers");
  const Caller owner = world.AsOperator();
  world.Join(geralt->user.id, group.id);
  world.AsUser(*triss);  // one of them is in memory already
  const std::vector<UserId> ids{geralt->user.id, UserId(99), ciri->user.id, triss->user.id};
  const auto names = [&] {
    std::string text;
    const auto users = Must(world.core->callers().FindUsers(Patience::kMayWait, world.rivia, ids));
    for (const auto& user : users) {
      text += user->user.username + std::to_string(user->groups.size()) + ' ';
    }
    return text;
  };
  EXPECT_EQ(names(), "geralt1 ciri0 triss0 ");
  world.Join(triss->user.id, group.id);
  Must(world.Write(
      [&](Transaction& tx) { return world.core->users().Remove(tx, owner, ciri->user.id); }));
  EXPECT_EQ(names(), "geralt1 triss1 ");
  EXPECT_EQ(Elsewhere(names), "geralt1 triss1 ");
}

TEST_P(CallerCases, TheEpochOfATenantRisesWithWhatItsAnswersShow) {
  const auto epoch = [&] {
    return Must(world.core->callers().EpochOf(Patience::kMayWait, world.rivia));
  };
  const std::int64_t first = epoch();
  EXPECT_GT(first, 0);
  EXPECT_EQ(epoch(), first);
  EXPECT_EQ(Elsewhere(epoch), first);
  const auto user = world.AddUser("ciri");
  const std::int64_t second = epoch();
  EXPECT_GT(second, first);
  EXPECT_EQ(Elsewhere(epoch), second);
  const Caller owner = world.AsOperator();
  Must(world.Write(
      [&](Transaction& tx) { return world.core->users().Remove(tx, owner, user->user.id); }));
  EXPECT_GT(epoch(), second);
  EXPECT_EQ(Must(world.core->callers().EpochOf(Patience::kMayWait, TenantId(4711))), 0);
}

TEST_P(CallerCases, ManyThreadsReadWhileKeysAreReset) {
  const auto user = world.AddUser("ciri");
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto caller = world.Resolve(world.app.key, &user->user_key);
        if (caller && caller->user && caller->user->user.id != user->user.id) std::abort();
      }
    });
  }
  std::shared_ptr<const UserView> latest = user;
  for (int i = 0; i < 20; ++i) {
    const auto former = latest;
    latest = ResetKey(user->user.id);
    EXPECT_FALSE(world.AsUser(*former).user);
    EXPECT_TRUE(world.AsUser(*latest).user);
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

TEST(CallerCaches, BelongToOneCoreEvenAtTheSameAddress) {
  // One thread meets many cores in turn; what it remembered of one is nothing to the next.
  for (int round = 0; round < 3; ++round) {
    WholeCore world(SqliteStores());
    const auto user = world.AddUser("user" + std::to_string(round));
    EXPECT_EQ(world.AsUser(*user).user->user.username, "user" + std::to_string(round));
    EXPECT_EQ(world.AsUser(*user).user->user.username, "user" + std::to_string(round));
  }
}

TEST(CallerCaches, OffMeansEveryLookUpReads) {
  Core::Options options;
  options.callers.cache = false;
  WholeCore world(SqliteStores(), options);
  const auto user = world.AddUser("ciri");
  EXPECT_NE(world.AsUser(*user).user, world.AsUser(*user).user);
  WholeCore caching(SqliteStores());
  const auto kept = caching.AddUser("ciri");
  EXPECT_EQ(caching.AsUser(*kept).user, caching.AsUser(*kept).user);
}

}  // namespace
}  // namespace guildhall::test
