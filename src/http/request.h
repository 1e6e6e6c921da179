#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/store.h"

namespace guildhall::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

/// The method's name in upper case; "OTHER" for one that the server does not know.
std::string_view NameOf(Method method);
/// kOther for anything unknown; case matters, as RFC 9110 says.
Method ParseMethod(std::string_view name);

struct HeaderField {
  std::string_view name;
  std::string_view value;  ///< without white space around it
};

/// One request as a handler sees it. All views point into memory that stays as it is until the
/// answer has been written, on whatever thread the handler runs; a `Change` copies what it needs.
struct Request {
  static constexpr std::size_t kMaxHeaders = 64;
  static constexpr std::size_t kMaxPathParameters = 6;

  Method method = Method::kGet;
  std::string_view target;   ///< as sent: path and query
  std::string_view path;     ///< without the query; not percent-decoded
  std::string_view query;    ///< without the question mark; not decoded
  std::string_view body;     ///< at least 32 readable bytes follow it (simdjson's padding)
  std::string_view address;  ///< of the client, without port
  std::array<HeaderField, kMaxHeaders> headers;
  std::size_t header_count = 0;
  /// What stands where the route's pattern has `{...}`, in order; percent-decoded when needed.
  std::array<std::string_view, kMaxPathParameters> parameters;
  std::size_t parameter_count = 0;
  /// The methods that the path knows, as an `Allow` header says it: "GET, POST".
  std::string_view allow;
  Patience patience = Patience::kInstant;
  std::uint64_t id = 0;  ///< unique in this process; shown in the log
  bool is_part = false;  ///< of a `Sequence`: it came inside another request

  /// The first header of that name (any case).
  [[nodiscard]] std::optional<std::string_view> Header(std::string_view name) const;
  /// The decoded value of a query parameter; the last one when it is repeated.
  [[nodiscard]] std::optional<std::string> QueryParameter(std::string_view name) const;
};

/// Replaces `%xx` and, when `plus_is_space`, `+`. Nothing when an escape is malformed or the result
/// is not valid UTF-8 or holds U+0000.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);

}  // namespace guildhall::http
