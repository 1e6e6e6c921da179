#pragma once

#include <optional>
#include <string_view>

#include "core/audit_entry.h"
#include "http/request.h"

namespace guildhall::tyk {

/// The beginning of a day, UTC, from "DD-MM-YYYY"; nothing for any other text, or for a day that
/// the calendar does not have.
std::optional<Time> ParseDay(std::string_view text);

/// Which entries a request asks for: `user`, `action`, `ip`, `method` and `status` as they are
/// shown, `url` anywhere in the path, `from_date` and `to_date` with these days. Nothing when a day
/// or the status is malformed.
std::optional<AuditQuery> ReadAuditQuery(const http::Request& request);

}  // namespace guildhall::tyk
