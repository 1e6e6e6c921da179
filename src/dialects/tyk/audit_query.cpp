#include "dialects/tyk/audit_query.h"

#include <chrono>
#include <limits>

#include "base/strings.h"

namespace guildhall::tyk {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kSecond = 1'000'000;

/// Exactly so many digits.
std::optional<int> ReadDigits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Moves `place` to the day that the parameter names, when there is one; false when it names none.
bool ReadDay(const http::Request& request, std::string_view name, std::int64_t days_later,
             AuditPlace& place) {
  const auto text = request.QueryParameter(name);
  if (!text || text->empty()) return true;
  const auto day = ParseDay(*text);
  if (!day) return false;
  place = {Time(day->microseconds() + days_later * kSecondsOfDay * kSecond), AuditId()};
  return true;
}

}  // namespace

std::optional<Time> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[2] != '-' || text[5] != '-') return std::nullopt;
  const auto day = ReadDigits(text.substr(0, 2));
  const auto month = ReadDigits(text.substr(3, 2));
  const auto year = ReadDigits(text.substr(6));
  if (!day || !month || !year) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return Time(days * kSecondsOfDay * kSecond);
}

std::optional<AuditQuery> ReadAuditQuery(const http::Request& request) {
  AuditQuery query;
  const auto text = [&](std::string_view name) {
    return request.QueryParameter(name).value_or("");
  };
  query.actor_name = text("user");
  query.action = text("action");
  query.address = text("ip");
  query.method = text("method");
  query.path_part = text("url");
  if (const std::string status = text("status"); !status.empty()) {
    const auto number = ParseInteger(status);
    if (!number || *number < 100 || *number > 999) return std::nullopt;
    query.status = static_cast<std::int32_t>(*number);
  }
  if (!ReadDay(request, "from_date", 0, query.from)) return std::nullopt;
  if (!ReadDay(request, "to_date", 1, query.before)) return std::nullopt;
  return query;
}

}  // namespace guildhall::tyk
