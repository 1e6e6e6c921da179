#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "core/ids.h"
#include "core/topic.h"
#include "http/waiting.h"

namespace guildhall::realtime {

/// The waiters of one node by topic. A waiter costs a pointer here. Tenants are spread over shards,
/// each with a lock of its own, which is held while waiters are woken. Thread-safe.
///
/// It also keeps, for each tenant with waiters, how much of its log it has heard of: messages are
/// numbered without gaps, so what is missing can be seen. `Tenants` and `TellPosition` are for
/// stores to which other nodes write.
class Hub final : public http::Waiters {
 public:
  Hub() = default;

  void Add(const Topic& topic, http::Waiter& waiter) override;
  void Remove(http::Waiter& waiter) override;

  /// Wakes those who wait for the topics. Saying the same twice wakes them twice.
  void Hear(const Said& said);

  /// The tenants that have waiters, ascending; what is known of the others is forgotten.
  std::vector<TenantId> Tenants();
  /// The newest message of the tenant is `last` now. All its waiters are woken when something was
  /// said that the hub has not heard of, and the question before had shown it already (what has
  /// just been committed may be on its way); and when it is the first time that it is told.
  void TellPosition(TenantId tenant, MessageId last);

  /// Waiters of all topics.
  [[nodiscard]] std::size_t size();

 private:
  static constexpr std::size_t kShards = 64;

  struct Room {
    absl::flat_hash_map<Topic, std::vector<http::Waiter*>> topics;
    // All messages up to this one have been heard of; nothing before the log was first asked.
    std::optional<std::int64_t> heard_through;
    std::map<std::int64_t, std::int64_t> heard;  // first to last, behind a gap
    std::int64_t position = 0;                   // the log's, as it was told last
  };
  struct Shard {
    std::mutex mutex;
    absl::flat_hash_map<TenantId, Room> rooms;  // guarded by mutex
  };

  Shard& ShardOf(TenantId tenant);
  static void Note(Room& room, std::int64_t first, std::int64_t last);
  static void WakeAll(const Room& room);

  std::array<Shard, kShards> shards_;
};

}  // namespace guildhall::realtime
