#include "core/store.h"

#include <future>
#include <utility>

namespace guildhall {

Result<Epochs> Store::ReadEpochs(Patience patience, TenantId tenant) const {
  Epochs epochs;
  GH_CHECK(Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epochs.site, snapshot.Epoch(kSite));
    GH_TRY(epochs.tenant, snapshot.Epoch(tenant));
    return {};
  }));
  return epochs;
}

Result<void> WriteAndWait(Store& store, std::vector<TenantId> tenants, Change change) {
  const auto answer = std::make_shared<std::promise<Result<void>>>();
  std::future<Result<void>> answered = answer->get_future();
  store.Write(std::move(tenants), std::move(change),
              [answer](Result<void> result) { answer->set_value(std::move(result)); });
  return answered.get();
}

}  // namespace guildhall
