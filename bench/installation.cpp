#include "bench/installation.h"

#include <algorithm>
#include <utility>

#include "bench/figures.h"
#include "bench/places.h"

namespace guildhall::bench {
namespace {

constexpr std::int64_t kPerChange = 1'000;
constexpr OperatorId kOwner{1};

KeyRing MakeKeys(Random& random) {
  InitializeCrypto();
  return Must(KeyRing::FromDataKey(KeyRing::MakeDataKey(random)));
}

}  // namespace

Installation::Installation(std::unique_ptr<Store> store, const Clock& clock, Core::Options options)
    : keys_(MakeKeys(random_)), store_(std::move(store)) {
  core_ = std::make_unique<Core>(*store_, keys_, clock, random_, std::move(options));
}

Installation::~Installation() { store_->Close(); }

Caller Installation::AddTenant(const std::string& name) {
  Caller caller;
  caller.tenant = kSite;
  caller.operator_id = kOwner;
  Must(WriteAndWait(*store_, {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(const bool present, tx.operators().AnyExists());
    if (present) return {};
    GH_CHECK(core_->operators().RegisterFirst(
        tx, {.email = "bench@example.com", .password_hash = "$hash$"}));
    return {};
  }));
  Tenant made;
  Must(WriteAndWait(*store_, {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(made, core_->tenants().Create(tx, caller, {.name = name}));
    return {};
  }));
  return Callers::Owner(made);
}

void Installation::Write(const Caller& caller, const Change& change) const {
  Must(WriteAndWait(*store_, {caller.tenant}, change));
}

void Installation::Fill(const Caller& caller, const std::string& what, std::int64_t count,
                        const std::function<Result<void>(Transaction&, std::int64_t)>& one) const {
  for (std::int64_t first = 0; first < count; first += kPerChange) {
    const std::int64_t last = std::min(first + kPerChange, count);
    Write(caller, [&](Transaction& tx) -> Result<void> {
      for (std::int64_t number = first; number < last; ++number) GH_CHECK(one(tx, number));
      return {};
    });
    ShowProgress(what, last, count);
  }
}

}  // namespace guildhall::bench
