#include "core/topic.h"

namespace guildhall {

Topic Topic::Of(TenantId tenant, ChannelId channel, std::string_view room) {
  // FNV-1a: every node and every version must come to the same number.
  std::uint64_t number = 14695981039346656037U;
  for (const char c : room) {
    number ^= static_cast<unsigned char>(c);
    number *= 1099511628211U;
  }
  return {tenant, channel, number};
}

}  // namespace guildhall
