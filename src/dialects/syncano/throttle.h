#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>

#include "base/clock.h"
#include "dialects/syncano/syncano.h"

namespace guildhall::syncano {

/// Whose requests are counted together (Syncano v1.1 "Throttling").
enum class RateScope : std::uint8_t { kAnonymous, kAccount, kInstance, kPoll };

/// Counts requests per second of wall-clock time. Thread-safe; forgets what is not of the present
/// second, so it holds at most what one second brings.
class Throttle {
 public:
  explicit Throttle(const RequestRates& rates) : rates_(rates) {}

  /// Whether anything is limited at all.
  [[nodiscard]] bool on() const { return rates_ != RequestRates{}; }
  /// Counts a request; false, and nothing counted, when the second has had as many as it may.
  bool Admit(RateScope scope, std::string_view who, Time now);
  /// Takes back what `Admit` counted: the request will be asked again.
  void Forgive(RateScope scope, std::string_view who, Time now);

 private:
  static constexpr std::size_t kShards = 16;
  struct Shard {
    std::mutex mutex;
    std::int64_t second = 0;  // guarded by mutex, like what follows
    absl::flat_hash_map<std::string, std::int32_t> counts;
  };

  [[nodiscard]] std::int32_t LimitOf(RateScope scope) const;
  Shard& ShardOf(std::string_view key);

  const RequestRates rates_;
  std::array<Shard, kShards> shards_;
};

}  // namespace guildhall::syncano
