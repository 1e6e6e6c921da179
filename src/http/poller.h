#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <sys/epoll.h>

#include "base/result.h"
#include "http/descriptor.h"

namespace guildhall::http {

/// Tells one thread which of its descriptors are ready: Linux's epoll.
class Poller {
 public:
  /// What became ready is told by the address that was given for it; null: somebody called `Wake`.
  using Tag = void*;

  /// kUnavailable when the system gives no descriptors.
  Result<void> Open();

  /// Tells of `socket` whenever something new happens to it, once: whoever is told remembers it.
  /// It is watched until it is closed. False when the system refuses.
  bool WatchChanges(int socket, Tag tag);
  /// Tells of `listener` as long as somebody waits to be accepted.
  bool WatchListener(int listener, Tag tag);
  void Forget(int descriptor);

  /// What is ready, after at most `patience`; good until the next call.
  std::span<const epoll_event> Wait(std::chrono::milliseconds patience);

  /// Ends the present or the next `Wait`. Thread-safe.
  void Wake() const;

 private:
  static constexpr std::size_t kBatch = 128;

  Descriptor epoll_;
  Descriptor wake_;
  std::array<epoll_event, kBatch> ready_{};
};

}  // namespace guildhall::http
