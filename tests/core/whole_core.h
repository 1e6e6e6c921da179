#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "core/core.h"
#include "tests/core/use_cases.h"

namespace guildhall::test {

/// The whole core over a store of its own, with an operator who owns the tenant "rivia" and an API
/// key of it. Callers are resolved from real keys.
class WholeCore {
 public:
  explicit WholeCore(const StoreFactory& factory, Core::Options options = {});
  ~WholeCore();

  /// What `making` returns, after the commit that carries it; the site is among its tenants.
  template <class Making>
  auto Write(const Making& making, std::optional<TenantId> tenant = std::nullopt)
      -> std::invoke_result_t<Making, Transaction&> {
    using Answer = std::invoke_result_t<Making, Transaction&>;
    Answer answer = Fail(Errc::kInternal, "the change did not run");
    auto written =
        WriteAndWait(*store, {kSite, tenant.value_or(rivia)}, [&](Transaction& tx) -> Result<void> {
          answer = making(tx);
          if (!answer) return Fail(answer.error());
          return {};
        });
    if (!written) return Fail(std::move(written).error());
    return answer;
  }
  template <class Reading>
  auto Read(const Reading& reading) const {
    return core->Read(Patience::kMayWait, reading);
  }

  /// Who asks in `rivia` with these keys.
  Result<Caller> Resolve(const Secret& key, const Secret* user_key = nullptr) const;
  Caller AsOperator() const { return Must(Resolve(owner.key)); }
  Caller AsKey() const { return Must(Resolve(app.key)); }
  Caller AsUser(const UserView& user) const { return Must(Resolve(app.key, &user.user_key)); }

  ApiKeyView AddApiKey(ApiKeyFlags flags);
  std::shared_ptr<const UserView> AddUser(std::string name);
  Group AddGroup(std::string name);
  void Join(UserId user, GroupId group);
  OperatorView AddOperator(std::string email);
  std::int64_t LastEvent(TenantId tenant) const;

  FakeClock clock{Time(1'700'000'000'000'000)};
  SeededRandom random{7};
  std::optional<KeyRing> keys;
  std::unique_ptr<StoreHome> home;
  std::unique_ptr<Store> store;
  std::unique_ptr<Core> core;
  OperatorView owner;
  TenantId rivia;
  ApiKeyView app;
};

/// The key as it is presented.
KeyBytes BytesOf(const Secret& key);

/// A case over every engine, each time with a fresh core.
class WholeCoreCases : public testing::TestWithParam<StoreFactory> {
 protected:
  WholeCore world{GetParam(), {.registration = Registration::kOpen}};
};

}  // namespace guildhall::test
