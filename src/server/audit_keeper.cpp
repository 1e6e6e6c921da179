#include "server/audit_keeper.h"

#include <chrono>

namespace guildhall {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{250};
constexpr std::chrono::hours kRemoveEvery{1};

}  // namespace

void AuditKeeper::Start() {
  if (!audit_.enabled() && !audit_.forgets()) return;
  thread_ = std::thread([this] { Run(); });
}

void AuditKeeper::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  Write();
}

bool AuditKeeper::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void AuditKeeper::Run() {
  Steady::time_point remove_at = Steady::now();
  for (;;) {
    Write();
    if (audit_.forgets() && Steady::now() >= remove_at) {
      RemoveOld();
      remove_at = Steady::now() + kRemoveEvery;
    }
    const auto pause = audit_.enabled() ? kPause : std::chrono::milliseconds(kRemoveEvery);
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

void AuditKeeper::Write() {
  const auto written = audit_.Flush();
  CountDropped();
  if (!written && !failing_) {
    log_.Warn("audit_not_written")
        .Field("error", NameOf(written.error().code))
        .Field("detail", written.error().detail)
        .Field("do", "it is tried again by itself; meanwhile entries wait in memory");
  }
  failing_ = !written;
}

void AuditKeeper::CountDropped() {
  const std::uint64_t dropped = audit_.dropped();
  const std::uint64_t more = dropped - dropped_;
  dropped_ = dropped;
  if (more > 0) metrics_.CountAuditDropped(more);
  if (more > 0 && !dropping_) {
    log_.Warn("audit_entries_dropped")
        .Field("entries", more)
        .Field("do",
               "requests come faster than the database takes their entries; see "
               "guildhall_audit_entries_dropped_total");
  }
  dropping_ = more > 0;
}

void AuditKeeper::RemoveOld() {
  AuditLog::Removed removed;
  std::int64_t rows = 0;
  while (!removed.finished && !stopping()) {
    // What is noted meanwhile does not wait for the end of it.
    Write();
    const auto step = audit_.RemoveOld(removed.done);
    if (!step) {
      if (!stuck_) log_.Warn("audit_not_removed").Field("error", NameOf(step.error().code));
      stuck_ = true;
      return;
    }
    removed = *step;
    rows += removed.rows;
  }
  stuck_ = false;
  if (rows > 0) log_.Info("audit_removed").Field("entries", rows);
}

}  // namespace guildhall
