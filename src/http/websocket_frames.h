#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/buffer.h"

namespace guildhall::http {

/// RFC 6455, section 5.2.
enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10,
};

/// Why a WebSocket ends (RFC 6455, section 7.4.1).
enum class CloseCode : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kProtocolError = 1002,
  kInvalidText = 1007,
  kPolicy = 1008,
  kTooBig = 1009,
  kFault = 1011,
};

/// Finds a client's frames at the front of what he sent, one after another. Strict: what it refuses
/// cannot be followed by another frame. A frame is kept where it lies until all of it is there, and
/// is unmasked in place.
class FrameReader {
 public:
  /// A longer message, in one frame or in several, is refused: nobody waits for what clients say.
  static constexpr std::size_t kMaxMessage = 4096;
  /// No frame is longer than this, so a buffer with room for it is never full.
  static constexpr std::size_t kMaxFrame = kMaxMessage + 14;

  enum class Outcome : std::uint8_t {
    kIncomplete,  ///< call again when more bytes have been added
    kComplete,
    kRefused,  ///< see `refusal`
  };

  /// `data[0..size)`: all unread bytes from a frame's first on.
  Outcome Read(char* data, std::size_t size);

  // After kComplete; the payload is a view into the data.
  [[nodiscard]] Opcode opcode() const { return opcode_; }
  [[nodiscard]] std::string_view payload() const { return payload_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  [[nodiscard]] CloseCode refusal() const { return refusal_; }

 private:
  [[nodiscard]] bool IsSound(std::uint8_t first, std::uint8_t second) const;
  Outcome Refuse(CloseCode code);
  void Take(char* mask, std::size_t length, bool last);

  std::size_t message_bytes_ = 0;  // of the message whose end has not come yet
  std::size_t bytes_ = 0;
  std::string_view payload_;
  CloseCode refusal_ = CloseCode::kProtocolError;
  Opcode opcode_ = Opcode::kText;
  bool in_message_ = false;
};

/// Appends a server's frame: the whole of a message, not masked.
void AppendFrame(Buffer& out, Opcode opcode, std::string_view payload);

}  // namespace guildhall::http
