#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace guildhall::daptin {

/// A point in time as clients write it: RFC 3339, a day ("2006-01-02", "2006/01/02"), a day with a
/// time of day behind "T" or a space and perhaps an offset, or the seconds, milliseconds or
/// microseconds since 1970 as a number or its digits. Without an offset it is UTC. Nothing for
/// anything else, for what the calendar does not have, and for years beyond 9999.
/// [Daptin "Column types", datetime]
std::optional<Time> ReadMoment(const Json& value);

/// "15:04:05" of "15:04:05" or "15:04"; nothing for anything else.
std::optional<std::string> ReadTimeOfDay(std::string_view text);

/// RFC 3339, in UTC.
std::string ShowMoment(Time time);

}  // namespace guildhall::daptin
