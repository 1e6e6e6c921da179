#include "core/audit.h"

#include <algorithm>
#include <array>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace guildhall {
namespace {

constexpr std::size_t kWrittenAtOnce = 500;  // entries of a tenant in one change
constexpr std::int32_t kRemovedAtOnce = 1'000;
constexpr std::int32_t kTenantsAtOnce = 100;
constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;

/// The path in printable ASCII: a client may have sent any bytes.
std::string Printable(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path.substr(0, AuditLog::kMaxPath)) {
    if (c > ' ' && c <= '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
  }
  return out.substr(0, AuditLog::kMaxPath);
}

using Entries = std::vector<AuditEntry>;
/// What goes into one change; the change may be run more than once, and outlive its caller.
using Batch = std::shared_ptr<Entries>;

std::vector<Batch> BatchesOf(Entries entries) {
  std::map<TenantId, Batch> open;
  std::vector<Batch> all;
  for (AuditEntry& entry : entries) {
    Batch& batch = open[entry.tenant];
    if (!batch || batch->size() == kWrittenAtOnce) {
      batch = std::make_shared<Entries>();
      all.push_back(batch);
    }
    batch->push_back(std::move(entry));
  }
  return all;
}

Result<void> Insert(Transaction& tx, AuditEntry entry) {
  entry.id = AuditId(tx.Next(entry.tenant, Sequence::kAuditEntry));
  return tx.audit().Insert(entry);
}

/// Whether there is a tenant to write to.
Result<bool> Lives(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const auto found, snapshot.tenants().Find(tenant));
  return found.has_value();
}

std::future<Result<void>> Write(Store& store, const Batch& batch) {
  const auto written = std::make_shared<std::promise<Result<void>>>();
  const TenantId tenant = batch->front().tenant;
  const auto change = [batch](Transaction& tx) -> Result<void> {
    for (const AuditEntry& entry : *batch) GH_CHECK(Insert(tx, entry));
    return {};
  };
  store.Write({tenant}, change,
              [written](Result<void> result) { written->set_value(std::move(result)); });
  return written->get_future();
}

Result<void> CheckReader(const Caller& caller) {
  if (!caller.Has(Power::kReadAudit)) return Fail(Errc::kForbidden);
  return {};
}

/// Moves the query's beginning up, so that it looks at no more than it may.
Result<void> Bound(const Snapshot& snapshot, TenantId tenant, AuditQuery& query) {
  GH_TRY(const auto oldest, snapshot.audit().PlaceOf(tenant, query, AuditLog::kMostExamined - 1));
  if (oldest) query.from = *oldest;
  return {};
}

}  // namespace

NamedActor ActorOf(const Caller& caller) {
  if (caller.user) return {Actor::kUser, caller.user->user.id.value()};
  if (caller.api_key) return {Actor::kApiKey, caller.api_key->row.id.value()};
  if (caller.operator_id) return {Actor::kOperator, caller.operator_id->value()};
  if (caller.credential == Credential::kSecret) return {Actor::kOperator, 0};
  return {};
}

Result<void> AuditLog::Append(Transaction& tx, AuditEntry entry) const {
  GH_TRY(const bool lives, Lives(tx, entry.tenant));
  if (!lives) return {};
  entry.at = tx.Now(entry.tenant);
  entry.path = Printable(entry.path);
  return Insert(tx, std::move(entry));
}

void AuditLog::Note(AuditEntry entry) {
  entry.at = clock_.Now();
  entry.path = Printable(entry.path);
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= options_.max_waiting) {
    ++dropped_;
    return;
  }
  waiting_.push_back(std::move(entry));
}

Result<void> AuditLog::Flush() {
  const std::lock_guard flush(flushing_);
  Entries entries;
  {
    const std::lock_guard lock(mutex_);
    entries.swap(waiting_);
  }
  const std::vector<Batch> batches = BatchesOf(std::move(entries));
  std::vector<std::future<Result<void>>> written;
  for (const Batch& batch : batches) written.push_back(Write(store_, batch));
  Result<void> outcome;
  Entries left;
  std::size_t unwritable = 0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    auto result = written[i].get();
    // A tenant that is not there any more has no log.
    if (result || result.error().code == Errc::kNotFound) continue;
    if (result.error().code == Errc::kUnavailable) {
      std::ranges::copy(*batches[i], std::back_inserter(left));
    } else {
      unwritable += batches[i]->size();
    }
    outcome = std::move(result);
  }
  PutBack(std::move(left), unwritable);
  return outcome;
}

void AuditLog::PutBack(std::vector<AuditEntry> entries, std::size_t dropped) {
  if (entries.empty() && dropped == 0) return;
  const std::lock_guard lock(mutex_);
  dropped_ += dropped;
  const std::size_t since = waiting_.size();
  std::ranges::move(waiting_, std::back_inserter(entries));
  waiting_ = std::move(entries);
  if (waiting_.size() <= options_.max_waiting) return;
  const std::size_t excess = std::min(since, waiting_.size() - options_.max_waiting);
  dropped_ += excess;
  waiting_.resize(waiting_.size() - excess);
}

std::uint64_t AuditLog::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

Result<std::vector<AuditEntry>> AuditLog::List(const Snapshot& snapshot, const Caller& caller,
                                               AuditQuery query, std::int64_t skip,
                                               std::int32_t limit) const {
  GH_CHECK(CheckReader(caller));
  GH_CHECK(Bound(snapshot, caller.tenant, query));
  return snapshot.audit().List(caller.tenant, query, skip, limit);
}

Result<std::int64_t> AuditLog::Count(const Snapshot& snapshot, const Caller& caller,
                                     AuditQuery query) const {
  GH_CHECK(CheckReader(caller));
  GH_CHECK(Bound(snapshot, caller.tenant, query));
  return snapshot.audit().Count(caller.tenant, query);
}

Result<AuditEntry> AuditLog::Get(const Snapshot& snapshot, const Caller& caller, AuditId id) const {
  GH_CHECK(CheckReader(caller));
  GH_TRY(auto found, snapshot.audit().Find(caller.tenant, id));
  if (!found) return Fail(Errc::kNotFound);
  return *std::move(found);
}

Result<AuditLog::Removed> AuditLog::RemoveOld(TenantId done) {
  if (!forgets()) return Removed{done, true, 0};
  const Time before(clock_.Now().microseconds() - kDay * options_.retention_days);
  std::vector<Tenant> tenants;
  std::optional<TenantId> due;
  GH_CHECK(store_.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(tenants, snapshot.tenants().List({.from = done.value(), .limit = kTenantsAtOnce}));
    for (const Tenant& tenant : tenants) {
      GH_TRY(const bool any, snapshot.audit().AnyBefore(tenant.id, before));
      if (any) {
        due = tenant.id;
        return {};
      }
      done = tenant.id;
    }
    return {};
  }));
  if (!due) return Removed{done, tenants.size() < kTenantsAtOnce, 0};
  std::int64_t rows = 0;
  auto removed = WriteAndWait(store_, {*due}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(rows, tx.audit().RemoveBefore(*due, before, kRemovedAtOnce));
    return {};
  });
  // The tenant may go in between, and its log with it.
  if (!removed && removed.error().code != Errc::kNotFound) return Fail(std::move(removed).error());
  return Removed{rows < kRemovedAtOnce ? *due : done, false, rows};
}

}  // namespace guildhall
