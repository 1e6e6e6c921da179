#include "http/metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/result.h"

namespace guildhall::http {
namespace {

constexpr std::size_t kMaxNames = 16;
constexpr std::size_t kStatusClasses = 6;

struct Bound {
  std::int64_t microseconds;
  const char* seconds;
};
constexpr std::array<Bound, 14> kBounds{{{50, "0.00005"},
                                         {100, "0.0001"},
                                         {250, "0.00025"},
                                         {500, "0.0005"},
                                         {1'000, "0.001"},
                                         {2'500, "0.0025"},
                                         {5'000, "0.005"},
                                         {10'000, "0.01"},
                                         {25'000, "0.025"},
                                         {50'000, "0.05"},
                                         {100'000, "0.1"},
                                         {250'000, "0.25"},
                                         {1'000'000, "1"},
                                         {5'000'000, "5"}}};

/// Written by one thread, read by any: plain adds, no locked instruction.
class Counter {
 public:
  void Add(std::uint64_t count) {
    value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// A few names, found by comparing; only ever added to.
class Names {
 public:
  std::size_t IndexOf(std::string_view name) {
    const std::size_t known = count_.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < known; ++i) {
      if (names_[i] == name) return i;
    }
    return Add(name);
  }
  [[nodiscard]] std::size_t size() const { return count_.load(std::memory_order_acquire); }
  [[nodiscard]] const std::string& operator[](std::size_t index) const { return names_[index]; }

 private:
  std::size_t Add(std::string_view name) {
    const std::lock_guard lock(adding_);
    const std::size_t known = count_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < known; ++i) {
      if (names_[i] == name) return i;
    }
    if (known == kMaxNames) GH_BUG("more names are counted than the metrics have room for");
    names_[known] = std::string(name);
    count_.store(known + 1, std::memory_order_release);
    return known;
  }

  std::mutex adding_;
  std::atomic<std::size_t> count_{0};
  std::array<std::string, kMaxNames> names_;
};

struct DialectCounters {
  std::array<Counter, kStatusClasses> statuses;
  std::array<Counter, kBounds.size() + 1> durations;  // the last one: longer than every bound
  Counter microseconds;
  Counter bytes;
};

// Its own cache lines, so that no thread waits for another one's counting.
struct alignas(64) Block {
  std::array<DialectCounters, kMaxNames> dialects;
  std::array<Counter, kMaxNames> refused;
  Counter opened;
  Counter waits_begun;
  Counter waits_ended;
  Counter closed;
  Counter committed;
  Counter undone;
  Counter audit_dropped;
};

void Describe(Buffer& out, std::string_view name, std::string_view type, std::string_view help) {
  for (const auto part : {std::string_view("# HELP "), name, std::string_view(" "), help,
                          std::string_view("\n# TYPE "), name, std::string_view(" "), type}) {
    out.Append(part);
  }
  out.Append('\n');
}

void AppendSample(Buffer& out, std::string_view name, std::string_view labels,
                  std::uint64_t value) {
  out.Append(name);
  if (!labels.empty()) {
    out.Append('{');
    out.Append(labels);
    out.Append('}');
  }
  out.Append(' ');
  out.AppendNumber(static_cast<std::int64_t>(value));
  out.Append('\n');
}

void AppendSeconds(Buffer& out, std::uint64_t microseconds) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%llu.%06llu",
                                   static_cast<unsigned long long>(microseconds / 1'000'000),
                                   static_cast<unsigned long long>(microseconds % 1'000'000));
  out.Append(std::string_view(text.data(), static_cast<std::size_t>(length)));
}

std::uint64_t ResidentBytes() {
  unsigned long long total = 0;
  unsigned long long resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%llu %llu", &total, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::atomic<std::uint64_t> next_identity{1};

}  // namespace

struct Metrics::State {
  // Tells this object from one that had the same address before, in the threads' caches.
  const std::uint64_t identity = next_identity++;
  const std::time_t started = std::time(nullptr);
  Names dialects;
  Names reasons;
  std::mutex mutex;
  std::vector<std::pair<std::thread::id, std::unique_ptr<Block>>> blocks;

  Block& Mine() {
    struct Cached {
      std::uint64_t identity = 0;
      Block* block = nullptr;
    };
    thread_local Cached cached;
    if (cached.identity != identity) cached = {identity, &FindBlock()};
    return *cached.block;
  }

  Block& FindBlock() {
    const std::lock_guard lock(mutex);
    for (auto& [thread, block] : blocks) {
      if (thread == std::this_thread::get_id()) return *block;
    }
    return *blocks.emplace_back(std::this_thread::get_id(), std::make_unique<Block>()).second;
  }

  template <class Get>
  std::uint64_t Sum(Get get) const {
    std::uint64_t sum = 0;
    for (const auto& [thread, block] : blocks) sum += get(*block).value();
    return sum;
  }

  void WriteRequests(Buffer& out) const;
  void WriteDurations(Buffer& out) const;
  void WriteServer(Buffer& out) const;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::CountRequest(std::string_view dialect, int status, std::int64_t microseconds,
                           std::size_t bytes_out) {
  DialectCounters& counters = state_->Mine().dialects[state_->dialects.IndexOf(dialect)];
  const auto status_class = static_cast<std::size_t>(status) / 100;
  counters.statuses[std::min(status_class, kStatusClasses - 1)].Add(1);
  std::size_t bucket = 0;
  while (bucket < kBounds.size() && microseconds > kBounds[bucket].microseconds) ++bucket;
  counters.durations[bucket].Add(1);
  counters.microseconds.Add(static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0)));
  counters.bytes.Add(bytes_out);
}

void Metrics::CountConnection(int change) {
  Block& block = state_->Mine();
  (change > 0 ? block.opened : block.closed).Add(1);
}

void Metrics::CountWaiting(int change) {
  Block& block = state_->Mine();
  (change > 0 ? block.waits_begun : block.waits_ended).Add(1);
}

void Metrics::CountRefused(std::string_view why) {
  state_->Mine().refused[state_->reasons.IndexOf(why)].Add(1);
}

void Metrics::CountChange(bool committed) {
  Block& block = state_->Mine();
  (committed ? block.committed : block.undone).Add(1);
}

void Metrics::CountAuditDropped(std::uint64_t entries) {
  state_->Mine().audit_dropped.Add(entries);
}

void Metrics::Write(Buffer& out) const {
  const std::lock_guard lock(state_->mutex);
  state_->WriteRequests(out);
  state_->WriteDurations(out);
  state_->WriteServer(out);
}

void Metrics::State::WriteRequests(Buffer& out) const {
  constexpr std::string_view kRequests = "guildhall_http_requests_total";
  Describe(out, kRequests, "counter", "Requests answered, by dialect and class of status.");
  for (std::size_t d = 0; d < dialects.size(); ++d) {
    for (std::size_t c = 1; c < kStatusClasses; ++c) {
      const std::string labels =
          "dialect=\"" + dialects[d] + "\",status=\"" + std::to_string(c) + "xx\"";
      AppendSample(out, kRequests, labels, Sum([&](const Block& block) -> const Counter& {
                     return block.dialects[d].statuses[c];
                   }));
    }
  }
  constexpr std::string_view kBytes = "guildhall_http_response_bytes_total";
  Describe(out, kBytes, "counter", "Bytes of answers, heads included, by dialect.");
  for (std::size_t d = 0; d < dialects.size(); ++d) {
    AppendSample(
        out, kBytes, "dialect=\"" + dialects[d] + "\"",
        Sum([&](const Block& block) -> const Counter& { return block.dialects[d].bytes; }));
  }
}

void Metrics::State::WriteDurations(Buffer& out) const {
  constexpr std::string_view kName = "guildhall_http_request_duration_seconds";
  Describe(out, kName, "histogram", "From the last byte of a request read to its answer made.");
  for (std::size_t d = 0; d < dialects.size(); ++d) {
    const std::string dialect = "dialect=\"" + dialects[d] + "\"";
    std::uint64_t below = 0;
    for (std::size_t b = 0; b <= kBounds.size(); ++b) {
      below +=
          Sum([&](const Block& block) -> const Counter& { return block.dialects[d].durations[b]; });
      const std::string bound = b < kBounds.size() ? kBounds[b].seconds : "+Inf";
      AppendSample(out, std::string(kName) + "_bucket", dialect + ",le=\"" + bound + "\"", below);
    }
    out.Append(std::string(kName) + "_sum{" + dialect + "} ");
    AppendSeconds(out, Sum([&](const Block& block) -> const Counter& {
                    return block.dialects[d].microseconds;
                  }));
    out.Append('\n');
    AppendSample(out, std::string(kName) + "_count", dialect, below);
  }
}

void Metrics::State::WriteServer(Buffer& out) const {
  const auto opened = Sum([](const Block& block) -> const Counter& { return block.opened; });
  const auto closed = Sum([](const Block& block) -> const Counter& { return block.closed; });
  Describe(out, "guildhall_http_connections", "gauge", "Connections open now.");
  AppendSample(out, "guildhall_http_connections", {}, opened > closed ? opened - closed : 0);
  Describe(out, "guildhall_http_connections_total", "counter", "Connections accepted.");
  AppendSample(out, "guildhall_http_connections_total", {}, opened);
  const auto begun = Sum([](const Block& block) -> const Counter& { return block.waits_begun; });
  const auto ended = Sum([](const Block& block) -> const Counter& { return block.waits_ended; });
  Describe(out, "guildhall_http_waiting_requests", "gauge",
           "Requests that wait for something to be said.");
  AppendSample(out, "guildhall_http_waiting_requests", {}, begun > ended ? begun - ended : 0);
  Describe(out, "guildhall_http_refused_total", "counter",
           "Requests and connections refused before a handler was asked, by reason.");
  for (std::size_t r = 0; r < reasons.size(); ++r) {
    AppendSample(out, "guildhall_http_refused_total", "reason=\"" + reasons[r] + "\"",
                 Sum([&](const Block& block) -> const Counter& { return block.refused[r]; }));
  }
  Describe(out, "guildhall_changes_total", "counter", "Changes asked for, by how they ended.");
  AppendSample(out, "guildhall_changes_total", "outcome=\"committed\"",
               Sum([](const Block& block) -> const Counter& { return block.committed; }));
  AppendSample(out, "guildhall_changes_total", "outcome=\"undone\"",
               Sum([](const Block& block) -> const Counter& { return block.undone; }));
  Describe(out, "guildhall_audit_entries_dropped_total", "counter",
           "Entries of audit logs that were dropped because too many were waiting.");
  AppendSample(out, "guildhall_audit_entries_dropped_total", {},
               Sum([](const Block& block) -> const Counter& { return block.audit_dropped; }));
  Describe(out, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.");
  AppendSample(out, "process_resident_memory_bytes", {}, ResidentBytes());
  Describe(out, "process_start_time_seconds", "gauge",
           "Start time of the process since the Unix epoch in seconds.");
  AppendSample(out, "process_start_time_seconds", {}, static_cast<std::uint64_t>(started));
}

}  // namespace guildhall::http
