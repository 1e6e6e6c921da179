#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"
#include "http/answering.h"
#include "http/connection.h"
#include "http/response_writer.h"

namespace guildhall::http {

/// One thread's event loop: a listener of its own and the connections that it accepted.
class Loop {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;

  /// `index` of `count` loops: for request ids that no other loop deals.
  Loop(Services& services, std::size_t index, std::size_t count);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Binds, sharing the port with the other loops, and listens. kUnavailable with the reason.
  Result<void> Listen(const Endpoint& endpoint);
  [[nodiscard]] std::uint16_t port() const;

  /// Serves until it has been stopped. On the loop's own thread; returns when all is done.
  void Run();
  /// Stops accepting, closes what is idle; `Run` returns when the last request is answered.
  /// Thread-safe.
  void Retire();
  /// Makes `Run` return at once. Thread-safe.
  void Abandon();
  /// Drops what comes home from now on. After `Run` has returned.
  void CloseMailbox() { home_->Close(); }

  // For the connections, on the loop's thread.
  [[nodiscard]] Services& services() { return services_; }
  [[nodiscard]] BlockPool& blocks() { return blocks_; }
  [[nodiscard]] TimerWheel& wheel() { return wheel_; }
  /// The request being looked at; its views are good until the next one is parsed.
  [[nodiscard]] Request& request() { return request_; }
  [[nodiscard]] std::string& scratch() { return scratch_; }
  /// Answers of the connection being served; empty between two turns.
  [[nodiscard]] Buffer& out() { return out_; }
  [[nodiscard]] std::string_view date() const { return {date_, kDateLength}; }
  [[nodiscard]] const std::shared_ptr<Errand::Home>& home() const { return home_; }
  [[nodiscard]] bool retiring() const { return retiring_; }
  std::uint64_t NextRequestId() { return next_id_ += id_step_; }
  /// Microseconds of a clock that never steps back.
  static std::int64_t Now();
  /// Counts and logs an answer; `started` and `ended` as `Now` says.
  void Record(RequestLog::Entry entry, const RouteTable* table, const Route* route,
              std::int64_t started, std::int64_t ended);
  /// Destroys the connection.
  void Forget(Connection& connection);

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

  void Accept();
  void OnAccept(const boost::system::error_code& error, Socket socket);
  void Tick();
  void ReadClock();
  void OnMail();
  void FlushLogSoon();
  void LeaveWhenDone();

  Services& services_;
  boost::asio::io_context context_{1};
  Acceptor acceptor_{context_};
  Timer tick_{context_};
  Timer flush_{context_};
  Endpoint peer_;
  BlockPool blocks_;
  TimerWheel wheel_;
  absl::flat_hash_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::shared_ptr<Errand::Home> home_;
  Request request_;
  std::string scratch_;
  Buffer out_;
  RequestLog log_;
  std::uint64_t next_id_;
  const std::uint64_t id_step_;
  std::int64_t begun_ = 0;        // `Now` of the wheel's zero
  std::int64_t wall_offset_ = 0;  // from `Now` to the time of day
  char date_[kDateLength + 1]{};
  bool retiring_ = false;
  bool accepting_ = false;
  bool flush_planned_ = false;
};

}  // namespace guildhall::http
