#include "http/websocket.h"

#include <algorithm>
#include <array>

#include "base/strings.h"

namespace guildhall::http {
namespace {

/// A code that a client may send (RFC 6455, section 7.4, and IANA's registry of close codes).
bool IsCloseCode(unsigned code) {
  if (code >= 3000) return code < 5000;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

}  // namespace

std::size_t WebSocket::Receive(char* data, std::size_t size, Buffer& out) {
  std::size_t used = 0;
  while (!closed_) {
    switch (reader_.Read(data + used, size - used)) {
      case FrameReader::Outcome::kIncomplete:
        return used;
      case FrameReader::Outcome::kRefused:
        Close(reader_.refusal(), out);
        return used;
      case FrameReader::Outcome::kComplete:
        used += reader_.bytes();
        Answer(out);
        break;
    }
  }
  return used;
}

void WebSocket::Answer(Buffer& out) {
  switch (reader_.opcode()) {
    case Opcode::kPing:
      return AppendFrame(out, Opcode::kPong, reader_.payload());
    case Opcode::kClose:
      return AnswerClose(reader_.payload(), out);
    case Opcode::kContinuation:
    case Opcode::kText:
    case Opcode::kBinary:
    case Opcode::kPong:
      return;
  }
}

/// With the client's own code, where it is one.
void WebSocket::AnswerClose(std::string_view payload, Buffer& out) {
  if (payload.empty()) {
    closed_ = true;
    return AppendFrame(out, Opcode::kClose, {});
  }
  if (payload.size() == 1) return Close(CloseCode::kProtocolError, out);
  const unsigned code =
      static_cast<std::uint8_t>(payload[0]) * 256U + static_cast<std::uint8_t>(payload[1]);
  if (!IsCloseCode(code)) return Close(CloseCode::kProtocolError, out);
  if (!IsValidUtf8(payload.substr(2))) return Close(CloseCode::kInvalidText, out);
  Close(static_cast<CloseCode>(code), out);
}

void WebSocket::Say(std::string_view text, Buffer& out) {
  if (!closed_) AppendFrame(out, Opcode::kText, text);
}

void WebSocket::Ping(std::int64_t now, Buffer& out) {
  if (closed_) return;
  AppendFrame(out, Opcode::kPing, {});
  asked_at_ = now;
  asked_ = true;
}

void WebSocket::Close(CloseCode code, Buffer& out) {
  if (closed_) return;
  closed_ = true;
  const auto number = static_cast<std::uint16_t>(code);
  const std::array<char, 2> payload{static_cast<char>(number >> 8),
                                    static_cast<char>(number & 0xff)};
  AppendFrame(out, Opcode::kClose, {payload.data(), payload.size()});
}

WebSocket::Due WebSocket::DueAt(std::int64_t now) const {
  if (now >= ends_at_) return Due::kEnd;
  if (now < asked_at_ + quiet_seconds_) return Due::kNothing;
  return asked_ ? Due::kGone : Due::kPing;
}

std::int64_t WebSocket::SecondsLeft(std::int64_t now) const {
  return std::max<std::int64_t>(std::min(ends_at_, asked_at_ + quiet_seconds_) - now, 0);
}

}  // namespace guildhall::http
