#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.h"

namespace guildhall {

/// Where messages are said, as those who wait for one name it. The number that stands for the room
/// is the same on every node. Rooms that share one by chance, or by somebody's will, wake each
/// other's listeners for nothing; who reads what is decided by the rows. A value.
struct Topic {
  TenantId tenant;
  ChannelId channel;
  std::uint64_t room = 0;

  /// `room` as rows have it: folded to lower case, "" in a channel without rooms.
  static Topic Of(TenantId tenant, ChannelId channel, std::string_view room);

  friend auto operator<=>(const Topic&, const Topic&) = default;
  template <class H>
  friend H AbslHashValue(H state, const Topic& topic) {
    return H::combine(std::move(state), topic.tenant, topic.channel, topic.room);
  }
};

/// What a commit appended to a tenant's messages.
struct Said {
  TenantId tenant;
  MessageId first;  ///< the others follow without a gap
  MessageId last;
  std::vector<Topic> topics;  ///< without duplicates

  friend bool operator==(const Said&, const Said&) = default;
};

}  // namespace guildhall
