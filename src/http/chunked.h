#pragma once

#include <cstddef>
#include <cstdint>

namespace guildhall::http {

/// Reads a chunked body (RFC 9112, section 7.1) in place: the joined bytes move to where the body
/// began, and whatever follows the body moves up behind them. Takes the bytes as they come, split
/// anywhere. Extensions and trailers are checked and dropped.
class ChunkedBody {
 public:
  enum class State : std::uint8_t { kIncomplete, kComplete, kMalformed, kTooLarge };

  /// `data[0..size)` begins with what this body has joined so far, followed by bytes not seen yet
  /// (and never a byte twice). `size` becomes less by the framing that was dropped.
  /// `limit`: of the joined body, in bytes.
  State Decode(char* data, std::size_t& size, std::size_t limit);

  /// Bytes of the body joined so far.
  [[nodiscard]] std::size_t size() const { return joined_; }

 private:
  enum class Step : std::uint8_t {
    kSizeStart,
    kSize,
    kExtension,
    kSizeEnd,
    kData,
    kDataCr,
    kDataLf,
    kTrailerStart,
    kTrailerName,
    kTrailerValue,
    kTrailerLf,
    kLastLf,
    kDone
  };
  /// One byte of framing; false when it is malformed.
  bool Take(char c);
  bool TakeSize(char c);
  bool TakeTrailer(char c);

  Step step_ = Step::kSizeStart;
  std::size_t joined_ = 0;
  std::uint64_t chunk_ = 0;  // bytes of the present chunk still to come
  std::uint32_t digits_ = 0;
  std::uint32_t ignored_ = 0;  // bytes of extensions and trailers
};

}  // namespace guildhall::http
