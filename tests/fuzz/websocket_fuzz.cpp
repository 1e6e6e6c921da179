// A WebSocket answers the same whether a client's bytes come at once or in pieces, keeps no more
// than one frame of them, and says nothing behind the frame that closes it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "http/websocket.h"

namespace {

using guildhall::Buffer;
using guildhall::http::FrameReader;
using guildhall::http::WebSocket;

struct Reading {
  std::string said;
  std::size_t used = 0;
  bool closed = false;
};

/// Feeds the input as a connection does, `cuts` giving the positions where it is cut. The buffer is
/// a fresh allocation of exactly its size each time, so that a sanitizer sees every overrun.
Reading Read(std::string_view input, std::vector<std::size_t> cuts) {
  Reading reading;
  WebSocket socket(0, 300, 25);
  Buffer out;
  std::string pending;
  cuts.push_back(input.size());
  std::size_t from = 0;
  for (const std::size_t to : cuts) {
    pending.append(input.substr(from, to - from));
    from = to;
    std::vector<char> bytes(pending.begin(), pending.end());
    const std::size_t used = socket.Receive(bytes.data(), bytes.size(), out);
    if (used > bytes.size()) GH_BUG("used more than there was");
    reading.used += used;
    pending.assign(bytes.begin() + static_cast<std::ptrdiff_t>(used), bytes.end());
    if (!socket.closed() && pending.size() >= FrameReader::kMaxFrame) GH_BUG("keeps too much");
  }
  reading.said = out.view();
  reading.closed = socket.closed();
  return reading;
}

/// Pongs, none of them long, and at the end of a closed one a close.
void CheckSaid(const Reading& reading) {
  std::string_view rest = reading.said;
  bool closed = false;
  while (!rest.empty()) {
    const auto kind = static_cast<std::uint8_t>(rest[0]);
    const std::size_t size = rest.size() < 2 ? 126 : static_cast<std::uint8_t>(rest[1]);
    if (closed || size > 125 || rest.size() < 2 + size) GH_BUG("says what is no control frame");
    if (kind != 0x88 && kind != 0x8a) GH_BUG("says what nobody asked for");
    closed = kind == 0x88;
    rest.remove_prefix(2 + size);
  }
  if (closed != reading.closed) GH_BUG("closed without saying so");
}

void CheckSame(const Reading& whole, const Reading& split) {
  if (whole.said != split.said || whole.used != split.used || whole.closed != split.closed) {
    GH_BUG("another answer when the bytes come in pieces");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  // The first two bytes say where the rest is cut.
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Reading whole = Read(input, {});
  CheckSaid(whole);
  const std::size_t first = data[0] % (input.size() + 1);
  const std::size_t second = data[1] % (input.size() + 1);
  CheckSame(whole, Read(input, {first}));
  CheckSame(whole, Read(input, {std::min(first, second), std::max(first, second)}));
  return 0;
}
