#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/buffer.h"
#include "http/websocket_frames.h"

namespace guildhall::http {

/// The server's side of an open WebSocket (RFC 6455), without its socket: what the client's frames
/// ask for, and when something is due. Pings are answered, a close is answered, what else a client
/// says is passed over. Times are seconds of the loop's wheel. One thread.
class WebSocket {
 public:
  /// Open from `now` for `seconds`; a client of whom nothing is heard for `quiet_seconds` is asked
  /// whether he is there.
  WebSocket(std::int64_t now, std::int64_t seconds, std::int64_t quiet_seconds)
      : ends_at_(now + seconds), quiet_seconds_(quiet_seconds), asked_at_(now) {}

  /// Something came from the client.
  void Heard(std::int64_t now) {
    asked_at_ = now;
    asked_ = false;
  }
  /// Reads the complete frames at the front of `data[0..size)`, appends what they ask for to `out`
  /// and returns the bytes that were used. Behind the frame that closes it nothing is read.
  std::size_t Receive(char* data, std::size_t size, Buffer& out);

  // What the server says; nothing once it is closed.
  void Say(std::string_view text, Buffer& out);
  void Ping(std::int64_t now, Buffer& out);
  void Close(CloseCode code, Buffer& out);
  /// Whether the frame that closes it has been appended.
  [[nodiscard]] bool closed() const { return closed_; }

  enum class Due : std::uint8_t {
    kNothing,
    kPing,
    kGone,  ///< nothing has come since he was asked
    kEnd,   ///< its time is up
  };
  [[nodiscard]] Due DueAt(std::int64_t now) const;
  /// Until `DueAt` may say something else.
  [[nodiscard]] std::int64_t SecondsLeft(std::int64_t now) const;

 private:
  void Answer(Buffer& out);
  void AnswerClose(std::string_view payload, Buffer& out);

  FrameReader reader_;
  std::int64_t ends_at_;
  std::int64_t quiet_seconds_;
  std::int64_t asked_at_;  // or heard
  bool asked_ = false;
  bool closed_ = false;
};

}  // namespace guildhall::http
