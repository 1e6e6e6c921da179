#include "store/sql/ledger.h"

#include <algorithm>
#include <utility>

namespace guildhall::store {
namespace {

std::int64_t& At(CounterValues& values, Counter counter) {
  return values[static_cast<std::size_t>(counter)];
}

std::int64_t At(const CounterValues& values, Counter counter) {
  return values[static_cast<std::size_t>(counter)];
}

}  // namespace

CounterValues FreshCounters() {
  CounterValues values{};
  At(values, Counter::kEpoch) = 1;
  At(values, Counter::kCollection) = 15;
  return values;
}

void Ledger::Clear() {
  ++transactions_;
  entries_.clear();
  entries_before_ = 0;
  fault_.reset();
}

void Ledger::Add(TenantId tenant, const CounterValues& values, std::int64_t transaction) {
  Entry& entry = entries_.emplace_back();
  entry.tenant = tenant;
  entry.values = values;
  entry.locked = values;
  entry.transaction = transaction;
}

bool Ledger::IsSettled(TenantId tenant) const {
  const Entry* entry = Find(tenant);
  return entry != nullptr && entry->settled;
}

void Ledger::Unsettle(TenantId tenant) {
  for (Entry& entry : entries_) {
    if (entry.tenant == tenant) entry.settled = false;
  }
}

void Ledger::BeginChange(std::span<const TenantId> tenants) {
  fault_.reset();
  entries_before_ = entries_.size();
  for (Entry& entry : entries_) {
    entry.named = std::find(tenants.begin(), tenants.end(), entry.tenant) != tenants.end();
    if (!entry.named) continue;
    entry.raised = false;
    entry.now.reset();
    entry.saved = entry.values;
    entry.touched_before = entry.touched.size();
    entry.topics_before = entry.topics.size();
  }
}

void Ledger::KeepChange() {
  for (Entry& entry : entries_) entry.named = false;
  entries_before_ = entries_.size();
}

void Ledger::UndoChange() {
  entries_.resize(std::min(entries_before_, entries_.size()));
  for (Entry& entry : entries_) {
    if (!entry.named) continue;
    entry.values = entry.saved;
    entry.touched.resize(entry.touched_before);
    entry.topics.resize(entry.topics_before);
    entry.named = false;
  }
  fault_.reset();
}

const Ledger::Entry* Ledger::Find(TenantId tenant) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.tenant == tenant; });
  return found == entries_.end() ? nullptr : &*found;
}

Ledger::Entry* Ledger::Named(TenantId tenant) {
  for (Entry& entry : entries_) {
    if (entry.tenant == tenant && entry.named) return &entry;
  }
  fault_ = "the change did not name tenant " + std::to_string(tenant.value());
  return nullptr;
}

Time Ledger::Now(TenantId tenant) {
  Entry* entry = Named(tenant);
  if (entry == nullptr) return clock_.Now();
  if (!entry->now) {
    std::int64_t& last = At(entry->values, Counter::kLastAt);
    last = std::max(clock_.Now().microseconds(), last + 1);
    entry->now = Time(last);
  }
  return *entry->now;
}

std::int64_t Ledger::Next(TenantId tenant, Counter counter) {
  Entry* entry = Named(tenant);
  return entry == nullptr ? 0 : ++At(entry->values, counter);
}

void Ledger::Touch(TenantId tenant, Touched touched) {
  Entry* entry = Named(tenant);
  if (entry == nullptr) return;
  if (!entry->raised) {
    entry->raised = true;
    ++At(entry->values, Counter::kEpoch);
    At(entry->values, Counter::kChangedIn) = entry->transaction;
  }
  if (entry->touched.empty() || entry->touched.back() != touched) entry->touched.push_back(touched);
}

void Ledger::Say(const Topic& topic) {
  Entry* entry = Named(topic.tenant);
  if (entry == nullptr) return;
  if (entry->topics.empty() || entry->topics.back() != topic) entry->topics.push_back(topic);
}

void Ledger::Open(TenantId tenant, const CounterValues& values) {
  if (Find(tenant) != nullptr) return;
  Entry& entry = entries_.emplace_back();
  entry.tenant = tenant;
  entry.values = values;
  entry.locked = values;
  entry.saved = values;
  entry.transaction = entries_.front().transaction;
  entry.settled = false;
  entry.named = true;
}

std::optional<std::int64_t> Ledger::Value(TenantId tenant, Counter counter) const {
  const Entry* entry = Find(tenant);
  if (entry == nullptr) return std::nullopt;
  return At(entry->values, counter);
}

Commit Ledger::Summary() const {
  Commit commit;
  for (const Entry& entry : entries_) {
    if (entry.values == entry.locked && entry.touched.empty()) continue;
    Commit::PerTenant& summary = commit.tenants.emplace_back();
    summary.tenant = entry.tenant;
    summary.epoch_before = At(entry.locked, Counter::kEpoch);
    summary.epoch = At(entry.values, Counter::kEpoch);
    summary.last_event = At(entry.values, Counter::kEvent);
    summary.touched = entry.touched;
    const auto order = [](const Touched& a, const Touched& b) {
      return std::pair(a.kind, a.id) < std::pair(b.kind, b.id);
    };
    std::sort(summary.touched.begin(), summary.touched.end(), order);
    summary.touched.erase(std::unique(summary.touched.begin(), summary.touched.end()),
                          summary.touched.end());
    const std::int64_t before = At(entry.locked, Counter::kMessage);
    const std::int64_t last = At(entry.values, Counter::kMessage);
    if (last == before) continue;
    Said& said = commit.said.emplace_back(
        Said{entry.tenant, MessageId(before + 1), MessageId(last), entry.topics});
    std::sort(said.topics.begin(), said.topics.end());
    said.topics.erase(std::unique(said.topics.begin(), said.topics.end()), said.topics.end());
  }
  return commit;
}

}  // namespace guildhall::store
