#include "import/progress_bar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unistd.h>

namespace guildhall::import {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kBetweenLines = 10 * kSecond;
constexpr std::int64_t kBetweenFrames = kSecond / 10;
constexpr int kWidth = 24;  // of the bar, in characters

std::int64_t Since(Time before, Time now) { return now.microseconds() - before.microseconds(); }

/// "1234567" as "1,234,567".
std::string Grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string Clockwise(std::int64_t seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%lld:%02lld", static_cast<long long>(seconds / 60),
                static_cast<long long>(seconds % 60));
  return text.data();
}

}  // namespace

std::string ProgressLine(const Progress& progress, std::int64_t microseconds) {
  const double whole = std::max<double>(1, static_cast<double>(progress.size));
  const double share = std::min(1.0, static_cast<double>(progress.offset) / whole);
  const auto filled = static_cast<std::size_t>(share * kWidth);
  std::string line = "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] ";
  line +=
      std::to_string(static_cast<int>(share * 100)) + "%  " + Grouped(progress.made) + " people";
  if (progress.refused > 0) line += ", " + Grouped(progress.refused) + " refused";
  const double seconds = static_cast<double>(microseconds) / static_cast<double>(kSecond);
  const auto done = static_cast<double>(progress.offset - progress.resumed_at);
  if (seconds <= 0 || done <= 0) return line;
  const auto made = static_cast<double>(progress.made - progress.made_before);
  line += ", " + Grouped(static_cast<std::int64_t>(made / seconds)) + " a second";
  const double left = (whole - static_cast<double>(progress.offset)) / done * seconds;
  if (share < 1) line += ", " + Clockwise(static_cast<std::int64_t>(left)) + " left";
  return line;
}

ProgressBar::ProgressBar(const Clock& clock)
    : clock_(clock), began_(clock.Now()), terminal_(::isatty(STDERR_FILENO) != 0), shown_(began_) {}

ProgressBar::~ProgressBar() {
  if (open_) std::fputc('\n', stderr);
}

void ProgressBar::Show(const Progress& progress) {
  const Time now = clock_.Now();
  const bool last = progress.offset >= progress.size;
  if (!last && Since(shown_, now) < (terminal_ ? kBetweenFrames : kBetweenLines)) return;
  shown_ = now;
  const std::string line = ProgressLine(progress, Since(began_, now));
  // The rest of a longer line before it is wiped out.
  std::fprintf(stderr, terminal_ ? "\r%s\x1b[K" : "%s\n", line.c_str());
  std::fflush(stderr);
  open_ = terminal_;
}

}  // namespace guildhall::import
