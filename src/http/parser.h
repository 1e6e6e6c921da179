#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/chunked.h"
#include "http/head_reader.h"
#include "http/request.h"

namespace guildhall::http {

/// Finds requests at the front of a connection's read buffer, one after another, without copying:
/// the request's views point into the buffer. Strict where two readers could disagree about where a
/// request ends; what it refuses cannot be followed by another request on that connection.
///
/// A head that came in pieces is read again from its start once its end has arrived, so nothing but
/// a few numbers is kept between two calls and the buffer may move.
class Parser {
 public:
  enum class Outcome : std::uint8_t {
    kIncomplete,    ///< call again when more bytes have been added
    kHeadComplete,  ///< the request but for its body; call again after `LimitBody`
    kComplete,
    kRefused,  ///< see `refusal`
  };

  explicit Parser(std::size_t max_header_bytes) : max_header_bytes_(max_header_bytes) {}

  /// `data[0..size)`: all unread bytes from the request's first on. `size` may become less, when
  /// the chunks of a body are joined. Fills `request` unless the outcome is kIncomplete; its
  /// `address`, `id`, `parameters` and `allow` are left alone.
  Outcome Parse(char* data, std::size_t& size, Request& request);

  /// How large the body may be; asked for once, between kHeadComplete and the next `Parse`.
  void LimitBody(std::size_t bytes) { body_limit_ = bytes; }

  /// After kComplete: bytes of the request in the buffer, and readiness for the one behind them.
  std::size_t Finish();

  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  /// The head is there and the body is not, or not all of it.
  [[nodiscard]] bool awaits_body() const { return phase_ == Phase::kBody; }
  /// The whole request in bytes when its head said so, else 0.
  [[nodiscard]] std::size_t expected_bytes() const;

  // What the last head said. Valid from kHeadComplete on.
  [[nodiscard]] bool keep_alive() const { return head_.keep_alive; }
  [[nodiscard]] bool is_http_1_0() const { return head_.is_http_1_0; }
  [[nodiscard]] bool expects_continue() const { return head_.expects_continue; }

 private:
  enum class Phase : std::uint8_t { kHead, kBody };

  [[nodiscard]] bool HasEnd(std::string_view data) const;
  Outcome AwaitEnd(std::size_t size);
  Outcome ParseHead(std::string_view data, Request& request);
  Outcome ParseBody(char* data, std::size_t& size, Request& request);
  Outcome Refuse(int status, std::string_view reason);

  std::size_t max_header_bytes_;
  std::size_t body_limit_ = 0;
  std::size_t scanned_ = 0;  // bytes known not to hold the end of the head
  Phase phase_ = Phase::kHead;
  bool filled_ = false;  // the request that was passed in holds this head
  Head head_;
  ChunkedBody chunks_;
  Refusal refusal_;
};

}  // namespace guildhall::http
