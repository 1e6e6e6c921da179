#include "dialects/syncano/throttle.h"

#include <functional>

namespace guildhall::syncano {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::string KeyOf(RateScope scope, std::string_view who) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(scope)));
  return key.append(who);
}

}  // namespace

std::int32_t Throttle::LimitOf(RateScope scope) const {
  switch (scope) {
    case RateScope::kAnonymous:
      return rates_.anonymous;
    case RateScope::kAccount:
      return rates_.account;
    case RateScope::kInstance:
      return rates_.instance;
    case RateScope::kPoll:
      return rates_.poll;
  }
  return 0;
}

Throttle::Shard& Throttle::ShardOf(std::string_view key) {
  return shards_[std::hash<std::string_view>()(key) % kShards];
}

bool Throttle::Admit(RateScope scope, std::string_view who, Time now) {
  const std::int32_t limit = LimitOf(scope);
  if (limit == 0) return true;
  const std::string key = KeyOf(scope, who);
  const std::int64_t second = now.microseconds() / kSecond;
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  if (shard.second != second) {
    shard.second = second;
    shard.counts.clear();
  }
  std::int32_t& count = shard.counts[key];
  if (count >= limit) return false;
  ++count;
  return true;
}

void Throttle::Forgive(RateScope scope, std::string_view who, Time now) {
  if (LimitOf(scope) == 0) return;
  const std::string key = KeyOf(scope, who);
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  if (shard.second != now.microseconds() / kSecond) return;
  const auto found = shard.counts.find(key);
  if (found != shard.counts.end() && found->second > 0) --found->second;
}

}  // namespace guildhall::syncano
