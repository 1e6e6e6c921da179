#include "http/head_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/strings.h"
#include "http/scan.h"
#include "http/tokens.h"

namespace guildhall::http {
namespace {

// Nineteen digits always fit into 64 bits.
constexpr std::size_t kMaxLengthDigits = 18;

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || c == '\t'; }

constexpr std::array<bool, 256> kNotInHost = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view(" \t,/?#@\\")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool IsHostValue(std::string_view host) {
  return std::none_of(host.begin(), host.end(),
                      [](char c) { return kNotInHost[static_cast<unsigned char>(c)]; });
}

/// The path and query of an absolute-form target, or of one that is in origin form already.
/// Nothing when it is neither. Servers must accept both (RFC 9112, section 3.2).
std::optional<std::string_view> OriginForm(std::string_view target) {
  if (target.front() == '/' || target == "*") return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!EqualsIgnoreCase(target.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = target.substr(scheme.size());
    const std::size_t path = rest.find('/');
    if (path == 0 || path == std::string_view::npos || !IsHostValue(rest.substr(0, path))) break;
    return rest.substr(path);
  }
  return std::nullopt;
}

/// "HTTP/2.0": a version, though none of ours.
bool IsVersion(std::string_view text) {
  return text.size() == 8 && text.starts_with("HTTP/") && IsDigit(text[5]) && text[6] == '.' &&
         IsDigit(text[7]);
}

}  // namespace

bool HeadReader::Read() {
  if (!ReadRequestLine()) return false;
  while (end_ - at_ >= 2 && *at_ != '\r') {
    if (!ReadField()) return false;
  }
  if (end_ - at_ < 2 || at_[1] != '\n') return false;
  at_ += 2;
  if (hosts_ == 0 && !head_.is_http_1_0) return Refuse(400, "The Host header is missing.");
  head_.bytes = static_cast<std::size_t>(at_ - begin_);
  head_.keep_alive = head_.is_http_1_0 ? says_keep_alive_ : !says_close_;
  return true;
}

bool HeadReader::ReadRequestLine() {
  const char* const method_end = SkipTokenBytes(at_, end_);
  if (method_end == end_ || method_end == at_ || *method_end != ' ') return false;
  request_.method = ParseMethod(Between(at_, method_end));

  const char* const target = method_end + 1;
  const char* const target_end = SkipTargetBytes(target, end_);
  if (target_end == end_ || target_end == target || *target_end != ' ') return false;
  if (!TakeTarget(Between(target, target_end))) return false;

  constexpr std::string_view kNewest = "HTTP/1.1\r\n";
  const std::string_view rest = Between(target_end + 1, end_).substr(0, kNewest.size());
  if (rest != kNewest) {
    if (rest.size() < kNewest.size() || !rest.ends_with("\r\n")) return false;
    const std::string_view version = rest.substr(0, rest.size() - 2);
    if (!IsVersion(version)) return false;
    if (version != "HTTP/1.0") return Refuse(505, "This server speaks HTTP/1.1.");
    head_.is_http_1_0 = true;
  }
  at_ = target_end + 1 + kNewest.size();
  return true;
}

bool HeadReader::TakeTarget(std::string_view target) {
  const auto origin = OriginForm(target);
  if (!origin || origin->find('#') != std::string_view::npos) {
    return Refuse(400, "The request target is malformed.");
  }
  request_.target = *origin;
  const std::size_t mark = origin->find('?');
  request_.path = origin->substr(0, mark);
  request_.query = mark == std::string_view::npos ? std::string_view() : origin->substr(mark + 1);
  return true;
}

bool HeadReader::ReadField() {
  if (IsBlank(*at_)) return Refuse(400, "A header field is folded.");
  const char* const name = at_;
  const char* const name_end = SkipTokenBytes(name, end_);
  if (name_end == end_ || name_end == name || *name_end != ':') return false;

  const char* value = name_end + 1;
  while (value != end_ && IsBlank(*value)) ++value;
  const char* const line_end = SkipFieldBytes(value, end_);
  if (end_ - line_end < 2 || line_end[0] != '\r' || line_end[1] != '\n') return false;
  at_ = line_end + 2;
  const char* value_end = line_end;
  while (value_end != value && IsBlank(value_end[-1])) --value_end;
  return TakeField({Between(name, name_end), Between(value, value_end)});
}

/// Keeps the field, and looks at those that say where the request ends.
bool HeadReader::TakeField(const HeaderField& field) {
  if (request_.header_count == Request::kMaxHeaders) {
    return Refuse(431, "There are too many header fields.");
  }
  request_.headers[request_.header_count++] = field;
  switch (field.name.size()) {
    case 4:
      return !IsToken(field.name, "host") || TakeHost(field.value);
    case 6:
      return !IsToken(field.name, "expect") || TakeExpectation(field.value);
    case 10:
      if (IsToken(field.name, "connection")) TakeConnection(field.value);
      return true;
    case 14:
      return !IsToken(field.name, "content-length") || TakeLength(field.value);
    case 17:
      return !IsToken(field.name, "transfer-encoding") || TakeCoding(field.value);
    default:
      return true;  // of no concern here
  }
}

bool HeadReader::TakeHost(std::string_view value) {
  return (++hosts_ == 1 && IsHostValue(value)) || Refuse(400, "The Host is malformed.");
}

bool HeadReader::TakeLength(std::string_view value) {
  const bool digits = std::all_of(value.begin(), value.end(), IsDigit);
  if (++lengths_ > 1 || head_.chunked || value.empty() || value.size() > kMaxLengthDigits ||
      !digits) {
    return Refuse(400, "The Content-Length is malformed.");
  }
  for (const char c : value) {
    head_.body_bytes = head_.body_bytes * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

bool HeadReader::TakeCoding(std::string_view value) {
  if (head_.is_http_1_0 || head_.chunked || lengths_ > 0 || !EqualsIgnoreCase(value, "chunked")) {
    return Refuse(400, "The Transfer-Encoding is not one that this server reads.");
  }
  head_.chunked = true;
  return true;
}

void HeadReader::TakeConnection(std::string_view value) {
  while (!value.empty()) {
    const std::string_view option = Trim(CutAt(value, ','));
    if (EqualsIgnoreCase(option, "close")) says_close_ = true;
    if (EqualsIgnoreCase(option, "keep-alive")) says_keep_alive_ = true;
  }
}

bool HeadReader::TakeExpectation(std::string_view value) {
  if (!EqualsIgnoreCase(value, "100-continue")) {
    return Refuse(417, "The Expect header is not one that this server meets.");
  }
  head_.expects_continue = !head_.is_http_1_0;
  return true;
}

bool HeadReader::Refuse(int status, std::string_view reason) {
  refusal_ = {status, reason};
  return false;
}

}  // namespace guildhall::http
