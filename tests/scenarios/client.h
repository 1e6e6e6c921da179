#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store.h"
#include "http/router.h"
#include "http/waiting.h"

namespace guildhall::scenarios {

/// One request as a scenario writes it.
struct Call {
  std::string method = "GET";
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// What came back, with the body as text.
struct Reply {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;
};

/// A request that waits, as a server would hold it; one for messages may go on after each.
class Waiting final : public http::Waiter {
 public:
  Waiting(http::Waiters& waiters, http::Wait wait);
  ~Waiting() override { waiters_.Remove(*this); }

  void Wake() noexcept override;
  /// Whether it has been woken since the last look.
  [[nodiscard]] bool woken();
  /// The answer, when it is there.
  std::optional<Reply> Look();
  /// The answer, with as many looks as it is woken for.
  Reply Await();
  [[nodiscard]] Reply Expire() const;
  [[nodiscard]] std::int32_t seconds() const { return wait_.seconds; }

 private:
  http::Waiters& waiters_;
  http::Wait wait_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
};

/// Sends calls straight into a router, without sockets: runs a handler first as an event loop
/// would, then as a worker when it asks for that, makes the changes that it returns, and runs the
/// parts of its sequences. A request that
/// would wait is answered as if its time were up at once, one for messages as if it had asked for
/// no WebSocket.
class Client {
 public:
  Client(const http::Router& router, Store& store) : router_(router), store_(store) {}
  [[nodiscard]] Reply Send(const Call& call) const;
  /// The request, waiting: it must be one that waits.
  [[nodiscard]] std::unique_ptr<Waiting> Begin(http::Waiters& waiters, const Call& call) const;

 private:
  template <class Then>
  auto Answered(const Call& call, const Then& then) const;
  [[nodiscard]] http::Answer Ask(const http::Router::Match& match,
                                 const http::Request& request) const;
  [[nodiscard]] http::Response Finish(http::Answer answer, const http::Request& request) const;
  [[nodiscard]] http::Response Make(const http::Change& change) const;
  [[nodiscard]] static http::Response Collect(http::Download download);
  [[nodiscard]] http::Response Run(http::Sequence sequence, const http::Request& origin) const;

  const http::Router& router_;
  Store& store_;
};

}  // namespace guildhall::scenarios
