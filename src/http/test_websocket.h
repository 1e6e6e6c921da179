#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/test_client.h"
#include "http/websocket_frames.h"

// A WebSocket's client, for the tests of this room.

namespace guildhall::http {

/// The handshake of RFC 6455, section 1.3.
inline std::string Handshake(std::string_view path) {
  return "GET " + std::string(path) +
         " HTTP/1.1\r\nHost: t\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

/// A client's frame, masked: its first byte, then length and payload.
inline std::string RawFrame(std::uint8_t first, std::string_view payload) {
  const std::string_view mask = "\x11\x22\x33\x44";
  std::string frame(1, static_cast<char>(first));
  if (payload.size() <= 125) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  frame += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
  }
  return frame;
}

inline std::string ClientFrame(Opcode opcode, std::string_view payload) {
  return RawFrame(static_cast<std::uint8_t>(0x80 | static_cast<std::uint8_t>(opcode)), payload);
}

/// What a close frame carries.
inline std::string CloseText(unsigned code, std::string_view reason = "") {
  std::string text{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  return text.append(reason);
}

/// A frame of the server as a test writes it down: "text:hello", "pong:", "close:1000", or "end"
/// when there is none.
inline std::string ReadFrame(TestClient& client) {
  const std::string head = client.ReadBytes(2);
  if (head.size() < 2) return "end";
  const auto byte = [](char c) { return static_cast<std::uint8_t>(c); };
  std::size_t length = byte(head[1]);
  if (length >= 126) {
    const std::string number = client.ReadBytes(length == 126 ? 2 : 8);
    length = 0;
    for (const char c : number) length = length << 8 | byte(c);
  }
  const std::string payload = client.ReadBytes(length);
  switch (byte(head[0])) {
    case 0x81:
      return "text:" + payload;
    case 0x88:
      return "close:" +
             (payload.empty() ? "" : std::to_string(byte(payload[0]) * 256 + byte(payload[1])));
    case 0x89:
      return "ping:" + payload;
    case 0x8a:
      return "pong:" + payload;
    default:
      return "unknown";
  }
}

}  // namespace guildhall::http
