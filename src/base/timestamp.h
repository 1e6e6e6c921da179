#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/clock.h"

namespace guildhall {

/// Length of the text that `AppendTimestamp` writes.
inline constexpr std::size_t kTimestampLength = 27;

/// RFC 3339 in UTC with six digits of fraction: "2015-05-19T15:52:36.183576Z".
/// A time outside the years 0 to 9999 is written as the nearest that is inside.
void AppendTimestamp(Buffer& out, Time time);
/// The same where there is room for it; returns the place behind it.
char* PutTimestamp(char* at, Time time);

/// RFC 1123 in UTC, to the second: "Sun, 06 Nov 1994 08:49:37 GMT". `zone`: what UTC is called at
/// the end, "GMT" or "+0000". Years as above.
std::string Rfc1123(Time time, std::string_view zone);

/// Reads exactly the form of `AppendTimestamp`; nothing for any other, or for a day that the
/// calendar does not have.
std::optional<Time> ParseTimestamp(std::string_view text);

}  // namespace guildhall
