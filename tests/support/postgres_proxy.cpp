#include "tests/support/postgres_proxy.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/result.h"

namespace guildhall::test {
namespace {

constexpr const char* kSocketName = "/.s.PGSQL.5432";
constexpr std::string_view kCommit{"commit\0", 7};
constexpr std::string_view kCommitted{"COMMIT\0", 7};

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) GH_BUG("path of a socket too long");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

int Socket() { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

const sockaddr* Generic(const sockaddr_un& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

void SendAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

PostgresProxy::PostgresProxy(const std::string& server_folder)
    : server_path_(server_folder + kSocketName) {
  listener_ = Socket();
  const sockaddr_un address = AddressOf(folder_.path() + kSocketName);
  if (bind(listener_, Generic(address), sizeof(address)) != 0 || listen(listener_, 64) != 0 ||
      pipe2(wake_.data(), O_CLOEXEC) != 0) {
    GH_BUG("the proxy cannot listen");
  }
  thread_ = std::thread([this] { Loop(); });
}

void PostgresProxy::LeadTo(const std::string& server_folder) {
  const std::lock_guard lock(mutex_);
  server_path_ = server_folder + kSocketName;
}

PostgresProxy::~PostgresProxy() {
  close(wake_[1]);
  thread_.join();
  close(wake_[0]);
  Hang(listener_);
  for (Pair& pair : pairs_) {
    Hang(pair.client);
    Hang(pair.server);
  }
}

void PostgresProxy::Hang(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

void PostgresProxy::Loop() {
  for (;;) {
    std::vector<pollfd> waiting{{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {  // poll ignores negative descriptors
      waiting.push_back({pair.client, POLLIN, 0});
      waiting.push_back({pair.server, POLLIN, 0});
    }
    if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) return;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (waiting[2 + 2 * i].revents != 0) FromClient(pairs_[i]);
      if (waiting[3 + 2 * i].revents != 0 && pairs_[i].server >= 0) FromServer(pairs_[i]);
    }
    if (waiting[1].revents != 0) Accept();
  }
}

void PostgresProxy::Accept() {
  Pair pair;
  pair.client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (refusing_) {
    Hang(pair.client);
    return;
  }
  pair.server = Socket();
  const sockaddr_un address = [this] {
    const std::lock_guard lock(mutex_);
    return AddressOf(server_path_);
  }();
  if (connect(pair.server, Generic(address), sizeof(address)) != 0) {
    Hang(pair.client);
    Hang(pair.server);
    return;
  }
  pairs_.push_back(pair);
}

void PostgresProxy::FromClient(Pair& pair) {
  std::array<char, 65536> buffer{};
  const ssize_t size = read(pair.client, buffer.data(), buffer.size());
  if (size <= 0) {
    Hang(pair.client);
    Hang(pair.server);
    return;
  }
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
  const Fault fault = bytes.ends_with(kCommit) ? fault_.exchange(Fault::kNone) : Fault::kNone;
  switch (fault) {
    case Fault::kNone:
      break;
    case Fault::kLoseRequest:
      Hang(pair.server);
      [[fallthrough]];
    case Fault::kHoldRequest:
      Hang(pair.client);
      struck_ = true;
      return;
    case Fault::kLoseServer:
      refusing_ = true;
      [[fallthrough]];
    case Fault::kLoseAnswer:
      pair.awaits_commit = true;
      break;
  }
  SendAll(pair.server, bytes);
}

void PostgresProxy::FromServer(Pair& pair) {
  std::array<char, 65536> buffer{};
  const ssize_t size = read(pair.server, buffer.data(), buffer.size());
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  const bool committed = pair.awaits_commit && bytes.find(kCommitted) != std::string_view::npos;
  if (size <= 0 || committed) {
    struck_ = struck_ || committed;
    Hang(pair.client);
    Hang(pair.server);
    return;
  }
  if (!pair.awaits_commit && pair.client >= 0) SendAll(pair.client, bytes);
}

}  // namespace guildhall::test
