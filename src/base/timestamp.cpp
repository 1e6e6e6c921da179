#include "base/timestamp.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace guildhall {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

constexpr std::int64_t StartOf(int year) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace)
  return sys_days(std::chrono::year(year) / January / 1).time_since_epoch().count() * kDay;
}

constexpr std::int64_t kFirst = StartOf(0);
constexpr std::int64_t kLast = StartOf(10'000) - 1;

// Writes `value` with `width` digits and returns the place behind them.
char* PutDigits(char* at, std::int64_t value, int width) {
  for (int i = width - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at + width;
}

char* Put(char* at, char c) {
  *at = c;
  return at + 1;
}

// Takes numbers and separators off a text of the right length; remembers any failure.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::int64_t Digits(std::size_t width) {
    std::int64_t value = 0;
    for (const char c : rest_.substr(0, width)) {
      good_ = good_ && c >= '0' && c <= '9';
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  void Skip(char expected) {
    good_ = good_ && rest_.front() == expected;
    rest_.remove_prefix(1);
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

void AppendTimestamp(Buffer& out, Time time) {
  using std::chrono::days;
  const std::int64_t all = std::clamp(time.microseconds(), kFirst, kLast);
  const std::int64_t day = (all - (all < 0 ? kDay - 1 : 0)) / kDay;
  const std::int64_t within = all - day * kDay;
  const std::chrono::year_month_day date{std::chrono::sys_days(days(day))};

  char* at = out.Reserve(kTimestampLength);
  at = Put(PutDigits(at, static_cast<int>(date.year()), 4), '-');
  at = Put(PutDigits(at, static_cast<unsigned>(date.month()), 2), '-');
  at = Put(PutDigits(at, static_cast<unsigned>(date.day()), 2), 'T');
  at = Put(PutDigits(at, within / (3600 * kSecond), 2), ':');
  at = Put(PutDigits(at, within / (60 * kSecond) % 60, 2), ':');
  at = Put(PutDigits(at, within / kSecond % 60, 2), '.');
  Put(PutDigits(at, within % kSecond, 6), 'Z');
  out.Commit(kTimestampLength);
}

std::optional<Time> ParseTimestamp(std::string_view text) {
  if (text.size() != kTimestampLength) return std::nullopt;
  Reader reader(text);
  const auto year = reader.Digits(4);
  reader.Skip('-');
  const auto month = reader.Digits(2);
  reader.Skip('-');
  const auto day = reader.Digits(2);
  reader.Skip('T');
  const auto hour = reader.Digits(2);
  reader.Skip(':');
  const auto minute = reader.Digits(2);
  reader.Skip(':');
  const auto second = reader.Digits(2);
  reader.Skip('.');
  const auto fraction = reader.Digits(6);
  reader.Skip('Z');
  if (!reader.good() || hour > 23 || minute > 59 || second > 59) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return Time(days * kDay + ((hour * 60 + minute) * 60 + second) * kSecond + fraction);
}

}  // namespace guildhall
