#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/buffer.h"
#include "http/answer.h"

namespace guildhall::http {

/// What the connection adds to an answer.
struct Framing {
  std::string_view date;   ///< as the Date header says it (RFC 9110, section 5.6.7)
  bool head_only = false;  ///< the request's method was HEAD
  bool close = false;      ///< the connection ends with this answer
  bool is_http_1_0 = false;
  /// Set where the body is not the response's, but follows: its size and its type.
  std::optional<std::uint64_t> following = std::nullopt;
  std::string_view following_type{};
};

/// Appends status line, headers and body. Returns the bytes appended. 101, 204 and 304 have no
/// body. A header whose name or value holds a control character is left out: it would end the head.
std::size_t AppendResponse(Buffer& out, const Response& response, const Framing& framing);

}  // namespace guildhall::http
