#include "http/parser.h"

namespace guildhall::http {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";

}  // namespace

Parser::Outcome Parser::Parse(char* data, std::size_t& size, Request& request) {
  if (phase_ == Phase::kBody) return ParseBody(data, size, request);
  // A head that came in pieces is read once its end is there.
  if (scanned_ > 0 && !HasEnd({data, size})) return AwaitEnd(size);
  const Outcome outcome = ParseHead({data, size}, request);
  if (outcome != Outcome::kComplete) return outcome;
  if (head_.body_bytes == 0 && !head_.chunked) return Outcome::kComplete;
  phase_ = Phase::kBody;
  filled_ = true;
  return Outcome::kHeadComplete;
}

bool Parser::HasEnd(std::string_view data) const {
  const std::size_t from = scanned_ < kEndOfHead.size() ? 0 : scanned_ - kEndOfHead.size() + 1;
  return data.find(kEndOfHead, from) != std::string_view::npos;
}

Parser::Outcome Parser::AwaitEnd(std::size_t size) {
  if (size >= max_header_bytes_) return Refuse(431, "The request's head is too large.");
  scanned_ = size;
  return Outcome::kIncomplete;
}

Parser::Outcome Parser::ParseHead(std::string_view data, Request& request) {
  HeadReader reader(data, request);
  if (reader.Read()) {
    if (reader.head().bytes > max_header_bytes_) {
      return Refuse(431, "The request's head is too large.");
    }
    head_ = reader.head();
    return Outcome::kComplete;
  }
  const std::size_t end = data.find(kEndOfHead);
  if (end == std::string_view::npos) return AwaitEnd(data.size());
  if (end + kEndOfHead.size() > max_header_bytes_) {
    return Refuse(431, "The request's head is too large.");
  }
  return Refuse(reader.refusal().status, reader.refusal().reason);
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
  if (!filled_) ParseHead({data, head_.bytes}, request);
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
