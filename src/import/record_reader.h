#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace guildhall::import {

enum class Format : std::uint8_t {
  kJsonLines,  ///< one JSON object a line
  kCsv,        ///< RFC 4180, its first record names the columns
};

/// A place between two records of a file.
struct Place {
  std::int64_t offset = 0;  ///< bytes before it
  std::int64_t line = 0;    ///< lines before it

  friend bool operator==(const Place&, const Place&) = default;
};

/// What stands in a file between two ends of line; in CSV those within quotes do not count.
struct RawRecord {
  std::string_view text;  ///< without its end of line; valid until the next call
  std::int64_t line = 0;  ///< of its first line, from 1
  bool too_long = false;  ///< then `text` is its first line, or the beginning of that
};

/// Reads a file record by record in a bounded amount of memory, from any place where a record
/// begins. Blank lines are passed over. Not thread-safe.
class RecordReader {
 public:
  static constexpr std::size_t kMaxRecord = std::size_t{1} << 20;

  /// kNotFound when the file cannot be read.
  static Result<RecordReader> Open(const std::string& path, Format format);
  /// Over a source of `size` bytes that can be read from any place.
  static Result<RecordReader> Over(std::unique_ptr<std::istream> source, std::int64_t size,
                                   Format format);

  [[nodiscard]] std::int64_t size() const { return size_; }  ///< of the file, in bytes
  /// Behind the record that was given last.
  [[nodiscard]] Place place() const { return place_; }
  void GoTo(Place place);
  /// Nothing at the end of the file. kUnavailable when the file cannot be read any further.
  Result<std::optional<RawRecord>> Next();

 private:
  RecordReader(std::unique_ptr<std::istream> source, std::int64_t size, Format format)
      : source_(std::move(source)), size_(size), format_(format) {}

  /// Where the record at the front of the buffer ends; nothing while its end is not read yet.
  [[nodiscard]] std::optional<std::size_t> FindEnd(std::size_t& seen, bool& quoted) const;
  /// Reads on; false at the end of the file.
  Result<bool> Fill();
  /// Takes so many bytes off the buffer, with the end of line behind them.
  RawRecord Take(std::size_t length);
  /// The front of a record that is longer than may be.
  Result<RawRecord> TakeOverlong();

  std::unique_ptr<std::istream> source_;
  std::int64_t size_;
  Format format_;
  Place place_;
  std::string buffer_;
  std::size_t front_ = 0;  // of what was not given yet
};

}  // namespace guildhall::import
