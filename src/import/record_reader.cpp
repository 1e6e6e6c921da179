#include "import/record_reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace guildhall::import {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

Result<RecordReader> RecordReader::Open(const std::string& path, Format format) {
  std::error_code failed;
  const bool regular = std::filesystem::is_regular_file(path, failed);
  const auto size = regular ? std::filesystem::file_size(path, failed) : 0;
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!regular || failed || !*file) return Fail(Errc::kNotFound, "cannot read " + path);
  return Over(std::move(file), static_cast<std::int64_t>(size), format);
}

Result<RecordReader> RecordReader::Over(std::unique_ptr<std::istream> source, std::int64_t size,
                                        Format format) {
  RecordReader reader(std::move(source), size, format);
  GH_CHECK(reader.Fill());
  if (reader.buffer_.starts_with(kByteOrderMark)) {
    reader.GoTo({static_cast<std::int64_t>(kByteOrderMark.size()), 0});
  }
  return reader;
}

void RecordReader::GoTo(Place place) {
  source_->clear();
  source_->seekg(place.offset);
  buffer_.clear();
  front_ = 0;
  place_ = place;
}

Result<bool> RecordReader::Fill() {
  buffer_.erase(0, front_);
  front_ = 0;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kChunk);
  source_->read(buffer_.data() + had, static_cast<std::streamsize>(kChunk));
  buffer_.resize(had + static_cast<std::size_t>(source_->gcount()));
  if (source_->bad()) return Fail(Errc::kUnavailable, "the file cannot be read any further");
  return buffer_.size() > had;
}

std::optional<std::size_t> RecordReader::FindEnd(std::size_t& seen, bool& quoted) const {
  const std::string_view rest = std::string_view(buffer_).substr(front_);
  while (true) {
    const std::size_t next =
        format_ == Format::kCsv ? rest.find_first_of("\"\n", seen) : rest.find('\n', seen);
    if (next == std::string_view::npos) break;
    if (rest[next] == '\n' && !quoted) return next;
    // A quotation mark that is doubled ends the quotes and begins them again.
    if (rest[next] == '"') quoted = !quoted;
    seen = next + 1;
  }
  seen = rest.size();
  return std::nullopt;
}

RawRecord RecordReader::Take(std::size_t length) {
  RawRecord record;
  record.text = std::string_view(buffer_).substr(front_, length);
  record.line = place_.line + 1;
  const bool ended = front_ + length < buffer_.size() && buffer_[front_ + length] == '\n';
  const auto inside = std::count(record.text.begin(), record.text.end(), '\n');
  const std::size_t whole = length + (ended ? 1 : 0);
  place_.line += static_cast<std::int64_t>(inside) + (ended ? 1 : 0);
  place_.offset += static_cast<std::int64_t>(whole);
  front_ += whole;
  if (record.text.ends_with('\r')) record.text.remove_suffix(1);
  return record;
}

Result<RawRecord> RecordReader::TakeOverlong() {
  // As a rule a quotation mark was never closed: only the line where that happened is lost.
  const std::size_t end = buffer_.find('\n', front_);
  if (end != std::string::npos) {
    RawRecord record = Take(end - front_);
    record.too_long = true;
    return record;
  }
  const std::int64_t line = place_.line + 1;
  for (bool more = true; more;) {
    const std::size_t newline = buffer_.find('\n', front_);
    const bool ended = newline != std::string::npos;
    Take((ended ? newline : buffer_.size()) - front_);
    if (ended) break;
    GH_TRY(more, Fill());
  }
  return RawRecord{{}, line, true};
}

Result<std::optional<RawRecord>> RecordReader::Next() {
  std::size_t seen = 0;
  bool quoted = false;
  while (true) {
    if (const auto end = FindEnd(seen, quoted)) {
      const RawRecord record = Take(*end);
      if (!IsBlank(record.text)) return std::optional(record);
      seen = 0;
      quoted = false;
      continue;
    }
    if (seen > kMaxRecord) {
      GH_TRY(const RawRecord record, TakeOverlong());
      return std::optional(record);
    }
    GH_TRY(const bool more, Fill());
    if (more) continue;
    if (front_ == buffer_.size()) return std::optional<RawRecord>();
    // The last record needs no end of line; one whose quotes are open loses its first line only.
    if (quoted) {
      GH_TRY(const RawRecord record, TakeOverlong());
      return std::optional(record);
    }
    const RawRecord record = Take(buffer_.size() - front_);
    return IsBlank(record.text) ? std::nullopt : std::optional(record);
  }
}

}  // namespace guildhall::import
