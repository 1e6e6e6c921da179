#include "http/websocket_frames.h"

#include <array>

namespace guildhall::http {
namespace {

// RFC 6455, section 5.2.
constexpr std::uint8_t kLast = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kOpcode = 0x0f;
constexpr std::uint8_t kControl = 0x08;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLength = 0x7f;
constexpr std::size_t kMaskBytes = 4;
// A length up to this stands in the second byte; two values behind it announce a longer form.
constexpr std::size_t kShort = 125;
constexpr std::uint8_t kInTwoBytes = 126;
constexpr std::uint8_t kInEightBytes = 127;
constexpr std::uint64_t kMostInTwoBytes = 0xffff;

std::uint8_t ByteAt(const char* data, std::size_t at) {
  return static_cast<std::uint8_t>(data[at]);
}

bool IsKnown(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

std::size_t LengthBytes(std::uint8_t length) {
  if (length <= kShort) return 0;
  return length == kInTwoBytes ? 2 : 8;
}

std::uint64_t ReadNumber(const char* data, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) number = number << 8 | ByteAt(data, i);
  return number;
}

/// A number must stand in the shortest form that holds it.
bool IsShortest(std::uint64_t number, std::size_t bytes) {
  return number > (bytes == 2 ? kShort : kMostInTwoBytes);
}

}  // namespace

FrameReader::Outcome FrameReader::Refuse(CloseCode code) {
  refusal_ = code;
  return Outcome::kRefused;
}

/// Whether the two bytes may begin a client's frame here. Extensions, which would give the reserved
/// bits a meaning, are never agreed upon.
bool FrameReader::IsSound(std::uint8_t first, std::uint8_t second) const {
  const std::uint8_t opcode = first & kOpcode;
  if ((first & kReserved) != 0 || (second & kMasked) == 0 || !IsKnown(opcode)) return false;
  if ((opcode & kControl) != 0) return (first & kLast) != 0 && (second & kLength) <= kShort;
  return (opcode == static_cast<std::uint8_t>(Opcode::kContinuation)) == in_message_;
}

FrameReader::Outcome FrameReader::Read(char* data, std::size_t size) {
  if (size < 2) return Outcome::kIncomplete;
  const std::uint8_t first = ByteAt(data, 0);
  const std::uint8_t second = ByteAt(data, 1);
  if (!IsSound(first, second)) return Refuse(CloseCode::kProtocolError);
  std::uint64_t length = second & kLength;
  std::size_t head = 2;
  if (const std::size_t bytes = LengthBytes(second & kLength); bytes > 0) {
    if (size < head + bytes) return Outcome::kIncomplete;
    length = ReadNumber(data + head, bytes);
    if (!IsShortest(length, bytes)) return Refuse(CloseCode::kProtocolError);
    head += bytes;
  }
  const bool is_control = (first & kControl) != 0;
  if (!is_control && length > kMaxMessage - message_bytes_) return Refuse(CloseCode::kTooBig);
  const auto payload = static_cast<std::size_t>(length);
  if (size < head + kMaskBytes + payload) return Outcome::kIncomplete;
  opcode_ = static_cast<Opcode>(first & kOpcode);
  bytes_ = head + kMaskBytes + payload;
  Take(data + head, payload, (first & kLast) != 0);
  return Outcome::kComplete;
}

/// All of the frame is there: `length` bytes behind its mask.
void FrameReader::Take(char* mask, std::size_t length, bool last) {
  char* bytes = mask + kMaskBytes;
  for (std::size_t i = 0; i < length; ++i) {
    bytes[i] = static_cast<char>(bytes[i] ^ mask[i % kMaskBytes]);
  }
  payload_ = {bytes, length};
  if ((static_cast<std::uint8_t>(opcode_) & kControl) != 0) return;
  in_message_ = !last;
  message_bytes_ = last ? 0 : message_bytes_ + length;
}

void AppendFrame(Buffer& out, Opcode opcode, std::string_view payload) {
  std::array<char, 10> head{};
  std::size_t size = 2;
  head[0] = static_cast<char>(kLast | static_cast<std::uint8_t>(opcode));
  if (payload.size() <= kShort) {
    head[1] = static_cast<char>(payload.size());
  } else {
    const bool fits = payload.size() <= kMostInTwoBytes;
    head[1] = static_cast<char>(fits ? kInTwoBytes : kInEightBytes);
    size += fits ? 2 : 8;
    std::uint64_t length = payload.size();
    for (std::size_t i = size; i > 2; --i, length >>= 8) {
      head[i - 1] = static_cast<char>(length & 0xff);
    }
  }
  out.Append(std::string_view(head.data(), size));
  out.Append(payload);
}

}  // namespace guildhall::http
