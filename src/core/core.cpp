#include "core/core.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace guildhall {

Core::Core(Store& store, const KeyRing& keys, const Clock& clock, Random& random,
           const Options& options)
    : store_(store),
      clock_(clock),
      removals_(options.removals, store.SeesEveryCommit()),
      jobs_(removals_),
      identities_(clock, random),
      credentials_(keys, random),
      callers_(store, credentials_, options.callers, removals_),
      sign_in_limits_(options.sign_in_limits, clock),
      operators_(credentials_, options.registration),
      account_recovery_(operators_, credentials_, clock),
      invitations_(credentials_),
      outbox_(credentials_, clock),
      tenants_(identities_, options.tenants),
      api_keys_(credentials_),
      groups_(identities_, removals_),
      memberships_(identities_),
      collections_(identities_, options.collections, removals_),
      tables_(identities_),
      records_(identities_, {}, removals_),
      channels_(identities_, removals_),
      users_(credentials_, callers_, identities_, records_, removals_),
      user_imports_(credentials_, identities_, records_, groups_),
      chunked_file_bytes_(store),
      files_(store, options.file_bytes != nullptr ? *options.file_bytes : chunked_file_bytes_,
             clock, random, removals_),
      audit_(store, clock, options.audit),
      user_recovery_(credentials_, clock) {
  store_.OnCommit([this, on_said = options.on_said](const Commit& commit) {
    Committed(commit);
    if (!on_said) return;
    for (const Said& said : commit.said) on_said(said);
  });
  if (options.on_said) store_.OnNews(options.on_said);
  SettleRemovals();
}

void Core::Committed(const Commit& commit) {
  callers_.Committed(commit);
  const auto of_a_job = [](const Touched& touched) { return touched.kind == Touched::Kind::kJob; };
  const bool changed = std::ranges::any_of(commit.tenants, [&](const Commit::PerTenant& part) {
    return std::ranges::any_of(part.touched, of_a_job);
  });
  if (!changed) return;
  SettleRemovals();
  jobs_.Changed();
}

void Core::SettleRemovals() {
  if (!store_.SeesEveryCommit()) return;
  std::vector<Job> first;
  const auto read = store_.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(first, snapshot.jobs().ListDue(Time(std::numeric_limits<std::int64_t>::max()), 1));
    return {};
  });
  removals_.Settle(read && first.empty());
}

}  // namespace guildhall
