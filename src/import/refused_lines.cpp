#include "import/refused_lines.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/strings.h"

namespace guildhall::import {
namespace {

constexpr std::string_view kColumns = "line,username,reason\n";

std::string_view WordsOf(Reason reason) {
  switch (reason) {
    case Reason::kTaken:
      return "is taken";
    case Reason::kBlank:
      return "is blank";
    case Reason::kTooLong:
      return "is too long";
    case Reason::kBadCharacter:
      return "has a character that it cannot have";
    case Reason::kBadFormat:
      return "has no known form";
    case Reason::kProtected:
      return "names a group of the system or a personal one";
    case Reason::kLimitReached:
      return "are more than a person can be in";
    default:
      return "is refused";
  }
}

/// A file that is closed in any case.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> Unwritable(const std::string& path) {
  return Fail(Errc::kUnavailable,
              "cannot write the report " + path + ": " + std::generic_category().message(errno));
}

/// Something of a foreign file as one short line of text.
std::string Plain(std::string_view text) {
  constexpr std::size_t kMost = 300;
  if (!IsValidUtf8(text)) return "(no UTF-8)";
  std::string plain(text.substr(0, kMost));
  while (!IsValidUtf8(plain)) plain.pop_back();
  for (char& c : plain) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') c = ' ';
  }
  return plain;
}

std::string Quoted(std::string_view text) {
  std::string field = Plain(text);
  if (field.find_first_of("\",") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += c;
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string ReasonOf(const Error& error) {
  std::string text;
  for (const Problem& problem : error.problems) {
    if (!text.empty()) text += ", ";
    text += problem.field + ' ';
    text += WordsOf(problem.reason);
    if (problem.reason == Reason::kTooLong) {
      text += " (at most " + std::to_string(problem.a) + " characters)";
    }
  }
  if (text.empty()) text = error.detail.empty() ? std::string("is refused") : error.detail;
  return text;
}

std::string ReportLine(std::int64_t line, std::string_view username, std::string_view reason) {
  return std::to_string(line) + ',' + Quoted(username) + ',' + Quoted(reason) + '\n';
}

Result<void> RefusedLines::CutTo(std::int64_t size) {
  struct stat state {};
  if (::stat(path_.c_str(), &state) != 0 || state.st_size <= size) return {};
  if (::truncate(path_.c_str(), size) == 0) return {};
  return Unwritable(path_);
}

Result<void> RefusedLines::Append(std::string_view lines) {
  if (lines.empty()) return {};
  constexpr int kFlags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  const Descriptor file(::open(path_.c_str(), kFlags, 0600));
  if (file.number() < 0) return Unwritable(path_);
  std::string text(::lseek(file.number(), 0, SEEK_END) == 0 ? kColumns : "");
  text += lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(file.number(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Unwritable(path_);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::int64_t RefusedLines::SizeWith(std::int64_t size, std::string_view lines) {
  if (lines.empty()) return size;
  return size + static_cast<std::int64_t>((size == 0 ? kColumns.size() : 0) + lines.size());
}

}  // namespace guildhall::import
