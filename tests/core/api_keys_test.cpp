#include "core/api_keys.h"

#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

class ApiKeyCases : public WholeCoreCases {
 protected:
  Result<ApiKeyView> Create(const Caller& caller, const ApiKeys::Draft& draft = {}) {
    return world.Write(
        [&](Transaction& tx) { return world.core->api_keys().Create(tx, caller, draft); });
  }
  Result<ApiKeyView> Update(const Caller& caller, ApiKeyId id, const ApiKeys::Patch& patch) {
    return world.Write(
        [&](Transaction& tx) { return world.core->api_keys().Update(tx, caller, id, patch); });
  }
  Result<ApiKeyView> Reset(const Caller& caller, ApiKeyId id) {
    return world.Write(
        [&](Transaction& tx) { return world.core->api_keys().Reset(tx, caller, id); });
  }
  Result<void> Remove(const Caller& caller, ApiKeyId id) {
    return world.Write(
        [&](Transaction& tx) { return world.core->api_keys().Remove(tx, caller, id); });
  }
  Result<ApiKeyView> Get(const Caller& caller, ApiKeyId id) {
    return world.Read([&](const Snapshot& s) { return world.core->api_keys().Get(s, caller, id); });
  }
  std::string Listed(const Caller& caller, Seek seek = {}) {
    const auto keys =
        world.Read([&](const Snapshot& s) { return world.core->api_keys().List(s, caller, seek); });
    if (!keys) return NameOf(keys.error().code);
    std::string ids;
    for (const ApiKeyView& key : *keys) ids += std::to_string(key.row.id.value()) + ' ';
    return ids;
  }
  /// An operator with this role in the tenant.
  Caller WithRole(Role role) {
    const OperatorView view =
        world.AddOperator("role" + std::to_string(static_cast<int>(role)) + "@rivia.com");
    Must(world.Write(
        [&](Transaction& tx) { return tx.tenants().SetRole(world.rivia, view.row.id, role); }));
    return Must(world.Resolve(view.key));
  }
};
GUILDHALL_ON_EVERY_ENGINE(ApiKeyCases);

TEST_P(ApiKeyCases, ANewKeyOpensItsTenantAndIsShownAgain) {
  const ApiKeyView made = Must(
      Create(world.AsOperator(), {.description = "mobile app", .flags = {.create_users = true}}));
  EXPECT_EQ(made.row.description, "mobile app");
  EXPECT_TRUE(IsApiKey(BytesOf(made.key)));
  EXPECT_EQ(Must(world.Resolve(made.key)).api_key->row, made.row);
  const ApiKeyView shown = Must(Get(world.AsOperator(), made.row.id));
  EXPECT_EQ(shown.row, made.row);
  EXPECT_EQ(shown.key.Reveal(), made.key.Reveal());
}

TEST_P(ApiKeyCases, TheKeyItselfIsNotInItsRow) {
  const ApiKeyView made = Must(Create(world.AsOperator()));
  const KeyBytes bytes = BytesOf(made.key);
  for (const std::string& stored : {made.row.digest, made.row.sealed}) {
    EXPECT_EQ(stored.find(AsView(bytes)), std::string::npos);
    EXPECT_EQ(stored.find(made.key.Reveal()), std::string::npos);
  }
}

TEST_P(ApiKeyCases, OnlyFullOperatorsManageThem) {
  const ApiKeyId id = world.app.row.id;
  const ApiKeyView all = world.AddApiKey(
      {.bypass_lists = true, .create_users = true, .create_groups = true, .anonymous_read = true});
  for (const Caller& caller : {WithRole(Role::kRead), WithRole(Role::kWrite), world.AsKey(),
                               Must(world.Resolve(all.key)), Caller{.tenant = world.rivia}}) {
    EXPECT_EQ(Outcome(Create(caller)), "forbidden");
    EXPECT_EQ(Outcome(Update(caller, id, {})), "forbidden");
    EXPECT_EQ(Outcome(Reset(caller, id)), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, id)), "forbidden");
  }
  const Caller full = WithRole(Role::kFull);
  EXPECT_EQ(Outcome(Create(full)), "ok");
  EXPECT_EQ(Outcome(Remove(full, id)), "ok");
}

TEST_P(ApiKeyCases, AKeySeesItselfAndOperatorsWhoMaySeeAll) {
  const ApiKeyView other = world.AddApiKey({});
  EXPECT_EQ(Listed(world.AsOperator()), "1 2 ");
  EXPECT_EQ(Listed(world.AsOperator(), {.from = 2, .descending = true}), "1 ");
  EXPECT_EQ(Listed(world.AsKey()), "1 ");
  EXPECT_EQ(Listed(world.AsKey(), {.from = 1}), "");
  EXPECT_EQ(Listed(WithRole(Role::kWrite)), "forbidden");
  EXPECT_EQ(Listed(Caller{.tenant = world.rivia}), "forbidden");
  EXPECT_EQ(Outcome(Get(world.AsKey(), world.app.row.id)), "ok");
  EXPECT_EQ(Outcome(Get(world.AsKey(), other.row.id)), "not_found");
  EXPECT_EQ(Outcome(Get(WithRole(Role::kRead), other.row.id)), "forbidden");
}

TEST_P(ApiKeyCases, AnUpdateChangesOnlyWhatItNames) {
  const Caller caller = world.AsOperator();
  ApiKeys::Patch patch;
  patch.anonymous_read = true;
  const ApiKeyView after = Must(Update(caller, world.app.row.id, patch));
  EXPECT_EQ(after.row.description, "app");
  EXPECT_EQ(after.row.flags, (ApiKeyFlags{.anonymous_read = true}));
  EXPECT_EQ(after.key.Reveal(), world.app.key.Reveal());
  const std::int64_t events = world.LastEvent(world.rivia);
  Must(Update(caller, world.app.row.id, patch));
  EXPECT_EQ(world.LastEvent(world.rivia), events) << "nothing changed, nothing written";
}

TEST_P(ApiKeyCases, AResetKeepsTheRowAndKillsTheOldKey) {
  const ApiKeyView after = Must(Reset(world.AsOperator(), world.app.row.id));
  EXPECT_EQ(after.row.id, world.app.row.id);
  EXPECT_EQ(after.row.description, world.app.row.description);
  EXPECT_NE(after.key.Reveal(), world.app.key.Reveal());
  EXPECT_EQ(Outcome(world.Resolve(world.app.key)), "unauthenticated");
  EXPECT_EQ(Outcome(world.Resolve(after.key)), "ok");
}

TEST_P(ApiKeyCases, ARemovedKeyIsGone) {
  EXPECT_EQ(Outcome(Remove(world.AsOperator(), world.app.row.id)), "ok");
  EXPECT_EQ(Outcome(Remove(world.AsOperator(), world.app.row.id)), "not_found");
  EXPECT_EQ(Outcome(world.Resolve(world.app.key)), "unauthenticated");
}

TEST_P(ApiKeyCases, KeysOfAnotherTenantAreNotFound) {
  const Caller owner = world.AsOperator();
  const Tenant other = Must(world.Write([&](Transaction& tx) {
    return world.core->tenants().Create(tx, owner, {.name = "nilfgaard"});
  }));
  const Caller neighbour = Must(world.core->callers().Resolve(Patience::kMayWait, other.id,
                                                              {.key = BytesOf(world.owner.key)}));
  const auto reset = world.Write(
      [&](Transaction& tx) {
        return world.core->api_keys().Reset(tx, neighbour, world.app.row.id);
      },
      other.id);
  EXPECT_EQ(Outcome(reset), "not_found");
  EXPECT_EQ(Listed(neighbour), "");
  EXPECT_EQ(Outcome(world.Resolve(world.app.key)), "ok");
}

}  // namespace
}  // namespace guildhall::test
