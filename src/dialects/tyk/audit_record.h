#pragma once

#include <string>
#include <string_view>

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// What the audit log calls the route's action: "List Users".
std::string_view AuditActionOf(const RouteSpec& spec);

/// The path as it is recorded: a piece that is longer than any id or word of the dialect is left
/// out, for it may be a key that somebody put into the wrong place.
std::string AuditPathOf(std::string_view path);

/// `answer`, which is recorded in the organisation's audit log where that is switched on. Requests
/// of nobody are not: they belong to no organisation. Nor are those below `/admin/`.
http::Answer RecordAnswer(const Context& context, http::Answer answer);

}  // namespace guildhall::tyk
