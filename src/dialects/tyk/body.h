#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// `text` without the commas that stand, outside strings and white space aside, right before `}` or
/// `]`; nothing when there is none. The update sample of [Tyk Dashboard API "User Groups"] has one.
std::optional<std::string> WithoutTrailingCommas(std::string_view text);

struct ReadBody {
  Json value{Json::Object{}};
  std::optional<http::Response> refused{};
};
/// The request's body as an object, whatever its content type says; trailing commas are forgiven
/// when it is no JSON otherwise. Refused in the route's words.
ReadBody ParseBody(const RouteSpec& spec, std::string_view body);

}  // namespace guildhall::tyk
