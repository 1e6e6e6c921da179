#include "http/loop.h"

#include <ctime>
#include <exception>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

namespace guildhall::http {
namespace {

using boost::system::error_code;
namespace asio = boost::asio;

constexpr std::chrono::seconds kTick{1};
// Lines of the request log wait at most this long, so that many go out together.
constexpr std::chrono::milliseconds kLogDelay{100};
constexpr std::int64_t kSecond = 1'000'000;

}  // namespace

Loop::Loop(Services& services, std::size_t index, std::size_t count)
    : services_(services),
      log_(services.log, services.request_log),
      next_id_(index),
      id_step_(count),
      begun_(Now()) {
  home_ = std::make_shared<Errand::Home>([this] { asio::post(context_, [this] { OnMail(); }); });
  ReadClock();
}

Loop::~Loop() { home_->Close(); }

Result<void> Loop::Listen(const Endpoint& endpoint) {
  error_code error;
  const int on = 1;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
  if (!error && ::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on)) {
    error.assign(errno, boost::system::system_category());
  }
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(Acceptor::max_listen_connections, error);
  if (error) return Fail(Errc::kUnavailable, error.message());
  return {};
}

std::uint16_t Loop::port() const {
  error_code error;
  const Endpoint endpoint = acceptor_.local_endpoint(error);
  return error ? std::uint16_t{0} : endpoint.port();
}

std::int64_t Loop::Now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec / 1000;
}

void Loop::Run() {
  Accept();
  Tick();
  for (bool done = false; !done;) {
    try {
      context_.run();
      done = true;
    } catch (const std::exception&) {
      // Out of memory for one connection must not take the others along; its deadline closes it.
      out_ = Buffer();
      services_.log.Error("event loop threw; it goes on");
    }
  }
  log_.Flush();
}

void Loop::Retire() {
  asio::post(context_, [this] {
    retiring_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    std::vector<Connection*> connections;  // a copy: closing one may erase it from the map
    connections.reserve(connections_.size());
    for (const auto& [connection, owner] : connections_) connections.push_back(connection);
    for (Connection* connection : connections) connection->Retire();
    LeaveWhenDone();
  });
}

void Loop::Abandon() { context_.stop(); }

void Loop::LeaveWhenDone() {
  if (retiring_ && connections_.empty()) context_.stop();
}

void Loop::Accept() {
  accepting_ = true;
  acceptor_.async_accept(context_, peer_, [this](const error_code& error, Socket socket) {
    OnAccept(error, std::move(socket));
  });
}

void Loop::OnAccept(const error_code& error, Socket socket) {
  accepting_ = false;
  if (retiring_) return;
  if (error) {
    // Out of descriptors or memory: the next tick tries again, and others' connections go on.
    services_.log.Warn("cannot accept connections").Field("reason", error.message());
    return;
  }
  if (services_.connections.load(std::memory_order_relaxed) >= services_.limits.max_connections) {
    services_.metrics.CountRefused("connections");
  } else {
    auto owner = std::make_unique<Connection>(*this, std::move(socket), peer_);
    Connection& connection = *owner;
    connections_.emplace(&connection, std::move(owner));
    connection.Start();
  }
  Accept();
}

void Loop::Forget(Connection& connection) {
  connections_.erase(&connection);
  LeaveWhenDone();
}

void Loop::Tick() {
  ReadClock();
  wheel_.Advance((Now() - begun_) / kSecond,
                 [](TimerHook& hook) { Connection::Of(hook).OnDeadline(); });
  if (!accepting_ && !retiring_) Accept();
  tick_.expires_after(kTick);
  tick_.async_wait([this](const error_code& error) {
    if (!error) Tick();
  });
}

void Loop::ReadClock() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  wall_offset_ = now.tv_sec * kSecond + now.tv_nsec / 1000 - Now();
  FormatDate(now.tv_sec, date_);
}

void Loop::OnMail() {
  for (const auto& errand : home_->TakeAll()) {
    services_.pending.fetch_sub(1, std::memory_order_relaxed);
    Settle(services_, *errand);
    errand->connection->OnErrand(errand);
  }
}

void Loop::Record(RequestLog::Entry entry, const RouteTable* table, const Route* route,
                  std::int64_t started, std::int64_t ended) {
  entry.microseconds = ended - started;
  services_.metrics.CountRequest(table != nullptr ? std::string_view(table->dialect) : "site",
                                 entry.status, entry.microseconds, entry.bytes);
  if (!log_.enabled()) return;
  entry.time = ended + wall_offset_;
  entry.route = services_.names.Of(table, route);
  log_.Add(entry);
  if (!flush_planned_) FlushLogSoon();
}

void Loop::FlushLogSoon() {
  flush_planned_ = true;
  flush_.expires_after(kLogDelay);
  flush_.async_wait([this](const error_code&) {
    flush_planned_ = false;
    log_.Flush();
  });
}

}  // namespace guildhall::http
