#include "tests/core/caller_cases.h"

namespace guildhall::test {
namespace {

class CallerRenewal : public CallerCases {};
GUILDHALL_ON_EVERY_ENGINE(CallerRenewal);

TEST_P(CallerRenewal, RenewGivesTheCallerBackWhileNothingChanged) {
  const auto user = world.AddUser("ciri");
  const Caller caller = world.AsUser(*user);
  const Caller renewed = Must(Renew(caller));
  EXPECT_EQ(renewed.user, caller.user);
  EXPECT_EQ(renewed.api_key, caller.api_key);
  EXPECT_EQ(renewed.epoch, caller.epoch);
}

TEST_P(CallerRenewal, RenewSeesWhatChangedSince) {
  const auto user = world.AddUser("ciri");
  const Group group = world.AddGroup("witchers");
  const Caller caller = world.AsUser(*user);
  world.Join(user->user.id, group.id);
  const Caller renewed = Must(Renew(caller));
  EXPECT_EQ(caller.user->active_groups, std::vector<GroupId>{kEverybody});
  EXPECT_EQ(renewed.user->active_groups, (std::vector<GroupId>{kEverybody, group.id}));
  EXPECT_GT(renewed.epoch, caller.epoch);
}

TEST_P(CallerRenewal, RenewKeepsWhatIsOfTheWayByWhichHeCame) {
  Caller caller = world.AsKey();
  caller.may_found = true;
  caller.vocabulary = kOurs;
  world.AddGroup("witchers");
  world.AddUser("ciri");
  const Caller renewed = Must(Renew(caller));
  EXPECT_GT(renewed.epoch, caller.epoch);
  EXPECT_TRUE(renewed.may_found);
  EXPECT_EQ(renewed.vocabulary, kOurs);
}

TEST_P(CallerRenewal, RenewRefusesWhoseKeyIsGoneOrReplaced) {
  const Caller key = world.AsKey();
  const Caller owner = world.AsOperator();
  Must(world.Write(
      [&](Transaction& tx) { return world.core->api_keys().Reset(tx, owner, world.app.row.id); }));
  EXPECT_EQ(Outcome(Renew(key)), "unauthenticated");
  EXPECT_EQ(Outcome(Renew(owner)), "ok");
  Must(world.Write(
      [&](Transaction& tx) { return world.core->operators().ResetKey(tx, world.owner.row.id); }));
  EXPECT_EQ(Outcome(Renew(owner)), "unauthenticated");
}

TEST_P(CallerRenewal, RenewLosesAUserWhoseKeyWasReplaced) {
  const auto user = world.AddUser("ciri");
  const Caller caller = world.AsUser(*user);
  ASSERT_TRUE(caller.user);
  ResetKey(user->user.id);
  const Caller renewed = Must(Renew(caller));
  EXPECT_FALSE(renewed.user);
  EXPECT_TRUE(renewed.api_key);
}

TEST_P(CallerRenewal, RenewSeesAnOperatorsNewRole) {
  const OperatorView other = world.AddOperator("ciri@rivia.com");
  const Caller before = Must(world.Resolve(other.key));
  Must(world.Write([&](Transaction& tx) {
    return tx.tenants().SetRole(world.rivia, other.row.id, Role::kRead);
  }));
  EXPECT_EQ(before.role, Role::kNone);
  EXPECT_EQ(Must(Renew(before)).role, Role::kRead);
}

TEST_P(CallerRenewal, AChangeQueuedBehindARevocationFindsTheKeyGone) {
  const auto user = world.AddUser("ciri");
  const Caller caller = world.AsUser(*user);
  const Caller owner = world.AsOperator();
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::promise<void> started;
  std::once_flag once;
  const std::vector<TenantId> tenants{kSite, world.rivia};
  world.store->Write(
      tenants,
      [&, released](Transaction&) -> Result<void> {
        std::call_once(once, [&] { started.set_value(); });
        released.wait();
        return {};
      },
      [](const Result<void>&) {});
  started.get_future().wait();
  // Both wait now, and may well share a commit.
  world.store->Write(
      tenants,
      [&](Transaction& tx) -> Result<void> {
        return world.core->api_keys().Remove(tx, owner, world.app.row.id);
      },
      [](const Result<void>&) {});
  std::promise<std::string> answer;
  world.store->Write(
      tenants,
      [&](Transaction& tx) -> Result<void> {
        GH_TRY(const Caller renewed, world.core->callers().Renew(tx, caller));
        return {};
      },
      [&](const Result<void>& result) { answer.set_value(Outcome(result)); });
  release.set_value();
  EXPECT_EQ(answer.get_future().get(), "unauthenticated");
}

}  // namespace
}  // namespace guildhall::test
