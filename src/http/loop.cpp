#include "http/loop.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <exception>
#include <sys/socket.h>
#include <system_error>
#include <utility>

#include "base/timestamp.h"

namespace guildhall::http {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kTick = kSecond;
// Lines of the request log wait at most this long, so that many go out together.
constexpr std::int64_t kLogDelay = kSecond / 10;
// Clients that are let in before those who are in have their turn.
constexpr int kAcceptedAtOnce = 16;

bool IsOutOfResources(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Loop::Loop(Services& services, std::size_t index, std::size_t count)
    : services_(services),
      blocks_(services.spool_folder),
      waiting_line_(services,
                    [this](Connection& connection, const Response& response) {
                      Protect(connection, [&] { connection.OnAnswer(response); });
                    }),
      log_(services.log, services.names, services.request_log),
      next_id_(index),
      id_step_(count),
      begun_(Now()),
      now_(begun_) {
  home_ = std::make_shared<Errand::Home>([this] { poller_.Wake(); });
  waiting_home_ = std::make_shared<WaitingRequest::Home>([this] { poller_.Wake(); });
  ReadClock();
}

Loop::~Loop() { CloseMailboxes(); }

Result<void> Loop::Listen(const Endpoint& endpoint) {
  GH_CHECK(poller_.Open());
  GH_TRY(listener_, endpoint.Bind(true));
  if (::listen(listener_.number(), SOMAXCONN) != 0) {
    return Fail(Errc::kUnavailable, std::generic_category().message(errno));
  }
  return {};
}

std::int64_t Loop::Now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec / 1000;
}

void Loop::Run() {
  Tick();
  while (!asked_to_leave_ && !(retiring_ && connections_.empty())) {
    Attempt("turn", [this] { Turn(); });
  }
  log_.Flush();
}

void Loop::Retire() {
  asked_to_retire_ = true;
  poller_.Wake();
}

void Loop::Abandon() {
  asked_to_leave_ = true;
  poller_.Wake();
}

void Loop::Turn() {
  const auto ready = poller_.Wait(Patience());
  now_ = Now();
  bool woken = false;
  for (const epoll_event& event : ready) {
    if (event.data.ptr == nullptr) {
      woken = true;
    } else if (event.data.ptr == this) {
      AcceptSome();
    } else {
      auto& connection = *static_cast<Connection*>(event.data.ptr);
      Protect(connection, [&] { connection.OnReady(event.events); });
    }
  }
  visited_.clear();
  visited_.swap(revisits_);
  for (Connection* connection : visited_) Protect(*connection, [&] { connection->OnRevisit(); });
  if (woken) OnWake();
  waiting_line_.Serve();
  if (now_ >= tick_at_) Tick();
  if (flush_at_ != 0 && now_ >= flush_at_) {
    flush_at_ = 0;
    log_.Flush();
  }
  closed_.clear();
}

std::chrono::milliseconds Loop::Patience() const {
  constexpr std::int64_t kMillisecond = 1000;
  if (!revisits_.empty() || waiting_line_.busy()) return std::chrono::milliseconds(0);
  const std::int64_t due = flush_at_ == 0 ? tick_at_ : std::min(tick_at_, flush_at_);
  const std::int64_t left = std::max<std::int64_t>(due - now_, 0);
  return std::chrono::milliseconds((left + kMillisecond - 1) / kMillisecond);
}

/// Out of memory for one connection must not take the others along. False when it threw.
template <class Step>
bool Loop::Attempt(const char* what, const Step& step) {
  try {
    step();
    return true;
  } catch (const std::exception&) {
    out_ = Buffer();
    services_.log.Error("event loop threw; it goes on").Field("at", what);
    return false;
  }
}

template <class Step>
void Loop::Protect(Connection& connection, const Step& step) {
  if (!Attempt("connection", step)) connection.Close();
}

void Loop::OnWake() {
  if (asked_to_retire_ && !retiring_) CloseWhatIsIdle();
  for (const auto& errand : home_->TakeAll()) {
    services_.pending.fetch_sub(1, std::memory_order_relaxed);
    Connection& connection = *errand->connection;
    Protect(connection, [&] {
      Settle(services_, *errand);
      connection.OnErrand(errand);
    });
  }
  for (const auto& request : waiting_home_->TakeAll()) waiting_line_.Arrive(request);
}

void Loop::CloseWhatIsIdle() {
  retiring_ = true;
  accepting_ = false;
  listener_.Close();
  std::vector<Connection*> connections;  // a copy: closing one erases it from the map
  connections.reserve(connections_.size());
  for (const auto& [connection, owner] : connections_) connections.push_back(connection);
  for (Connection* connection : connections) connection->Retire();
}

void Loop::AcceptSome() {
  for (int i = 0; i < kAcceptedAtOnce && accepting_; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    Descriptor socket(::accept4(listener_.number(), reinterpret_cast<sockaddr*>(&peer), &size,
                                SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
      Attempt("accept", [&] { OnAccept(std::move(socket), Endpoint::Of(peer)); });
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    } else if (IsOutOfResources(errno)) {
      // The next tick tries again, and others' connections go on.
      accepting_ = false;
      poller_.Forget(listener_.number());
      services_.log.Warn("cannot accept connections")
          .Field("reason", std::generic_category().message(errno));
    }
    // Otherwise a client was gone before he was let in; the next one may be there.
  }
}

void Loop::OnAccept(Descriptor socket, const Endpoint& peer) {
  if (services_.connections.load(std::memory_order_relaxed) >= services_.limits.max_connections) {
    return services_.metrics.CountRefused("connections");
  }
  auto owner = std::make_unique<Connection>(*this, std::move(socket), peer);
  Connection& connection = *owner;
  if (!poller_.WatchChanges(connection.socket(), &connection)) {
    return services_.metrics.CountRefused("connections");
  }
  connections_.emplace(&connection, std::move(owner));
  connection.Start();
}

void Loop::Forget(Connection& connection) {
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  std::erase(revisits_, &connection);
  closed_.push_back(std::move(found->second));
  connections_.erase(found);
}

void Loop::Tick() {
  ReadClock();
  tick_at_ = now_ + kTick;
  waiting_line_.Retry();
  wheel_.Advance((now_ - begun_) / kSecond, [this](TimerHook& hook) {
    Connection& connection = Connection::Of(hook);
    Protect(connection, [&] { connection.OnDeadline(); });
  });
  if (!accepting_ && !retiring_) accepting_ = poller_.WatchListener(listener_.number(), this);
}

void Loop::ReadClock() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  wall_offset_ = now.tv_sec * kSecond + now.tv_nsec / 1000 - Now();
  date_ = Rfc1123(Time(now.tv_sec * kSecond), "GMT");
}

void Loop::Record(RequestLog::Entry entry, const RouteTable* table, const Route* route,
                  std::int64_t started, std::int64_t ended) {
  now_ = ended;
  entry.microseconds = ended - started;
  services_.metrics.CountRequest(table != nullptr ? std::string_view(table->dialect) : "site",
                                 entry.status, entry.microseconds, entry.bytes);
  if (!log_.enabled()) return;
  entry.time = ended + wall_offset_;
  entry.table = table;
  entry.route = route;
  log_.Add(entry);
  if (flush_at_ == 0) flush_at_ = ended + kLogDelay;
}

}  // namespace guildhall::http
