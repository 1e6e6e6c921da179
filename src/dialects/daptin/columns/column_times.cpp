#include "dialects/daptin/columns/column_times.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>

#include "base/buffer.h"
#include "base/strings.h"
#include "base/timestamp.h"

namespace guildhall::daptin {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kFirst = -719'528 * kDay;      // 0000-01-01
constexpr std::int64_t kLast = 2'932'897 * kDay - 1;  // 9999-12-31

/// Takes parts off the front of a text; one that is not there makes it bad for good.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool TakeIf(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void Expect(std::string_view one_of) { good_ = TakeIf(one_of) && good_; }

  /// Exactly so many digits.
  std::int64_t Digits(std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char digit = front();
      if (digit < '0' || digit > '9') return Bad();
      value = value * 10 + (digit - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  /// Millionths; digits beyond the sixth are passed over.
  std::int64_t Fraction() {
    std::int64_t value = 0;
    std::int64_t unit = kSecond;
    if (front() < '0' || front() > '9') return Bad();
    for (; front() >= '0' && front() <= '9'; rest_.remove_prefix(1)) {
      unit /= 10;
      value += (front() - '0') * unit;
    }
    return value;
  }

 private:
  std::int64_t Bad() {
    good_ = false;
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

std::optional<Time> Bounded(std::int64_t microseconds) {
  if (microseconds < kFirst || microseconds > kLast) return std::nullopt;
  return Time(microseconds);
}

/// By how many digits there are: seconds, or thousandths, or millionths of them.
std::optional<Time> OfUnix(std::int64_t number) {
  constexpr std::int64_t kMostSeconds = 100'000'000'000;
  constexpr std::int64_t kMostMilliseconds = kMostSeconds * 1000;
  const bool seconds = number > -kMostSeconds && number < kMostSeconds;
  const bool milliseconds = number > -kMostMilliseconds && number < kMostMilliseconds;
  return Bounded(seconds ? number * kSecond : milliseconds ? number * 1000 : number);
}

std::optional<std::int64_t> ReadDay(Scanner& scanner) {
  const auto year = static_cast<int>(scanner.Digits(4));
  const std::string_view separator = scanner.front() == '/' ? "/" : "-";
  scanner.Expect(separator);
  const auto month = static_cast<unsigned>(scanner.Digits(2));
  scanner.Expect(separator);
  const auto day = static_cast<unsigned>(scanner.Digits(2));
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!scanner.good() || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay;
}

/// "15:04", "15:04:05" or "15:04:05.999999".
std::optional<std::int64_t> ReadClock(Scanner& scanner) {
  const std::int64_t hour = scanner.Digits(2);
  scanner.Expect(":");
  const std::int64_t minute = scanner.Digits(2);
  const std::int64_t second = scanner.TakeIf(":") ? scanner.Digits(2) : 0;
  const std::int64_t fraction = scanner.TakeIf(".,") ? scanner.Fraction() : 0;
  if (!scanner.good() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return ((hour * 60 + minute) * 60 + second) * kSecond + fraction;
}

/// "Z", "+05:30", "-0800" or nothing, as how much earlier it is in UTC.
std::optional<std::int64_t> ReadOffset(Scanner& scanner) {
  while (scanner.TakeIf(" ")) continue;
  if (scanner.empty() || scanner.TakeIf("Zz")) return 0;
  const std::int64_t sign = scanner.front() == '-' ? -1 : 1;
  scanner.Expect("+-");
  const std::int64_t hours = scanner.Digits(2);
  scanner.TakeIf(":");
  const std::int64_t minutes = scanner.Digits(2);
  if (!scanner.good() || hours > 23 || minutes > 59) return std::nullopt;
  return sign * (hours * 60 + minutes) * 60 * kSecond;
}

std::optional<Time> OfText(std::string_view text) {
  Scanner scanner(text);
  const auto day = ReadDay(scanner);
  if (!day) return std::nullopt;
  if (scanner.empty()) return Bounded(*day);
  scanner.Expect("Tt ");
  const auto clock = ReadClock(scanner);
  const auto offset = ReadOffset(scanner);
  if (!clock || !offset || !scanner.good() || !scanner.empty()) return std::nullopt;
  return Bounded(*day + *clock - *offset);
}

}  // namespace

std::optional<Time> ReadMoment(const Json& value) {
  if (const std::int64_t* number = value.AsInteger()) return OfUnix(*number);
  if (const double* number = value.AsDouble()) {
    constexpr double kMost = 1e11;
    if (!(std::abs(*number) < kMost)) return std::nullopt;
    return Bounded(static_cast<std::int64_t>(*number * 1e6));
  }
  const std::string* text = value.AsString();
  if (text == nullptr) return std::nullopt;
  const std::string_view trimmed = Trim(*text);
  if (const auto number = ParseInteger(trimmed)) return OfUnix(*number);
  return OfText(trimmed);
}

std::optional<std::string> ReadTimeOfDay(std::string_view text) {
  Scanner scanner(Trim(text));
  const auto clock = ReadClock(scanner);
  if (!clock || !scanner.empty()) return std::nullopt;
  // The part of a moment that says the time of day.
  constexpr std::size_t kClockAt = 11;
  constexpr std::size_t kClockLength = 8;
  return ShowMoment(Time(*clock)).substr(kClockAt, kClockLength);
}

std::string ShowMoment(Time time) {
  Buffer text;
  AppendTimestamp(text, time);
  return std::string(text.view());
}

}  // namespace guildhall::daptin
