#include "dialects/daptin/session_memory.h"

#include <algorithm>

namespace guildhall::daptin {

std::size_t SessionMemory::Set::FirstFree() const {
  const auto free = std::ranges::find(sessions, std::uint64_t{0}, &Session::serial);
  return static_cast<std::size_t>(free - sessions.begin());
}

void SessionMemory::Set::Put(std::size_t place, const Fingerprint& token, const Session& session) {
  tokens.at(place) = token;
  sessions.at(place) = session;
}

std::size_t SessionMemory::PlaceOf(const Fingerprint& token) const {
  return token.low & (sets_.size() - 1);
}

const Session* SessionMemory::Find(const Fingerprint& token, std::uint64_t serial,
                                   TenantId tenant) const {
  if (sets_.empty()) return nullptr;
  const Set& set = sets_[PlaceOf(token)];
  for (std::size_t i = 0; i < kWays; ++i) {
    if (set.tokens[i] != token) continue;
    const Session& session = set.sessions[i];
    if (session.serial == serial && session.tenant == tenant) return &session;
  }
  return nullptr;
}

void SessionMemory::Keep(const Fingerprint& token, const Session& session) {
  if (sets_.empty()) sets_.resize(kFirstSets);
  Set* set = &sets_[PlaceOf(token)];
  if (set->FirstFree() == kWays && sets_.size() < kMostSets) {
    Grow();
    set = &sets_[PlaceOf(token)];
  }
  const std::size_t free = set->FirstFree();
  set->Put(free < kWays ? free : token.high % kWays, token, session);
}

void SessionMemory::Grow() {
  std::vector<Set> former(sets_.size() * 2);
  former.swap(sets_);
  // A set becomes two, so each of them has room for what it gets.
  for (const Set& set : former) {
    for (std::size_t i = 0; i < set.FirstFree(); ++i) {
      Set& mine = sets_[PlaceOf(set.tokens[i])];
      mine.Put(mine.FirstFree(), set.tokens[i], set.sessions[i]);
    }
  }
}

}  // namespace guildhall::daptin
