#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "http/server.h"
#include "http/site_routes.h"
#include "http/test_client.h"

// A server over a store that forgets, with routes of every kind: what the tests of this room drive.

namespace guildhall::http {

/// A writer thread that calls back without a database. A change gets a transaction that no test
/// route touches.
class FakeStore final : public Store {
 public:
  FakeStore() : writer_([this] { Run(); }) {}
  ~FakeStore() override { Close(); }
  FakeStore(const FakeStore&) = delete;
  FakeStore& operator=(const FakeStore&) = delete;

  Result<void> Read(Patience, const Reading&) const override { return Fail(Errc::kUnavailable); }
  void Write(std::vector<TenantId>, guildhall::Change change,
             std::function<void(Result<void>)> done) override {
    const std::lock_guard lock(mutex_);
    jobs_.emplace_back(std::move(change), std::move(done));
    wake_.notify_all();
  }
  [[nodiscard]] bool SeesEveryCommit() const override { return true; }
  void OnCommit(std::function<void(const Commit&)>) override {}
  void Close() override {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
      held_ = false;
      wake_.notify_all();
    }
    if (writer_.joinable()) writer_.join();
  }

  void Hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    wake_.notify_all();
  }
  void AwaitQueued(std::size_t count) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return jobs_.size() >= count; });
  }
  [[nodiscard]] int committed() const { return committed_.load(); }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return closing_ || (!held_ && !jobs_.empty()); });
      if (jobs_.empty()) return;
      auto [change, done] = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      // No route of these tests looks at its transaction.
      alignas(8) static char nothing[8];
      Result<void> outcome = change(*reinterpret_cast<Transaction*>(nothing));
      if (outcome) ++committed_;
      done(std::move(outcome));
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::pair<guildhall::Change, std::function<void(Result<void>)>>> jobs_;
  bool held_ = false;
  bool closing_ = false;
  std::atomic<int> committed_{0};
  std::thread writer_;
};

inline Response Text(int status, std::string_view text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body.Append(text);
  return response;
}

/// What worker routes wait at, so that a test decides when they go on.
struct Gate {
  std::counting_semaphore<> entered{0};
  std::counting_semaphore<> open{0};
};

inline http::Change ChangeThat(std::string text, bool fails) {
  http::Change change;
  change.tenants = {TenantId(1)};
  change.make = [text, fails](Transaction&) -> Result<Response> {
    if (fails) return Fail(Errc::kConflict);
    return Text(201, text);
  };
  change.refuse = [](const Error& error) { return Text(409, guildhall::NameOf(error.code)); };
  return change;
}

inline std::string Parameter(const Request& request) { return std::string(request.parameters[0]); }

/// `retry_after`: what the dialect itself says at an overload; nothing when empty.
inline RouteTable TestRoutes(Gate& gate, const std::string& retry_after) {
  RouteTable table;
  table.dialect = "test";
  table.prefixes = {"/t/"};
  const auto add = [&](Method method, const char* pattern, Place place, Handler handler,
                       std::size_t max_body = 0) {
    table.routes.push_back({method, pattern, place, std::move(handler), "", max_body});
  };
  add(Method::kGet, "/t/inline/{n}/", Place::kInline,
      [](const Request& r) -> Answer { return Text(200, "inline " + Parameter(r)); });
  add(Method::kGet, "/t/worker/{n}/", Place::kWorker,
      [](const Request& r) -> Answer { return Text(200, "worker " + Parameter(r)); });
  add(Method::kGet, "/t/hashing/{n}/", Place::kHashing,
      [](const Request& r) -> Answer { return Text(200, "hashing " + Parameter(r)); });
  add(Method::kGet, "/t/patient/{n}/", Place::kInline, [](const Request& r) -> Answer {
    if (r.patience == Patience::kInstant) return WouldWait{};
    return Text(200, "patient " + Parameter(r));
  });
  add(Method::kPost, "/t/change/{n}/", Place::kInline,
      [](const Request& r) -> Answer { return ChangeThat("change " + Parameter(r), false); });
  add(Method::kPost, "/t/worker-change/{n}/", Place::kWorker,
      [](const Request& r) -> Answer { return ChangeThat("change " + Parameter(r), false); });
  add(Method::kPost, "/t/conflict/", Place::kInline,
      [](const Request&) -> Answer { return ChangeThat("", true); });
  add(Method::kPost, "/t/throwing-change/", Place::kInline, [](const Request&) -> Answer {
    http::Change change = ChangeThat("", false);
    change.make = [](Transaction&) -> Result<Response> { throw std::runtime_error("secret"); };
    return change;
  });
  add(Method::kPost, "/t/echo/", Place::kInline,
      [](const Request& r) -> Answer { return Text(200, r.body); });
  add(Method::kPost, "/t/worker-echo/", Place::kWorker,
      [](const Request& r) -> Answer { return Text(200, r.body); });
  add(
      Method::kPost, "/t/small/", Place::kInline,
      [](const Request& r) -> Answer { return Text(200, r.body); }, 10);
  add(Method::kGet, "/t/throws/", Place::kInline,
      [](const Request&) -> Answer { throw std::runtime_error("secret"); });
  add(Method::kGet, "/t/worker-throws/", Place::kWorker,
      [](const Request&) -> Answer { throw std::runtime_error("secret"); });
  add(Method::kGet, "/t/empty/", Place::kInline,
      [](const Request&) -> Answer { return Text(204, "never sent"); });
  add(Method::kGet, "/t/large/", Place::kInline,
      [](const Request&) -> Answer { return Text(200, std::string(20 << 20, 'x')); });
  add(Method::kGet, "/t/gate/", Place::kWorker, [&gate](const Request&) -> Answer {
    gate.entered.release();
    gate.open.acquire();
    return Text(200, "through");
  });
  add(Method::kGet, "/t/address/", Place::kInline,
      [](const Request& r) -> Answer { return Text(200, r.address); });
  table.not_found = [](const Request&) -> Answer { return Text(404, "test: not found"); };
  table.wrong_method = [](const Request& r) -> Answer {
    Response response = Text(405, "test: wrong method");
    response.allow = r.allow;
    return response;
  };
  table.render_fault = [&retry_after](Fault fault, std::size_t limit) {
    Response overloaded = Text(503, "test: overloaded");
    if (!retry_after.empty()) overloaded.headers.emplace_back("Retry-After", retry_after);
    switch (fault) {
      case Fault::kBodyTooLarge:
        return Text(413, "test: limit " + std::to_string(limit));
      case Fault::kOverloaded:
        return overloaded;
      case Fault::kInternal:
        return Text(500, "test: internal");
    }
    return Text(500, "");
  };
  return table;
}

inline std::string Get(std::string_view path, std::string_view headers = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: t\r\n" + std::string(headers) + "\r\n";
}

inline std::string Post(std::string_view path, std::string_view body,
                        std::string_view headers = "") {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    log_ = std::make_unique<Log>(Log::Options{LogLevel::kInfo, log_file_}, clock_);
    options_.port = 0;
    options_.loops = 2;
    options_.workers = 2;
    options_.hashing_threads = 1;
    router_.Mount(SiteRoutes(
        router_, metrics_, [] { return true; }, "1"));
    router_.Mount(TestRoutes(gate_, retry_after_));
  }
  ~ServerTest() override {
    gate_.open.release(1000);
    server_.reset();
    log_.reset();
    ::close(log_file_);
  }

  std::uint16_t Start() {
    server_ = std::make_unique<Server>(options_, router_, store_, *log_, metrics_, waiters_);
    const auto started = server_->Start();
    EXPECT_TRUE(started.has_value()) << started.error().detail;
    return server_->port();
  }

  /// What has been logged, once the server and the log have ended.
  std::string Logged() {
    server_.reset();
    log_.reset();
    ::lseek(log_file_, 0, SEEK_SET);
    std::string text;
    char bytes[4096];
    for (ssize_t n; (n = ::read(log_file_, bytes, sizeof bytes)) > 0;) {
      text.append(bytes, static_cast<std::size_t>(n));
    }
    return text;
  }

  Gate gate_;
  std::string retry_after_;
  FakeStore store_;
  SystemClock clock_;
  const int log_file_ = ::memfd_create("log", 0);
  std::unique_ptr<Log> log_;
  Metrics metrics_;
  Router router_;
  Server::Options options_;
  Waiters* waiters_ = nullptr;
  std::unique_ptr<Server> server_;
};

}  // namespace guildhall::http
