// What a node keeps of callers while other nodes commit to the same database.
#include <random>

#include "tests/core/caller_cases.h"

namespace guildhall::test {
namespace {

/// Another's store, which counts how often it is read, and may be told what happens just before.
class CountedStore final : public Store {
 public:
  explicit CountedStore(Store& store) : store_(store) {}

  Result<void> Read(Patience patience, const Reading& reading) const override {
    ++reads_;
    if (const auto first = std::exchange(before_read_, nullptr)) first();
    return store_.Read(patience, reading);
  }
  Result<Epochs> ReadEpochs(Patience patience, TenantId tenant) const override {
    ++reads_;
    return store_.ReadEpochs(patience, tenant);
  }
  void Write(std::vector<TenantId> tenants, Change change,
             std::function<void(Result<void>)> done) override {
    store_.Write(std::move(tenants), std::move(change), std::move(done));
  }
  [[nodiscard]] bool SeesEveryCommit() const override { return store_.SeesEveryCommit(); }
  void OnCommit(std::function<void(const Commit&)> listener) override {
    store_.OnCommit(std::move(listener));
  }
  void Disown() override { store_.Disown(); }
  void Close() override { store_.Close(); }

  /// Since it was last asked.
  int TakeReads() { return std::exchange(reads_, 0); }
  void BeforeNextRead(std::function<void()> work) { before_read_ = std::move(work); }

 private:
  Store& store_;
  mutable int reads_ = 0;
  mutable std::function<void()> before_read_;
};

/// `world` is one node; `other` is a second one on its database.
class CallersAmongNodes : public CallerCases {
 protected:
  CallersAmongNodes() : store_(Must(world.home->Open(StoreOptions{.clock = &world.clock}))) {}
  ~CallersAmongNodes() override { store_->Close(); }

  Result<Caller> ResolveOn(Core& node, const Secret& key, const Secret* user_key = nullptr) {
    Callers::Presented presented{.key = BytesOf(key)};
    if (user_key != nullptr) presented.user_key = BytesOf(*user_key);
    return node.callers().Resolve(Patience::kMayWait, world.rivia, presented);
  }
  std::string WhoOn(Core& node, const Secret& key, const Secret* user_key = nullptr) {
    const auto caller = ResolveOn(node, key, user_key);
    return caller ? Describe(*caller) : NameOf(caller.error().code);
  }
  /// A change that the other node makes.
  template <class Making>
  auto WriteThere(const Making& making) {
    using Answer = std::invoke_result_t<Making, Transaction&>;
    Answer answer = Fail(Errc::kInternal, "the change did not run");
    Must(WriteAndWait(*store_, {kSite, world.rivia}, [&](Transaction& tx) -> Result<void> {
      answer = making(tx);
      if (!answer) return Fail(answer.error());
      return {};
    }));
    return answer;
  }

  std::unique_ptr<Store> store_;
  CountedStore counted_{*store_};
  Core other_{counted_, *world.keys, world.clock, world.random, {}};
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, CallersAmongNodes, testing::Values(PostgresStores()),
                         [](const auto& engine) { return engine.param.name; });

TEST_P(CallersAmongNodes, AKeyThatOneNodeReplacedIsDeadOnAllWithTheCommit) {
  const auto user = world.AddUser("ciri");
  EXPECT_NE(WhoOn(other_, world.app.key, &user->user_key).find("user ciri"), std::string::npos);
  const auto renewed = ResetKey(user->user.id);
  EXPECT_EQ(WhoOn(other_, world.app.key, &user->user_key), WhoOn(other_, world.app.key));
  EXPECT_NE(WhoOn(other_, world.app.key, &renewed->user_key).find("user ciri"), std::string::npos);
  const ApiKeyView key = Must(world.Write([&](Transaction& tx) {
    return world.core->api_keys().Reset(tx, world.AsOperator(), world.app.row.id);
  }));
  EXPECT_EQ(WhoOn(other_, world.app.key), "unauthenticated");
  EXPECT_NE(WhoOn(other_, key.key), "unauthenticated");
}

TEST_P(CallersAmongNodes, AKeyThatGoesWhileItsUserIsReadOpensNothing) {
  const auto ciri = world.AddUser("ciri");
  const auto geralt = world.AddUser("geralt");
  WhoOn(other_, world.app.key, &ciri->user_key);  // from now on it knows the application's key
  counted_.BeforeNextRead([&] {
    Must(world.Write([&](Transaction& tx) {
      return world.core->api_keys().Reset(tx, world.AsOperator(), world.app.row.id);
    }));
  });
  EXPECT_EQ(WhoOn(other_, world.app.key, &geralt->user_key), "unauthenticated");
  EXPECT_EQ(WhoOn(other_, world.app.key, &ciri->user_key), "unauthenticated");
}

TEST_P(CallersAmongNodes, AMembershipThatOneNodeEndedIsOverOnAll) {
  const auto user = world.AddUser("ciri");
  const Group group = world.AddGroup("witchers");
  world.Join(user->user.id, group.id);
  const auto groups = [&](Core& node) {
    return Must(ResolveOn(node, world.app.key, &user->user_key)).user->active_groups.size();
  };
  EXPECT_EQ(groups(other_), 2);
  EXPECT_EQ(groups(*world.core), 2);
  Must(WriteThere([&](Transaction& tx) {
    return other_.memberships().Remove(tx, world.AsOperator(), user->user.id, group.id);
  }));
  EXPECT_EQ(groups(*world.core), 1);
  EXPECT_EQ(groups(other_), 1);
}

TEST_P(CallersAmongNodes, ATenantThatOneNodeRemovedIsGoneOnAll) {
  const auto user = world.AddUser("ciri");
  const auto find = [&] {
    return Outcome(other_.callers().FindTenant(Patience::kMayWait, "rivia"));
  };
  EXPECT_EQ(find(), "ok");
  EXPECT_NE(WhoOn(other_, world.app.key, &user->user_key), "unauthenticated");
  Must(world.Write([&](Transaction& tx) {
    return world.core->tenants().Remove(tx, world.AsOperator(), world.rivia);
  }));
  EXPECT_EQ(find(), "not_found");
  EXPECT_EQ(WhoOn(other_, world.app.key, &user->user_key), "unauthenticated");
}

TEST_P(CallersAmongNodes, ARequestOfSomebodyKnownAsksTheStoreOnce) {
  const auto user = world.AddUser("ciri");
  const auto serve = [&] {
    const Callers::Serving serving(other_.callers());
    Callers& callers = other_.callers();
    const auto tenant = Must(callers.FindTenant(Patience::kMayWait, "rivia"));
    const Caller caller = Must(ResolveOn(other_, world.app.key, &user->user_key));
    Must(callers.FindUser(Patience::kMayWait, tenant->id, user->user.id));
    EXPECT_EQ(Must(callers.EpochOf(Patience::kMayWait, tenant->id)), caller.epoch);
    return caller.user;
  };
  const auto read = serve();
  counted_.TakeReads();
  EXPECT_EQ(serve(), read) << "the same object: from memory";
  EXPECT_EQ(counted_.TakeReads(), 1);
  // Who does not say that he serves one request asks every time.
  Must(ResolveOn(other_, world.app.key, &user->user_key));
  Must(ResolveOn(other_, world.app.key, &user->user_key));
  EXPECT_EQ(counted_.TakeReads(), 2);
}

TEST_P(CallersAmongNodes, WhatANodeChangedItselfCostsItNothingElse) {
  const auto ciri = world.AddUser("ciri");
  const auto yen = world.AddUser("yennefer");
  const auto view = [&](const UserView& user) {
    return Must(ResolveOn(other_, world.app.key, &user.user_key)).user;
  };
  const auto of_ciri = view(*ciri);
  const auto of_yen = view(*yen);
  Must(WriteThere([&](Transaction& tx) {
    Users::Patch patch;
    patch.first_name = "Yennefer";
    return other_.users().Update(tx, world.AsOperator(), yen->user.id, patch);
  }));
  EXPECT_EQ(view(*yen)->user.first_name, "Yennefer");
  EXPECT_EQ(view(*ciri), of_ciri);
}

TEST_P(CallersAmongNodes, ADatabaseThatWasPutBackIsNotTakenForTheOneThatWas) {
  const auto user = world.AddUser("ciri");
  world.AddUser("yennefer");
  const std::string known = WhoOn(other_, world.app.key, &user->user_key);
  // What a restore into the running database does: rows and epochs of before.
  world.home->Meddle("update counters set epoch = epoch - 1 where tenant <> 0");
  world.home->Meddle("update users set active = 0 where username = 'ciri'");
  EXPECT_EQ(WhoOn(other_, world.app.key, &user->user_key), WhoOn(other_, world.app.key));
  world.home->Meddle("update users set active = 1 where username = 'ciri'");
  world.home->Meddle("update counters set epoch = epoch + 1 where tenant <> 0");
  EXPECT_EQ(WhoOn(other_, world.app.key, &user->user_key), known);
}

TEST_P(CallersAmongNodes, WhatIsKeptEqualsWhatIsReadWhoeverChangedIt) {
  Core::Options reading;
  reading.callers.cache = false;
  const Caller owner = world.AsOperator();
  std::vector<std::shared_ptr<const UserView>> users;
  std::vector<Group> groups;
  for (const char* name : {"ciri", "yennefer", "triss"}) users.push_back(world.AddUser(name));
  for (const char* name : {"witchers", "sorcerers"}) groups.push_back(world.AddGroup(name));
  std::mt19937 dice(11);  // NOLINT(cert-msc51-cpp): the same every time
  const auto one_of = [&](const auto& things) -> const auto& {
    return things[dice() % things.size()];
  };
  const auto change = [&](Core& node, Transaction& tx) -> Result<void> {
    const UserId user = one_of(users)->user.id;
    const GroupId group = one_of(groups).id;
    switch (dice() % 6) {
      case 0: {
        GH_TRY(const auto known, tx.memberships().Find(world.rivia, user, group));
        if (known) return node.memberships().Remove(tx, owner, user, group);
        GH_CHECK(
            node.memberships().Add(tx, owner, {.user = user, .group = group, .origin = kOurs}));
        return {};
      }
      case 1: {
        Groups::Patch patch;
        patch.name = "group" + std::to_string(dice() % 100);
        GH_CHECK(node.groups().Update(tx, owner, group, patch));
        return {};
      }
      case 2: {
        Users::Patch patch;
        patch.active = dice() % 2 == 0;
        GH_CHECK(node.users().Update(tx, owner, user, patch));
        return {};
      }
      case 3: {
        ApiKeys::Patch patch;
        patch.create_users = dice() % 2 == 0;
        GH_CHECK(node.api_keys().Update(tx, owner, world.app.row.id, patch));
        return {};
      }
      case 4:
        GH_CHECK(node.users().ResetKey(tx, owner, user));
        return {};
      default:
        return {};  // nothing happens, which must be noticed too
    }
  };
  const auto read_only = Must(world.home->Open(StoreOptions{.clock = &world.clock}));
  Core reader(*read_only, *world.keys, world.clock, world.random, reading);
  for (int step = 0; step < 150; ++step) {
    if (dice() % 2 == 0) {
      Must(world.Write([&](Transaction& tx) { return change(*world.core, tx); }));
    } else {
      Must(WriteThere([&](Transaction& tx) { return change(other_, tx); }));
    }
    for (const auto& user : users) {
      const std::string now = WhoOn(reader, world.app.key, &user->user_key);
      EXPECT_EQ(WhoOn(other_, world.app.key, &user->user_key), now) << "step " << step;
      EXPECT_EQ(WhoOn(*world.core, world.app.key, &user->user_key), now) << "step " << step;
    }
  }
}

}  // namespace
}  // namespace guildhall::test
