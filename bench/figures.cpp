#include "bench/figures.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

namespace guildhall::bench {
namespace {

/// As `printf`, into a text.
template <class... Values>
std::string Format(const char* format, const Values&... values) {
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, format, values...)), '\0');
  std::snprintf(text.data(), text.size() + 1, format, values...);
  return text;
}

}  // namespace

Figures::Figures(std::string_view bench, std::string json)
    : bench_(bench), json_(std::move(json)) {}

void Figures::Add(std::string_view name, std::int64_t size, double value,
                  std::string_view unit) const {
  const std::string text(name);
  const std::string of(unit);
  const auto number = static_cast<long long>(size);
  std::printf("%-64s %10lld %14.2f %s\n", text.c_str(), number, value, of.c_str());
  std::fflush(stdout);
  Append(Format(R"({"bench":"%s","name":"%s","size":%lld,"value":%.6g,"unit":"%s"})",
                bench_.c_str(), text.c_str(), number, value, of.c_str()));
}

void Figures::AimAtMost(std::string_view aim, double value, double limit) const {
  Judge(aim, value, limit, "at most", value <= limit);
}

void Figures::AimAtLeast(std::string_view aim, double value, double limit) const {
  Judge(aim, value, limit, "at least", value >= limit);
}

void Figures::Judge(std::string_view aim, double value, double limit, const char* side,
                    bool reached) const {
  const std::string text(aim);
  std::printf("aim: %s: %.4g, aimed at %s %g: %s\n", text.c_str(), value, side, limit,
              reached ? "reached" : "NOT reached");
  std::fflush(stdout);
  Append(Format(R"({"bench":"%s","aim":"%s","value":%.6g,"limit":%g,"side":"%s","reached":%s})",
                bench_.c_str(), text.c_str(), value, limit, side, reached ? "true" : "false"));
}

void Figures::Append(const std::string& line) const {
  if (json_.empty()) return;
  std::FILE* file = std::fopen(json_.c_str(), "a");
  if (file == nullptr) {
    std::perror(json_.c_str());
    return;
  }
  std::fprintf(file, "%s\n", line.c_str());
  std::fclose(file);
}

double MedianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

double SpreadOf(const std::vector<double>& values) {
  if (values.empty()) return 0;
  const auto [least, most] = std::ranges::minmax(values);
  return most / least;
}

double CpuWatch::Now() {
  std::timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

void ShowProgress(std::string_view what, std::int64_t done, std::int64_t all) {
  std::fprintf(stderr, "\r%.*s: %lld of %lld%s", static_cast<int>(what.size()), what.data(),
               static_cast<long long>(done), static_cast<long long>(all), done >= all ? "\n" : "");
}

}  // namespace guildhall::bench
