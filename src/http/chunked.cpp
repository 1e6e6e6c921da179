#include "http/chunked.h"

#include <algorithm>
#include <cstring>

#include "http/tokens.h"

namespace guildhall::http {
namespace {

// Fifteen digits stay far from overflow, and no body is so large.
constexpr std::uint32_t kMaxSizeDigits = 15;
constexpr std::uint32_t kMaxIgnoredBytes = 4096;

}  // namespace

ChunkedBody::State ChunkedBody::Decode(char* data, std::size_t& size, std::size_t limit) {
  std::size_t read = joined_;
  State state = State::kIncomplete;
  while (read < size && state == State::kIncomplete) {
    if (step_ == Step::kData) {
      const auto count = std::min<std::size_t>(chunk_, size - read);
      std::memmove(data + joined_, data + read, count);
      joined_ += count;
      read += count;
      chunk_ -= count;
      if (chunk_ == 0) step_ = Step::kDataCr;
      continue;
    }
    if (!Take(data[read++])) {
      state = State::kMalformed;
    } else if (chunk_ > limit - joined_) {
      state = State::kTooLarge;
    } else if (step_ == Step::kDone) {
      state = State::kComplete;
    }
  }
  std::memmove(data + joined_, data + read, size - read);
  size -= read - joined_;
  return state;
}

bool ChunkedBody::Take(char c) {
  switch (step_) {
    case Step::kSizeStart:
    case Step::kSize:
    case Step::kExtension:
      return TakeSize(c);
    case Step::kSizeEnd:
      step_ = chunk_ == 0 ? Step::kTrailerStart : Step::kData;
      return c == '\n';
    case Step::kDataCr:
      step_ = Step::kDataLf;
      return c == '\r';
    case Step::kDataLf:
      step_ = Step::kSizeStart;
      digits_ = 0;
      return c == '\n';
    case Step::kTrailerStart:
    case Step::kTrailerName:
    case Step::kTrailerValue:
      return TakeTrailer(c);
    case Step::kTrailerLf:
      step_ = Step::kTrailerStart;
      return c == '\n';
    case Step::kLastLf:
      step_ = Step::kDone;
      return c == '\n';
    case Step::kData:
    case Step::kDone:
      return false;
  }
  return false;
}

bool ChunkedBody::TakeSize(char c) {
  if (c == '\r') {
    if (digits_ == 0) return false;
    step_ = Step::kSizeEnd;
    return true;
  }
  if (step_ == Step::kExtension) return ++ignored_ <= kMaxIgnoredBytes && IsFieldByte(c);
  if (c == ';') {
    step_ = Step::kExtension;
    return digits_ > 0;
  }
  const int digit = HexDigit(c);
  if (digit < 0 || ++digits_ > kMaxSizeDigits) return false;
  step_ = Step::kSize;
  chunk_ = chunk_ * 16 + static_cast<std::uint64_t>(digit);
  return true;
}

bool ChunkedBody::TakeTrailer(char c) {
  if (++ignored_ > kMaxIgnoredBytes) return false;
  if (step_ == Step::kTrailerValue) {
    if (c != '\r') return IsFieldByte(c);
    step_ = Step::kTrailerLf;
    return true;
  }
  if (step_ == Step::kTrailerStart && c == '\r') {
    step_ = Step::kLastLf;
    return true;
  }
  if (step_ == Step::kTrailerName && c == ':') {
    step_ = Step::kTrailerValue;
    return true;
  }
  step_ = Step::kTrailerName;
  return IsTokenByte(c);
}

}  // namespace guildhall::http
