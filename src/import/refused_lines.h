#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/result.h"

namespace guildhall::import {

/// What is wrong with a person, in words: "username is taken, email is too long (at most 254)".
std::string ReasonOf(const Error& error);

/// A line of the report, in CSV: the line of the file, the name that stands there, the reason.
std::string ReportLine(std::int64_t line, std::string_view username, std::string_view reason);

/// The report of the lines that were refused: a CSV file, made with the first of them and for its
/// owner's eyes only. Not thread-safe.
class RefusedLines {
 public:
  explicit RefusedLines(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Takes back what stands in the report behind `size` bytes, or all of it; kUnavailable when the
  /// file cannot be written.
  Result<void> CutTo(std::int64_t size);
  /// Appends whole lines, and the names of the columns before the first.
  Result<void> Append(std::string_view lines);
  /// How long the report gets when `lines` come behind `size` bytes.
  static std::int64_t SizeWith(std::int64_t size, std::string_view lines);

 private:
  std::string path_;
};

}  // namespace guildhall::import
