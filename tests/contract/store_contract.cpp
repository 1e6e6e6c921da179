#include "tests/contract/store_contract.h"

namespace guildhall::test {

void StoreContract::SetUp() {
  home_ = GetParam().make();
  store_ = Must(Open());
  Do(kSite, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.tenants().Insert(MakeTenant(tx.Next(kSite, Sequence::kTenant), "rivia")));
    return tx.tenants().Insert(MakeTenant(tx.Next(kSite, Sequence::kTenant), "nilfgaard", 2));
  });
}

Result<std::unique_ptr<Store>> StoreContract::Open(std::size_t queue_limit) {
  return home_->Open({.clock = &clock_, .queue_limit = queue_limit});
}

void StoreContract::Reopen(std::size_t queue_limit) {
  store_.reset();
  store_ = Must(Open(queue_limit));
}

Result<void> StoreContract::Try(TenantId tenant, const Change& change) {
  return WriteAndWait(store(), {tenant}, change);
}

Result<void> StoreContract::Try(std::vector<TenantId> tenants, const Change& change) {
  return WriteAndWait(store(), std::move(tenants), change);
}

std::int64_t StoreContract::EpochOf(TenantId tenant) {
  return See([&](const Snapshot& view) { return view.Epoch(tenant); });
}

std::int64_t StoreContract::LastEvent(TenantId tenant) {
  return See([&](const Snapshot& view) { return view.events().LastEvent(tenant); });
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
