#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/buffer.h"
#include "base/error.h"
#include "base/result.h"
#include "core/ids.h"
#include "core/store.h"

namespace guildhall::http {

inline constexpr std::string_view kJson = "application/json; charset=utf-8";

/// What the request log says about an answer. Set by the dialect.
struct Facts {
  TenantId tenant;
  std::string_view caller = "none";  ///< "none", "key", "user", "operator"; a literal
  std::int64_t caller_id = 0;
  std::optional<Errc> error;
};

/// A finished answer. Movable only.
struct Response {
  int status = 200;
  /// A literal. Not sent when there is no body.
  std::string_view content_type = kJson;
  Buffer body;
  /// Further headers; names and values are sent as they are (the dialect made them).
  std::vector<std::pair<std::string, std::string>> headers;
  /// Sent as `Allow` when not empty. A literal, or text of the route table.
  std::string_view allow;
  Facts facts;
};

/// A change to be made by the store's writer; the answer is sent after its commit. `make` may be
/// run more than once; `refuse` renders the error that undid the change (also the store's own:
/// kUnavailable when its queue is full).
struct Change {
  std::vector<TenantId> tenants;
  std::function<Result<Response>(Transaction&)> make;
  std::function<Response(const Error&)> refuse;
};

/// The handler ran inline and found that it would have to wait: the server runs it again on a
/// worker. Only before any effect.
struct WouldWait {};

using Answer = std::variant<Response, Change, WouldWait>;

}  // namespace guildhall::http
