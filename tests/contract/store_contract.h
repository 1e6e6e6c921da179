#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/store.h"
#include "tests/support/rows.h"
#include "tests/support/store_factories.h"

namespace guildhall::test {

/// What every store promises; each case has a fresh one with two empty tenants.
class StoreContract : public testing::TestWithParam<StoreFactory> {
 protected:
  static constexpr TenantId kRivia{1};
  static constexpr TenantId kNilfgaard{2};

  void SetUp() override;

  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] StoreHome& home() { return *home_; }
  [[nodiscard]] FakeClock& clock() { return clock_; }
  [[nodiscard]] Result<std::unique_ptr<Store>> Open(std::size_t queue_limit = 4096);
  /// Closes the store and opens it anew.
  void Reopen(std::size_t queue_limit = 4096);
  /// Closes the store and leaves none.
  void Shut() { store_.reset(); }

  /// A change of one tenant, waited for.
  [[nodiscard]] Result<void> Try(TenantId tenant, const Change& change);
  [[nodiscard]] Result<void> Try(std::vector<TenantId> tenants, const Change& change);
  /// The same for changes that must succeed.
  void Do(TenantId tenant, const Change& change) { Must(Try(tenant, change)); }
  void Do(std::vector<TenantId> tenants, const Change& change) {
    Must(Try(std::move(tenants), change));
  }

  /// What `reading` returns over a snapshot of its own: `See([](auto& view) { return ...; })`.
  template <class Reading>
  auto See(const Reading& reading) {
    using Value = typename std::invoke_result_t<Reading, const Snapshot&>::value_type;
    std::optional<Value> seen;
    Must(store().Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
      GH_TRY(Value value, reading(view));
      seen = std::move(value);
      return {};
    }));
    return std::move(*seen);
  }

  std::int64_t EpochOf(TenantId tenant);
  std::int64_t LastEvent(TenantId tenant);

 private:
  FakeClock clock_{Time(1'700'000'000'000'000)};
  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<Store> store_;
};

/// The numbers of rows or ids, in their order.
template <class Rows>
std::vector<std::int64_t> Numbers(const Rows& rows) {
  std::vector<std::int64_t> numbers;
  for (const auto& row : rows) {
    if constexpr (requires { row.id; }) {
      numbers.push_back(row.id.value());
    } else {
      numbers.push_back(row.value());
    }
  }
  return numbers;
}

/// The suffix of a case's name.
inline std::string NameOfEngine(const testing::TestParamInfo<StoreFactory>& engine) {
  return engine.param.name;
}

using List = std::vector<std::int64_t>;

}  // namespace guildhall::test
