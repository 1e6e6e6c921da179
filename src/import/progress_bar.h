#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "import/user_import.h"

namespace guildhall::import {

/// One line about how far an import is: bar, share, people, people a second, time left, refusals.
/// `microseconds` have gone by since this run began.
std::string ProgressLine(const Progress& progress, std::int64_t microseconds);

/// Shows that line on standard error: over itself on a terminal, else a new one every ten seconds.
/// Not thread-safe.
class ProgressBar {
 public:
  /// `clock` outlives this.
  explicit ProgressBar(const Clock& clock);
  /// Ends the line that stands on the terminal.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(const Progress& progress);

 private:
  const Clock& clock_;
  const Time began_;
  const bool terminal_;
  Time shown_;
  bool open_ = false;  // a line without an end stands on the terminal
};

}  // namespace guildhall::import
