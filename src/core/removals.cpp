#include "core/removals.h"

#include <vector>

#include "core/detail/hidden.h"

namespace guildhall {

Removals& Removals::ReadingThrough() {
  static Removals removals{Options{}};
  return removals;
}

Result<detail::Hidden> Removals::HiddenIn(const Snapshot& snapshot, TenantId tenant) const {
  if (none_.load(std::memory_order_acquire)) return detail::Hidden();
  GH_TRY(const std::vector<Job> jobs, snapshot.jobs().ListOf(tenant));
  return detail::HiddenBy(jobs);
}

}  // namespace guildhall
