#include "tests/core/whole_core.h"

#include <stdexcept>

namespace guildhall::test {

WholeCore::WholeCore(const StoreFactory& factory, Core::Options options) : home(factory.make()) {
  InitializeCrypto();
  keys = Must(KeyRing::FromDataKey(KeyRing::MakeDataKey(random)));
  store = Must(home->Open(StoreOptions{.clock = &clock}));
  core = std::make_unique<Core>(*store, *keys, clock, random, options);
  const auto made = [&](const Change& change) { Must(WriteAndWait(*store, {kSite}, change)); };
  made([&](Transaction& tx) -> Result<void> {
    GH_TRY(owner, core->operators().RegisterFirst(
                      tx, {.email = "geralt@rivia.com", .password_hash = "$hash$"}));
    return {};
  });
  made([&](Transaction& tx) -> Result<void> {
    Caller caller;
    caller.operator_id = owner.row.id;
    GH_TRY(const Tenant tenant, core->tenants().Create(tx, caller, {.name = "rivia"}));
    rivia = tenant.id;
    return {};
  });
  app = AddApiKey({});
}

WholeCore::~WholeCore() { store->Close(); }

Result<Caller> WholeCore::Resolve(const Secret& key, const Secret* user_key) const {
  Callers::Presented presented{.key = BytesOf(key)};
  if (user_key != nullptr) presented.user_key = BytesOf(*user_key);
  return core->callers().Resolve(Patience::kMayWait, rivia, presented);
}

ApiKeyView WholeCore::AddApiKey(ApiKeyFlags flags) {
  const Caller caller = AsOperator();
  return Must(Write([&](Transaction& tx) {
    return core->api_keys().Create(tx, caller, {.description = "app", .flags = flags});
  }));
}

std::shared_ptr<const UserView> WholeCore::AddUser(std::string name) {
  const Caller caller = AsOperator();
  return Must(Write([&](Transaction& tx) {
    return core->users().Create(tx, caller, {.username = name, .password_hash = "$hash$"});
  }));
}

Group WholeCore::AddGroup(std::string name) {
  const Caller caller = AsOperator();
  return Must(Write([&](Transaction& tx) {
    return core->groups().Create(tx, caller, {name, ""});
  }));
}

void WholeCore::Join(UserId user, GroupId group) {
  const Caller caller = AsOperator();
  Must(Write([&](Transaction& tx) {
    return core->memberships().Add(tx, caller, {.user = user, .group = group, .origin = kOurs});
  }));
}

OperatorView WholeCore::AddOperator(std::string email) {
  return Must(Write([&](Transaction& tx) {
    return core->operators().Register(tx, {.email = email, .password_hash = "$hash$"});
  }));
}

std::int64_t WholeCore::LastEvent(TenantId tenant) const {
  return Must(Read([&](const Snapshot& snapshot) { return snapshot.events().LastEvent(tenant); }));
}

KeyBytes BytesOf(const Secret& key) {
  KeyBytes bytes{};
  if (!DecodeHex(key.Reveal(), bytes)) throw std::runtime_error("not a key");
  return bytes;
}

}  // namespace guildhall::test
