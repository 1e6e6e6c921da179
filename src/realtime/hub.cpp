#include "realtime/hub.h"

#include <algorithm>

namespace guildhall::realtime {
namespace {

// Messages behind a gap are remembered in so many runs; with more, the gap is taken for heard of at
// the next question, which wakes everybody.
constexpr std::size_t kMaxRuns = 64;

}  // namespace

Hub::Shard& Hub::ShardOf(TenantId tenant) {
  return shards_[static_cast<std::size_t>(tenant.value()) % kShards];
}

void Hub::Add(const Topic& topic, http::Waiter& waiter) {
  Shard& shard = ShardOf(topic.tenant);
  const std::lock_guard lock(shard.mutex);
  http::WaiterSeat seat(waiter);
  if (seat.taken()) return;
  std::vector<http::Waiter*>& waiters = shard.rooms[topic.tenant].topics[topic];
  waiters.push_back(&waiter);
  seat.Take(topic, waiters.size() - 1);
}

void Hub::Remove(http::Waiter& waiter) {
  http::WaiterSeat seat(waiter);
  Shard& shard = ShardOf(seat.topic().tenant);
  const std::lock_guard lock(shard.mutex);
  if (!seat.taken()) return;
  seat.Leave();
  const auto room = shard.rooms.find(seat.topic().tenant);
  const auto found = room->second.topics.find(seat.topic());
  std::vector<http::Waiter*>& waiters = found->second;
  waiters[seat.index()] = waiters.back();
  http::WaiterSeat(*waiters.back()).Move(seat.index());
  waiters.pop_back();
  if (!waiters.empty()) return;
  room->second.topics.erase(found);
  // One whose log is watched is kept until `Tenants`: a client who polls again comes at once.
  if (room->second.topics.empty() && !room->second.heard_through) shard.rooms.erase(room);
}

void Hub::Hear(const Said& said) {
  Shard& shard = ShardOf(said.tenant);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.rooms.find(said.tenant);
  if (found == shard.rooms.end()) return;
  Room& room = found->second;
  Note(room, said.first.value(), said.last.value());
  for (const Topic& topic : said.topics) {
    const auto waiting = room.topics.find(topic);
    if (waiting == room.topics.end()) continue;
    for (http::Waiter* waiter : waiting->second) waiter->Wake();
  }
}

/// Remembers that these messages were heard of, as far as there is a position to count from.
void Hub::Note(Room& room, std::int64_t first, std::int64_t last) {
  if (!room.heard_through) return;
  std::int64_t& through = *room.heard_through;
  if (first > through + 1) {
    if (room.heard.size() < kMaxRuns) {
      std::int64_t& known = room.heard[first];
      known = std::max(known, last);
    }
    return;
  }
  through = std::max(through, last);
  while (!room.heard.empty() && room.heard.begin()->first <= through + 1) {
    through = std::max(through, room.heard.begin()->second);
    room.heard.erase(room.heard.begin());
  }
}

std::vector<TenantId> Hub::Tenants() {
  std::vector<TenantId> tenants;
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (auto room = shard.rooms.begin(); room != shard.rooms.end();) {
      if (room->second.topics.empty()) {
        shard.rooms.erase(room++);
      } else {
        tenants.push_back(room->first);
        ++room;
      }
    }
  }
  std::sort(tenants.begin(), tenants.end());
  return tenants;
}

void Hub::TellPosition(TenantId tenant, MessageId last) {
  Shard& shard = ShardOf(tenant);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.rooms.find(tenant);
  if (found == shard.rooms.end()) return;
  Room& room = found->second;
  const std::int64_t before = room.position;
  room.position = last.value();
  if (!room.heard_through) {
    room.heard_through = last.value();
  } else if (*room.heard_through < before) {
    // News of what came after `before` may still be on its way, but whoever is woken sees it now.
    Note(room, *room.heard_through + 1, last.value());
  } else {
    return;
  }
  WakeAll(room);
}

void Hub::WakeAll(const Room& room) {
  for (const auto& [topic, waiters] : room.topics) {
    for (http::Waiter* waiter : waiters) waiter->Wake();
  }
}

std::size_t Hub::size() {
  std::size_t count = 0;
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const auto& [tenant, room] : shard.rooms) {
      for (const auto& [topic, waiters] : room.topics) count += waiters.size();
    }
  }
  return count;
}

}  // namespace guildhall::realtime
