#include "http/server.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "http/answering.h"
#include "http/endpoint.h"
#include "http/loop.h"

namespace guildhall::http {
namespace {

std::size_t Cores() { return std::max<std::size_t>(std::thread::hardware_concurrency(), 1); }

std::size_t Or(std::int32_t wanted, std::size_t otherwise) {
  return wanted > 0 ? static_cast<std::size_t>(wanted) : otherwise;
}

/// Sharing a port among the loops lets a second server share it too, unnoticed. So one plain
/// bind is tried first; it fails when somebody listens there.
Result<void> CheckFree(const Endpoint& endpoint) {
  GH_CHECK(endpoint.Bind(false));
  return {};
}

}  // namespace

class Server::Impl {
 public:
  Impl(Options options, const Router& router, Store& store, Log& log, Metrics& metrics,
       Waiters* waiters)
      : options_(std::move(options)),
        services_{router,
                  store,
                  log,
                  metrics,
                  options_.limits,
                  options_.request_log,
                  RouteNames(router),
                  nullptr,
                  WorkerPool(Or(options_.workers, std::max<std::size_t>(2 * Cores(), 4)),
                             options_.limits.max_pending_requests),
                  WorkerPool(HashingThreads(), HashingThreads() * HashingQueue())} {
    services_.waiters = waiters;
    if (!options_.spool_folder.empty()) services_.spool_folder = options_.spool_folder;
  }

  ~Impl() { Stop(0); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<void> Start();
  void Stop(std::int32_t seconds);
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  [[nodiscard]] std::size_t HashingThreads() const {
    return Or(options_.hashing_threads, std::max<std::size_t>(Cores() - 1, 1));
  }
  [[nodiscard]] std::size_t HashingQueue() const {
    return static_cast<std::size_t>(std::max(options_.limits.hashing_queue, 1));
  }
  void Serve(Loop& loop);

  const Options options_;
  std::optional<TlsContext> tls_;
  Services services_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t running_ = 0;  // guarded by mutex_
};

Result<void> Server::Impl::Start() {
  auto endpoint = Endpoint::Parse(options_.address, options_.port);
  if (!endpoint) return Fail(Errc::kUnavailable, "not an IP address: " + options_.address);
  if (!options_.tls.empty()) {
    GH_TRY(tls_, TlsContext::Load(options_.tls));
    services_.tls = &*tls_;
  }
  if (options_.port != 0) GH_CHECK(CheckFree(*endpoint));
  const std::size_t count = Or(options_.loops, Cores());
  for (std::size_t i = 0; i < count; ++i) {
    auto loop = std::make_unique<Loop>(services_, i, count);
    GH_CHECK(loop->Listen(*endpoint));
    endpoint->SetPort(loop->port());
    loops_.push_back(std::move(loop));
  }
  port_ = endpoint->port();
  running_ = count;
  for (const auto& loop : loops_) threads_.emplace_back([this, &loop] { Serve(*loop); });
  return {};
}

void Server::Impl::Serve(Loop& loop) {
  loop.Run();
  const std::lock_guard lock(mutex_);
  --running_;
  left_.notify_all();
}

void Server::Impl::Stop(std::int32_t seconds) {
  for (const auto& loop : loops_) loop->Retire();
  {
    std::unique_lock lock(mutex_);
    left_.wait_for(lock, std::chrono::seconds(seconds), [this] { return running_ == 0; });
  }
  for (const auto& loop : loops_) loop->Abandon();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (const auto& loop : loops_) loop->CloseMailboxes();
  services_.workers.Stop();
  services_.hashing.Stop();
  loops_.clear();
}

Server::Server(Options options, const Router& router, Store& store, Log& log, Metrics& metrics,
               Waiters* waiters)
    : impl_(std::make_unique<Impl>(std::move(options), router, store, log, metrics, waiters)) {}

Server::~Server() = default;

Result<void> Server::Start() { return impl_->Start(); }

std::uint16_t Server::port() const { return impl_->port(); }

void Server::Stop(std::int32_t seconds) { impl_->Stop(seconds); }

}  // namespace guildhall::http
