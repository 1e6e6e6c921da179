#include "http/websocket_frames.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/test_websocket.h"
#include "http/websocket.h"

namespace guildhall::http {
namespace {

/// What a WebSocket answers to the bytes, given at once: each frame's opcode and payload in bytes.
std::string AnswerTo(std::string bytes) {
  WebSocket socket(0, 300, 25);
  Buffer out;
  socket.Receive(bytes.data(), bytes.size(), out);
  return std::string(out.view());
}

/// The code of the one frame with which the bytes are refused; 0 when they are not.
int RefusalOf(const std::string& bytes) {
  const std::string answer = AnswerTo(bytes);
  if (answer.size() != 4 || answer.substr(0, 2) != "\x88\x02") return 0;
  return static_cast<unsigned char>(answer[2]) * 256 + static_cast<unsigned char>(answer[3]);
}

TEST(WebSocketFrames, ArePassedOverPingsAnswered) {
  EXPECT_EQ(AnswerTo(ClientFrame(Opcode::kText, "hello")), "");
  EXPECT_EQ(AnswerTo(ClientFrame(Opcode::kBinary, std::string(4096, '\xff'))), "");
  EXPECT_EQ(AnswerTo(ClientFrame(Opcode::kPong, "late")), "");
  EXPECT_EQ(AnswerTo(ClientFrame(Opcode::kPing, "x") + ClientFrame(Opcode::kPing, "yz")),
            "\x8a\x01x\x8a\x02yz");
}

TEST(WebSocketFrames, MayBePartsOfAMessageWithAPingInBetween) {
  EXPECT_EQ(AnswerTo(RawFrame(0x01, "a") + ClientFrame(Opcode::kPing, "p") + RawFrame(0x00, "b") +
                     RawFrame(0x80, "c") + ClientFrame(Opcode::kText, "next")),
            "\x8a\x01p");
}

TEST(WebSocketFrames, AreTheSameInPieces) {
  const std::string bytes = ClientFrame(Opcode::kText, std::string(300, 'x')) +
                            ClientFrame(Opcode::kPing, "p") +
                            ClientFrame(Opcode::kClose, CloseText(1000));
  WebSocket socket(0, 300, 25);
  Buffer out;
  std::string pending;
  for (const char byte : bytes) {
    pending += byte;
    pending.erase(0, socket.Receive(pending.data(), pending.size(), out));
  }
  EXPECT_EQ(out.view(), AnswerTo(bytes));
  EXPECT_TRUE(pending.empty());
  EXPECT_TRUE(socket.closed());
}

TEST(WebSocketFrames, AreRefusedWithTheirCode) {
  const std::string unmasked{"\x81\x01x", 3};
  const std::vector<std::pair<std::string, std::string>> malformed = {
      {"not masked", unmasked},
      {"a reserved bit", RawFrame(0xc1, "x")},
      {"an unknown opcode", RawFrame(0x83, "x")},
      {"an unknown control opcode", RawFrame(0x8b, "x")},
      {"a ping in parts", RawFrame(0x09, "x")},
      {"a long ping", RawFrame(0x89, std::string(126, 'x'))},
      {"a continuation of nothing", RawFrame(0x80, "x")},
      {"a message inside another", RawFrame(0x01, "x") + RawFrame(0x81, "y")},
      {"a short length in two bytes", std::string("\x81\xfe\x00\x7d", 4)},
      {"a short length in eight", std::string("\x81\xff\x00\x00\x00\x00\x00\x00\xff\xff", 10)},
      {"a close of one byte", ClientFrame(Opcode::kClose, "x")},
      {"no code", ClientFrame(Opcode::kClose, CloseText(999))},
      {"a code that is never sent", ClientFrame(Opcode::kClose, CloseText(1005))},
      {"a code of nobody", ClientFrame(Opcode::kClose, CloseText(2000))},
  };
  for (const auto& [name, bytes] : malformed) EXPECT_EQ(RefusalOf(bytes), 1002) << name;
  EXPECT_EQ(RefusalOf(ClientFrame(Opcode::kClose, CloseText(1000, "\xff"))), 1007);
}

TEST(WebSocketFrames, BeyondTheLimitAreRefusedBeforeTheyArrive) {
  EXPECT_EQ(RefusalOf(std::string("\x81\xfe\x10\x01", 4)), 1009);
  EXPECT_EQ(RefusalOf(std::string("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10)), 1009);
  EXPECT_EQ(RefusalOf(RawFrame(0x01, std::string(4096, 'x')) + RawFrame(0x80, "y")), 1009);
  EXPECT_EQ(AnswerTo(RawFrame(0x01, std::string(4096, 'x')) + RawFrame(0x80, "")), "");
}

TEST(WebSocketFrames, BehindACloseAreNotRead) {
  for (const unsigned code : {1000U, 1001U, 1011U, 3000U, 4999U}) {
    const std::string close = ClientFrame(Opcode::kClose, CloseText(code, "bye"));
    EXPECT_EQ(RefusalOf(close + ClientFrame(Opcode::kPing, "x")), static_cast<int>(code));
  }
  EXPECT_EQ(AnswerTo(ClientFrame(Opcode::kClose, "") + RawFrame(0xff, "x")),
            std::string("\x88\x00", 2));
}

TEST(WebSocketFrames, OfTheServerHaveTheShortestLength) {
  const auto head_of = [](std::size_t size) {
    Buffer out;
    AppendFrame(out, Opcode::kText, std::string(size, 'x'));
    return std::string(out.view().substr(0, out.size() - size));
  };
  EXPECT_EQ(head_of(0), std::string("\x81\x00", 2));
  EXPECT_EQ(head_of(125), "\x81\x7d");
  EXPECT_EQ(head_of(126), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(head_of(65535), "\x81\x7e\xff\xff");
  EXPECT_EQ(head_of(65536), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
}

TEST(AWebSocket, AsksWhoIsQuietAndGivesUpWhoStaysQuiet) {
  WebSocket socket(100, 300, 25);
  Buffer out;
  EXPECT_EQ(socket.SecondsLeft(100), 25);
  EXPECT_EQ(socket.DueAt(124), WebSocket::Due::kNothing);
  EXPECT_EQ(socket.DueAt(125), WebSocket::Due::kPing);
  socket.Ping(125, out);
  EXPECT_EQ(out.view(), std::string("\x89\x00", 2));
  EXPECT_EQ(socket.DueAt(149), WebSocket::Due::kNothing);
  EXPECT_EQ(socket.DueAt(150), WebSocket::Due::kGone);
  socket.Heard(150);
  EXPECT_EQ(socket.DueAt(150), WebSocket::Due::kNothing);
  EXPECT_EQ(socket.DueAt(175), WebSocket::Due::kPing);
}

TEST(AWebSocket, EndsWhenItsTimeIsUp) {
  WebSocket socket(100, 30, 25);
  socket.Heard(110);
  EXPECT_EQ(socket.SecondsLeft(110), 20);
  EXPECT_EQ(socket.DueAt(130), WebSocket::Due::kEnd);
  EXPECT_EQ(socket.SecondsLeft(140), 0);
}

}  // namespace
}  // namespace guildhall::http
