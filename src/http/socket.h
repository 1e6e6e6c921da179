#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "http/descriptor.h"

namespace guildhall::http {

/// What an attempt to move bytes came to.
struct Moved {
  std::size_t bytes = 0;
  bool over =
      false;  ///< the peer has ended, or the connection is broken; `bytes` is what still went
};

/// A client's TCP socket. It is told by the poller what has become possible and remembers it, so
/// that nothing is tried in vain: a request costs one receive and one send. One thread.
class Socket {
 public:
  explicit Socket(Descriptor socket) : socket_(std::move(socket)) {}

  [[nodiscard]] int number() const { return socket_.number(); }
  /// The poller's news (epoll's bits).
  void Note(std::uint32_t events);
  /// Whether a `Read` may bring something.
  [[nodiscard]] bool readable() const { return readable_; }

  /// Whether the peer has closed, or is gone. One who has closed his side only counts too.
  [[nodiscard]] bool ended() const { return ended_; }

  /// No bytes and not over: nothing is there now, the poller will tell.
  Moved Read(char* to, std::size_t room);
  /// Less than all and not over: no more is taken now, the poller will tell.
  Moved Write(std::string_view bytes);
  /// Tells the peer that nothing more will come.
  void FinishWriting();
  void Close() { socket_.Close(); }

 private:
  Descriptor socket_;
  bool readable_ = false;
  bool writable_ = true;
  bool ended_ = false;  // the peer said so, or is gone
};

}  // namespace guildhall::http
