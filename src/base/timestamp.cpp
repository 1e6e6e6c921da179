#include "base/timestamp.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>

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

constexpr std::array<char, 200> kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

// Writes two digits and returns the place behind them.
char* PutPair(char* at, std::size_t value) {
  std::memcpy(at, &kPairs[2 * value], 2);
  return at + 2;
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

char* PutTimestamp(char* at, Time time) {
  using std::chrono::days;
  const std::int64_t all = std::clamp(time.microseconds(), kFirst, kLast);
  const std::int64_t day = (all - (all < 0 ? kDay - 1 : 0)) / kDay;
  const std::int64_t within = all - day * kDay;
  const auto seconds = static_cast<std::uint32_t>(within / kSecond);
  const auto fraction = static_cast<std::uint32_t>(within % kSecond);
  const std::chrono::year_month_day date{std::chrono::sys_days(days(day))};
  const auto year = static_cast<std::uint32_t>(static_cast<int>(date.year()));

  at = Put(PutPair(PutPair(at, year / 100), year % 100), '-');
  at = Put(PutPair(at, static_cast<unsigned>(date.month())), '-');
  at = Put(PutPair(at, static_cast<unsigned>(date.day())), 'T');
  at = Put(PutPair(at, seconds / 3600), ':');
  at = Put(PutPair(at, seconds / 60 % 60), ':');
  at = Put(PutPair(at, seconds % 60), '.');
  at = PutPair(PutPair(at, fraction / 10'000), fraction / 100 % 100);
  return Put(PutPair(at, fraction % 100), 'Z');
}

void AppendTimestamp(Buffer& out, Time time) {
  PutTimestamp(out.Reserve(kTimestampLength), time);
  out.Commit(kTimestampLength);
}

std::string Rfc1123(Time time, std::string_view zone) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using std::chrono::floor, std::chrono::days, std::chrono::seconds;
  const std::chrono::sys_time<std::chrono::microseconds> at{
      std::chrono::microseconds(std::clamp(time.microseconds(), kFirst, kLast))};
  const auto day = floor<days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{floor<seconds>(at - day)};
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d ",
      kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
      kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(length)).append(zone);
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
