#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::bench {

/// The figures of one benchmark: a line each on standard output, and as a JSON line at the end of a
/// file, from which bench/plots.py draws. `bench/measuring.py` writes the same lines. Names are
/// the programmer's: nothing in them is escaped.
class Figures {
 public:
  /// `json` may be "": no file.
  Figures(std::string_view bench, std::string json);

  /// `size` is what the value may depend on: how many users, records, members.
  void Add(std::string_view name, std::int64_t size, double value, std::string_view unit) const;
  // Whether an aim is reached. Nothing is judged by it: the program goes on either way.
  void AimAtMost(std::string_view aim, double value, double limit) const;
  void AimAtLeast(std::string_view aim, double value, double limit) const;

 private:
  void Judge(std::string_view aim, double value, double limit, const char* side,
             bool reached) const;
  void Append(const std::string& line) const;

  std::string bench_;
  std::string json_;
};

/// The middle one; 0 of none.
double MedianOf(std::vector<double> values);
/// The greatest by the smallest: 1 where all are the same.
double SpreadOf(const std::vector<double>& values);

/// Microseconds since this was made.
class Watch {
 public:
  [[nodiscard]] double Microseconds() const {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// Microseconds of CPU that the calling thread has used since this was made.
class CpuWatch {
 public:
  CpuWatch() : begin_(Now()) {}
  [[nodiscard]] double Microseconds() const { return Now() - begin_; }

 private:
  static double Now();
  double begin_;
};

/// Says on standard error how far a long work is; at the end with a new line.
void ShowProgress(std::string_view what, std::int64_t done, std::int64_t all);

}  // namespace guildhall::bench
