// The parser gives the same requests whether the bytes come at once or in pieces, its views stay
// inside what it was given, and two readings of one byte string never end a request differently.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/parser.h"

namespace {

using guildhall::http::Parser;
using guildhall::http::Request;

constexpr std::size_t kHeaderLimit = 600;
constexpr std::size_t kBodyLimit = 400;

struct Reading {
  std::vector<std::string> requests;
  std::size_t unread = 0;
  int refused = 0;
};

void CheckInside(std::string_view view, const std::string& buffer) {
  if (view.empty()) return;
  if (view.data() < buffer.data() || view.data() + view.size() > buffer.data() + buffer.size()) {
    GH_BUG("a view points outside the buffer");
  }
}

std::string Describe(const Request& request, const std::string& buffer) {
  std::string text(NameOf(request.method));
  const auto add = [&](std::string_view part) {
    CheckInside(part, buffer);
    text.append(std::to_string(part.size())).append(" ").append(part);
  };
  for (const auto part : {request.target, request.path, request.query, request.body}) add(part);
  for (std::size_t i = 0; i < request.header_count; ++i) {
    add(request.headers[i].name);
    add(request.headers[i].value);
    if (request.headers[i].value.find_first_of(std::string_view("\r\n\0", 3)) !=
        std::string_view::npos) {
      GH_BUG("a value holds a line end");
    }
  }
  return text;
}

/// Feeds the input as a connection does, `pieces` giving the positions where it is cut. The buffer
/// is a fresh allocation of exactly its size each time, so that a sanitizer sees every overrun.
Reading Read(std::string_view input, std::vector<std::size_t> cuts) {
  Reading reading;
  Parser parser(kHeaderLimit);
  Request request;
  std::string pending;
  cuts.push_back(input.size());
  std::size_t from = 0;
  for (const std::size_t to : cuts) {
    pending.append(input.substr(from, to - from));
    from = to;
    while (!pending.empty() && reading.refused == 0) {
      std::string buffer(pending);
      std::size_t size = buffer.size();
      auto outcome = parser.Parse(buffer.data(), size, request);
      if (outcome == Parser::Outcome::kHeadComplete) {
        parser.LimitBody(kBodyLimit);
        outcome = parser.Parse(buffer.data(), size, request);
      }
      if (size > buffer.size()) GH_BUG("the buffer grew");
      buffer.resize(size);
      if (outcome == Parser::Outcome::kComplete) {
        reading.requests.push_back(Describe(request, buffer));
        const std::size_t bytes = parser.Finish();
        if (bytes == 0 || bytes > size) GH_BUG("a request of no bytes, or of too many");
        buffer.erase(0, bytes);
      }
      if (outcome == Parser::Outcome::kRefused) reading.refused = parser.refusal().status;
      pending = buffer;
      if (outcome == Parser::Outcome::kIncomplete) break;
    }
  }
  reading.unread = pending.size();
  return reading;
}

/// A head in pieces is judged once it is complete, so of two readings one may still be waiting
/// where the other refuses; but neither gives a request that the other does not.
void CheckSame(const Reading& whole, const Reading& split) {
  if (whole.requests != split.requests) GH_BUG("other requests when the bytes come in pieces");
  if (whole.refused == 0 && split.refused != 0) GH_BUG("refused only in pieces");
  if (whole.refused == 0 && whole.unread != split.unread) GH_BUG("another rest in pieces");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  // The first two bytes say where the rest is cut.
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Reading whole = Read(input, {});
  const std::size_t first = data[0] % (input.size() + 1);
  const std::size_t second = data[1] % (input.size() + 1);
  CheckSame(whole, Read(input, {first}));
  CheckSame(whole, Read(input, {std::min(first, second), std::max(first, second)}));
  return 0;
}
