#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/request.h"

namespace guildhall::http {

/// Why a request is refused before any handler is asked. `reason` is a literal, fit for a client.
struct Refusal {
  int status = 400;
  std::string_view reason;
};

/// What a request's head says about the connection and about the body.
struct Head {
  std::size_t bytes = 0;
  std::uint64_t body_bytes = 0;
  bool chunked = false;
  bool keep_alive = false;
  bool is_http_1_0 = false;
  bool expects_continue = false;
};

/// Reads one head, from the request line to the empty line (RFC 9112, sections 2 to 6).
class HeadReader {
 public:
  /// Fills `request` with views into `data`.
  HeadReader(std::string_view data, Request& request)
      : at_(data.data()), begin_(at_), end_(at_ + data.size()), request_(request) {
    request_.header_count = 0;
    request_.body = {};
  }

  /// False when the head is malformed, or the data ends before it does: which one it is, the end of
  /// the head tells, by being there.
  bool Read();

  [[nodiscard]] const Head& head() const { return head_; }
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

 private:
  bool ReadRequestLine();
  bool TakeTarget(std::string_view target);
  bool ReadField();
  bool TakeField(const HeaderField& field);
  bool TakeHost(std::string_view value);
  bool TakeLength(std::string_view value);
  bool TakeCoding(std::string_view value);
  void TakeConnection(std::string_view value);
  bool TakeExpectation(std::string_view value);
  bool Refuse(int status, std::string_view reason);

  const char* at_;
  const char* const begin_;
  const char* const end_;
  Request& request_;
  Head head_;
  Refusal refusal_{400, "The request is malformed."};
  int hosts_ = 0;
  int lengths_ = 0;
  bool says_close_ = false;
  bool says_keep_alive_ = false;
};

}  // namespace guildhall::http
