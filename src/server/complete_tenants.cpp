#include "server/complete_tenants.h"

#include <vector>

namespace guildhall {
namespace {

constexpr std::int32_t kPage = 256;

Result<std::vector<TenantId>> NextIncomplete(const Core& core) {
  return core.Read(Patience::kMayWait, [](const Snapshot& snapshot) {
    return snapshot.tenants().ListIncomplete(kPage);
  });
}

Result<std::int64_t> CompletePage(Core& core, const std::vector<TenantId>& page) {
  for (const TenantId tenant : page) {
    GH_CHECK(WriteAndWait(core.store(), {tenant},
                          [&](Transaction& tx) { return core.tenants().Complete(tx, tenant); }));
  }
  return static_cast<std::int64_t>(page.size());
}

Result<void> CompleteAll(Core& core, Log& log) {
  for (std::int64_t done = 0;;) {
    GH_TRY(const std::vector<TenantId> page, NextIncomplete(core));
    if (page.empty()) return {};
    GH_TRY(const std::int64_t completed, CompletePage(core, page));
    done += completed;
    log.Info("completed_tenants").Field("done", done);
  }
}

}  // namespace

OrFailure<void> CompleteTenants(Core& core, Log& log) {
  if (auto done = CompleteAll(core, log); !done) {
    return GiveUp(ExitCode::kDatabase, "cannot complete the tenants of an earlier version: " +
                                           std::string(NameOf(done.error().code)) + " " +
                                           done.error().detail);
  }
  return {};
}

}  // namespace guildhall
