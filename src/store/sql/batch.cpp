#include "store/sql/batch.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "store/sql/bind.h"
#include "store/sql/counters.h"
#include "store/sql/registry.h"

namespace guildhall::store {
namespace {

constexpr Statement kSavepoint{"savepoint", "savepoint one_change", Dialect::kBoth,
                               Gathering::kBoundary};
constexpr Statement kRelease{"savepoint_release", "release savepoint one_change", Dialect::kBoth,
                             Gathering::kBoundary};
constexpr Statement kRollbackTo{"savepoint_rollback", "rollback to savepoint one_change",
                                Dialect::kBoth, Gathering::kBoundary};

}  // namespace

StatementList SavepointStatements() {
  static constexpr const Statement* kAll[] = {&kSavepoint, &kRelease, &kRollbackTo};
  return kAll;
}

Batch::Batch(Connection& connection, const Clock& clock, std::vector<WriteJob>& jobs,
             RowMemory* memory)
    : connection_(connection),
      memory_(memory),
      jobs_(jobs),
      ledger_(clock),
      transaction_(connection, ledger_, memory) {}

Commit Batch::Summary() const {
  Commit commit = ledger_.Summary();
  for (Commit::PerTenant& part : commit.tenants) {
    part.epoch_before = StampEpoch(connection_, part.epoch_before);
    part.epoch = StampEpoch(connection_, part.epoch);
  }
  return commit;
}

Ending Batch::Run() {
  ledger_.Clear();
  if (memory_ != nullptr) memory_->Begin();
  if (const auto begun = connection_.Begin(); !begun) return Undo(begun.error());
  if (const auto locked = Lock(); !locked) return Undo(locked.error());
  if (const auto ran = RunChanges(); !ran) return UndoTogether(ran.error());
  if (!AnySucceeded()) return Abandon();
  if (const auto written = WriteAll(); !written) {
    if (jobs_.size() > 1 || connection_.Lost()) return UndoTogether(written.error());
    jobs_.front().outcome = Fail(written.error());
    return Abandon();
  }
  const Ending ending = connection_.Commit();
  if (ending != Ending::kCommitted) trouble_ = "the commit failed";
  return ending;
}

bool Batch::AnySucceeded() const {
  return std::ranges::any_of(jobs_, [](const WriteJob& job) { return job.outcome.has_value(); });
}

Result<void> Batch::WriteAll() {
  GH_CHECK(WriteCounters(connection_, ledger_));
  return connection_.Flush();
}

Ending Batch::Abandon() {
  connection_.Rollback();
  ledger_.Clear();
  return Ending::kCommitted;
}

Ending Batch::Undo(const Error& error) {
  trouble_ = error.detail;
  const bool lost = connection_.Lost();
  connection_.Rollback();
  return lost ? Ending::kUndone : Ending::kFailed;
}

Ending Batch::UndoTogether(const Error& error) {
  const bool lost = connection_.Lost();
  const Ending ending = Undo(error);
  // Whose fault it was shows when each change runs apart.
  if (lost || apart_ || jobs_.size() == 1) return ending;
  apart_ = true;
  return Ending::kUndone;
}

Result<void> Batch::Lock() {
  std::vector<TenantId> tenants;
  for (const WriteJob& job : jobs_) {
    tenants.insert(tenants.end(), job.tenants.begin(), job.tenants.end());
  }
  std::sort(tenants.begin(), tenants.end());
  tenants.erase(std::unique(tenants.begin(), tenants.end()), tenants.end());
  for (const TenantId tenant : tenants) GH_CHECK(LockCounters(connection_, ledger_, tenant));
  return {};
}

Result<void> Batch::RunChanges() {
  if (jobs_.size() == 1) {
    // Alone, the transaction itself is the savepoint.
    WriteJob& job = jobs_.front();
    job.outcome = Outcome(job);
    if (connection_.Lost()) return Fail(Errc::kUnavailable, "the connection was lost");
    if (job.outcome) {
      ledger_.KeepChange();
    } else {
      ledger_.UndoChange();
    }
    return {};
  }
  for (WriteJob& job : jobs_) {
    if (apart_) {
      GH_CHECK(RunApart(job));
    } else {
      GH_CHECK(RunTogether(job));
    }
  }
  return {};
}

Result<void> Batch::RunTogether(WriteJob& job) {
  const std::int64_t writes = connection_.writes();
  job.outcome = Outcome(job);
  if (connection_.Lost() || connection_.Aborted()) {
    return Fail(Errc::kUnavailable, "a statement failed: " +
                                        (job.outcome ? std::string() : job.outcome.error().detail));
  }
  if (job.outcome) {
    ledger_.KeepChange();
    return {};
  }
  // Nearly every change that is refused is refused before it writes.
  if (connection_.writes() != writes) return Fail(Errc::kInternal, "what was refused had written");
  ledger_.UndoChange();
  return {};
}

Result<void> Batch::RunApart(WriteJob& job) {
  GH_CHECK(Post(connection_, kSavepoint));
  job.outcome = Outcome(job);
  if (job.outcome) {
    const auto released = Execute(connection_, kRelease);
    if (released) {
      ledger_.KeepChange();
      return {};
    }
    // PostgreSQL keeps nothing of a change in which a statement failed, even if it went on; and
    // what was posted may fail only here.
    const bool passes = released.error().code == Errc::kUnavailable;
    job.outcome = Fail(passes ? Errc::kUnavailable : Errc::kInternal,
                       "the change overlooked a failure: " + released.error().detail);
  }
  if (connection_.Lost()) return Fail(Errc::kUnavailable, "the connection was lost");
  ledger_.UndoChange();
  // A posted statement that fails only now takes the first attempt with it.
  if (!Execute(connection_, kRollbackTo)) GH_CHECK(Execute(connection_, kRollbackTo));
  return Post(connection_, kRelease);
}

Result<void> Batch::Outcome(const WriteJob& job) {
  ledger_.BeginChange(job.tenants);
  for (const TenantId tenant : job.tenants) {
    if (!ledger_.Holds(tenant)) return Fail(Errc::kNotFound, "no such tenant");
  }
  try {
    auto outcome = job.change(transaction_);
    if (outcome && ledger_.fault()) return Fail(Errc::kInternal, *ledger_.fault());
    return outcome;
  } catch (const std::exception& exception) {
    return Fail(Errc::kInternal, std::string("a change threw: ") + exception.what());
  }
}

}  // namespace guildhall::store
