#include "dialects/daptin/session_memory.h"

#include <algorithm>
#include <utility>

namespace guildhall::daptin {

std::size_t SessionMemory::FirstOf(const Fingerprint& token) const {
  return (token.low & (entries_.size() / kWays - 1)) * kWays;
}

const Session* SessionMemory::Find(const Fingerprint& token, std::uint64_t serial,
                                   TenantId tenant) const {
  if (entries_.empty()) return nullptr;
  const Entry* entry = &entries_[FirstOf(token)];
  for (const Entry* end = entry + kWays; entry != end; ++entry) {
    const Session& session = entry->session;
    if (entry->token == token && session.serial == serial && session.tenant == tenant) {
      return &session;
    }
  }
  return nullptr;
}

void SessionMemory::Keep(const Fingerprint& token, const Session& session) {
  if (entries_.empty()) entries_.resize(kFirstSets * kWays);
  const auto place = [&] {
    const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(FirstOf(token));
    return std::find_if(first, first + kWays, [](const Entry& e) { return e.session.serial == 0; });
  };
  const auto has_room = [&](auto found) {
    return found != entries_.begin() + static_cast<std::ptrdiff_t>(FirstOf(token) + kWays);
  };
  auto found = place();
  if (!has_room(found) && entries_.size() < kMostSets * kWays) {
    Grow();
    found = place();
  }
  if (!has_room(found)) {
    found = entries_.begin() + static_cast<std::ptrdiff_t>(FirstOf(token) + token.high % kWays);
  }
  *found = {token, session};
}

void SessionMemory::Grow() {
  std::vector<Entry> former(entries_.size() * 2);
  former.swap(entries_);
  // A set becomes two, so each of them has room for what it gets.
  for (const Entry& entry : former) {
    if (entry.session.serial == 0) continue;
    auto place = entries_.begin() + static_cast<std::ptrdiff_t>(FirstOf(entry.token));
    while (place->session.serial != 0) ++place;
    *place = entry;
  }
}

}  // namespace guildhall::daptin
