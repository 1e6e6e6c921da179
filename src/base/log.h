#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/clock.h"

namespace guildhall {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };

/// Structured lines on standard error: one JSON object a line, `time`, `level`, `event`, then the
/// fields in the order they were added. Levels: error = someone must act; warn = will need action;
/// info = life-cycle; debug per area. No names, mail addresses, keys or bodies (`mail::LogMailer`
/// is the one exception).
///
/// Lines go through a bounded queue to a thread of the log's own, so that a slow reader of standard
/// error delays no request: when the queue is full, lines below `warn` are dropped and counted, and
/// the count is written as soon as there is room ("log_dropped"). Lines of `warn` and above have
/// as much room again before they are dropped too. Thread-safe.
class Log {
 public:
  struct Options {
    LogLevel level = LogLevel::kInfo;
    int descriptor = 2;  ///< where lines are written; not closed
    std::size_t queue_bytes = std::size_t{4} << 20;
  };

  explicit Log(Options options, const Clock& clock);
  /// Writes what is queued, then stops.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// One line being made; written when it goes out of scope.
  class Line {
   public:
    Line(Log* log, LogLevel level, std::string_view event);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// `name` must need no escaping.
    Line& Field(std::string_view name, std::string_view value);
    /// A number, or true and false. A template, so that text never converts to a truth value.
    template <std::integral T>
    Line& Field(std::string_view name, T value) {
      if constexpr (std::same_as<T, bool>) return Raw(name, value ? "true" : "false");
      return Number(name, static_cast<std::int64_t>(value));
    }

   private:
    Line& Number(std::string_view name, std::int64_t value);
    Line& Raw(std::string_view name, std::string_view json);

    Log* log_;  // null when the level is not wanted
    LogLevel level_;
    Buffer text_;
  };

  Line Debug(std::string_view event) { return Make(LogLevel::kDebug, event); }
  Line Info(std::string_view event) { return Make(LogLevel::kInfo, event); }
  Line Warn(std::string_view event) { return Make(LogLevel::kWarn, event); }
  Line Error(std::string_view event) { return Make(LogLevel::kError, event); }

  [[nodiscard]] bool Wants(LogLevel level) const { return level >= options_.level; }

  /// Queues finished text: whole lines, each ending in a newline. The way of the request log, which
  /// formats many lines per loop turn and hands them over at once. Nothing when `level` is not
  /// wanted.
  void Write(LogLevel level, std::string_view lines);

  /// Lines dropped since the start because the queue was full.
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  Line Make(LogLevel level, std::string_view event) {
    return {Wants(level) ? this : nullptr, level, event};
  }

  class Writer;
  Options options_;
  const Clock& clock_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace guildhall
