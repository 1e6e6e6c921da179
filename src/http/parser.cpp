#include "http/parser.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "base/strings.h"
#include "http/tokens.h"

namespace guildhall::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;

constexpr std::string_view kEndOfHead = "\r\n\r\n";
// Nineteen digits always fit into 64 bits.
constexpr std::size_t kMaxLengthDigits = 18;

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

/// True for a request line that is well formed but for its version's number.
bool HasForeignVersion(std::string_view data) {
  const std::string_view line = data.substr(0, data.find('\r'));
  constexpr std::string_view kForm = "HTTP/d.d";
  const std::size_t space = line.rfind(' ');
  if (std::count(line.begin(), line.end(), ' ') != 2 || line.size() - space - 1 != kForm.size()) {
    return false;
  }
  const std::string_view version = line.substr(space + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
         is_digit(version[7]) && version != "HTTP/1.0" && version != "HTTP/1.1";
}

bool IsHostValue(std::string_view host) {
  return std::none_of(host.begin(), host.end(), [](char c) {
    return c == ' ' || c == '\t' || c == ',' || c == '/' || c == '?' || c == '#' || c == '@' ||
           c == '\\';
  });
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

}  // namespace

/// Beast's parser, told to keep views. Reads one head.
class Parser::Reader final : public beast::http::basic_parser<true> {
 public:
  Reader(std::string_view data, Request& request, std::size_t max_header_bytes)
      : data_(data), request_(request) {
    header_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(max_header_bytes, std::numeric_limits<std::uint32_t>::max())));
    body_limit(boost::none);
    request_.header_count = 0;
    request_.body = {};
  }

  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  [[nodiscard]] Head Describe(std::size_t bytes) const {
    return {bytes, length_, chunked(), keep_alive(), is_http_1_0_, expects_continue_};
  }

 private:
  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, error_code& ec) override {
    is_http_1_0_ = version == 10;
    request_.method = ParseMethod(View(method));
    const auto origin = OriginForm(View(target));
    if (!origin || origin->find('#') != std::string_view::npos) {
      return Refuse(ec, 400, "The request target is malformed.");
    }
    request_.target = *origin;
    const std::size_t mark = origin->find('?');
    request_.path = origin->substr(0, mark);
    request_.query = mark == std::string_view::npos ? std::string_view() : origin->substr(mark + 1);
  }

  void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                     error_code& ec) override {
    if (IsFolded(name, value)) return Refuse(ec, 400, "A header field is folded.");
    if (request_.header_count == Request::kMaxHeaders) {
      return Refuse(ec, 431, "There are too many header fields.");
    }
    request_.headers[request_.header_count++] = {View(name), View(value)};
    switch (field) {
      case beast::http::field::host:
        if (++hosts_ > 1 || !IsHostValue(View(value))) Refuse(ec, 400, "The Host is malformed.");
        break;
      case beast::http::field::content_length:
        TakeLength(View(value), ec);
        break;
      case beast::http::field::transfer_encoding:
        if (is_http_1_0_ || !EqualsIgnoreCase(View(value), "chunked")) {
          Refuse(ec, 400, "The Transfer-Encoding is not one that this server reads.");
        }
        break;
      case beast::http::field::expect:
        if (!EqualsIgnoreCase(View(value), "100-continue")) {
          return Refuse(ec, 417, "The Expect header is not one that this server meets.");
        }
        expects_continue_ = !is_http_1_0_;
        break;
      default:  // of no concern for framing
        break;
    }
  }

  void on_header_impl(error_code& ec) override {
    if (hosts_ == 0 && !is_http_1_0_) Refuse(ec, 400, "The Host header is missing.");
  }

  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override {
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  /// A folded value was copied out of the buffer, or its text begins behind a line end.
  [[nodiscard]] bool IsFolded(beast::string_view name, beast::string_view value) const {
    const char* after_name = name.data() + name.size() + 1;
    if (value.data() < after_name || value.data() > data_.data() + data_.size()) return true;
    return std::memchr(after_name, '\r', static_cast<std::size_t>(value.data() - after_name)) !=
           nullptr;
  }

  void TakeLength(std::string_view value, error_code& ec) {
    const bool digits =
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (++lengths_ > 1 || value.empty() || value.size() > kMaxLengthDigits || !digits) {
      return Refuse(ec, 400, "The Content-Length is malformed.");
    }
    for (const char c : value) length_ = length_ * 10 + static_cast<std::uint64_t>(c - '0');
  }

  void Refuse(error_code& ec, int status, std::string_view reason) {
    refusal_ = {status, reason};
    ec = beast::http::error::bad_value;
  }

  std::string_view data_;
  Request& request_;
  Refusal refusal_{0, {}};
  std::uint64_t length_ = 0;
  int hosts_ = 0;
  int lengths_ = 0;
  bool is_http_1_0_ = false;
  bool expects_continue_ = false;
};

Parser::Outcome Parser::Parse(char* data, std::size_t& size, Request& request) {
  if (phase_ == Phase::kBody) return ParseBody(data, size, request);
  if (scanned_ > 0) {
    const std::size_t from = scanned_ < kEndOfHead.size() ? 0 : scanned_ - kEndOfHead.size() + 1;
    if (std::string_view(data, size).find(kEndOfHead, from) == std::string_view::npos) {
      if (size >= max_header_bytes_) return Refuse(431, "The request's head is too large.");
      scanned_ = size;
      return Outcome::kIncomplete;
    }
  }
  const Outcome outcome = ParseHead(data, size, request);
  if (outcome != Outcome::kComplete) return outcome;
  if (head_.body_bytes == 0 && !head_.chunked) return Outcome::kComplete;
  phase_ = Phase::kBody;
  filled_ = true;
  return Outcome::kHeadComplete;
}

Parser::Outcome Parser::ParseHead(const char* data, std::size_t size, Request& request) {
  if (size == 0) return Outcome::kIncomplete;
  Reader reader({data, size}, request, max_header_bytes_);
  error_code ec;
  const std::size_t bytes = reader.put(boost::asio::const_buffer(data, size), ec);
  if (ec == beast::http::error::need_more) {
    if (size >= max_header_bytes_) return Refuse(431, "The request's head is too large.");
    scanned_ = size;
    return Outcome::kIncomplete;
  }
  if (reader.refusal().status != 0) return Refuse(reader.refusal().status, reader.refusal().reason);
  if (ec == beast::http::error::header_limit || (!ec && bytes > max_header_bytes_)) {
    return Refuse(431, "The request's head is too large.");
  }
  if (ec == beast::http::error::bad_version && HasForeignVersion({data, size})) {
    return Refuse(505, "This server speaks HTTP/1.1.");
  }
  if (ec) return Refuse(400, "The request is malformed.");
  head_ = reader.Describe(bytes);
  return Outcome::kComplete;
}

Parser::Outcome Parser::ParseBody(char* data, std::size_t& size, Request& request) {
  std::size_t body_bytes = head_.body_bytes;
  if (head_.chunked) {
    std::size_t rest = size - head_.bytes;
    const auto state = chunks_.Decode(data + head_.bytes, rest, body_limit_);
    size = head_.bytes + rest;
    switch (state) {
      case ChunkedBody::State::kIncomplete:
        break;
      case ChunkedBody::State::kComplete:
        break;
      case ChunkedBody::State::kMalformed:
        return Refuse(400, "A chunk of the body is malformed.");
      case ChunkedBody::State::kTooLarge:
        return Refuse(413, "The body is too large.");
    }
    if (state == ChunkedBody::State::kIncomplete) {
      filled_ = false;
      return Outcome::kIncomplete;
    }
    body_bytes = chunks_.size();
  } else {
    if (body_bytes > body_limit_) return Refuse(413, "The body is too large.");
    if (size - head_.bytes < body_bytes) {
      filled_ = false;
      return Outcome::kIncomplete;
    }
  }
  if (!filled_) ParseHead(data, head_.bytes, request);
  request.body = {data + head_.bytes, body_bytes};
  head_.body_bytes = body_bytes;
  return Outcome::kComplete;
}

std::size_t Parser::Finish() {
  const std::size_t bytes = head_.bytes + head_.body_bytes;
  phase_ = Phase::kHead;
  scanned_ = 0;
  filled_ = false;
  chunks_ = {};
  return bytes;
}

std::size_t Parser::expected_bytes() const {
  if (phase_ != Phase::kBody || head_.chunked) return 0;
  return head_.bytes + head_.body_bytes;
}

Parser::Outcome Parser::Refuse(int status, std::string_view reason) {
  refusal_ = {status, reason};
  return Outcome::kRefused;
}

}  // namespace guildhall::http
