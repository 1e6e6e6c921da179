#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "base/result.h"
#include "http/answering.h"
#include "http/connection.h"
#include "http/endpoint.h"
#include "http/poller.h"
#include "http/response_writer.h"
#include "http/waiting_line.h"

namespace guildhall::http {

/// One thread's event loop: a listener of its own and the connections that it accepted.
class Loop {
 public:
  /// `index` of `count` loops: for request ids that no other loop deals.
  Loop(Services& services, std::size_t index, std::size_t count);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Binds, sharing the port with the other loops, and listens. kUnavailable with the reason.
  Result<void> Listen(const Endpoint& endpoint);
  [[nodiscard]] std::uint16_t port() const { return PortOf(listener_); }

  /// Serves until it has been stopped. On the loop's own thread; returns when all is done.
  void Run();
  /// Stops accepting, closes what is idle; `Run` returns when the last request is answered.
  /// Thread-safe.
  void Retire();
  /// Makes `Run` return at once. Thread-safe.
  void Abandon();
  /// Drops what comes home from now on. After `Run` has returned.
  void CloseMailboxes() {
    home_->Close();
    waiting_home_->Close();
  }

  // For the connections, on the loop's thread.
  [[nodiscard]] Services& services() { return services_; }
  [[nodiscard]] BlockPool& blocks() { return blocks_; }
  [[nodiscard]] TimerWheel& wheel() { return wheel_; }
  /// The request being looked at; its views are good until the next one is parsed.
  [[nodiscard]] Request& request() { return request_; }
  [[nodiscard]] std::string& scratch() { return scratch_; }
  /// Answers of the connection being served; empty between two turns.
  [[nodiscard]] Buffer& out() { return out_; }
  [[nodiscard]] std::string_view date() const { return date_; }
  [[nodiscard]] const std::shared_ptr<Errand::Home>& home() const { return home_; }
  [[nodiscard]] const std::shared_ptr<WaitingRequest::Home>& waiting_home() const {
    return waiting_home_;
  }
  [[nodiscard]] WaitingLine& waiting_line() { return waiting_line_; }
  [[nodiscard]] bool retiring() const { return retiring_; }
  std::uint64_t NextRequestId() { return next_id_ += id_step_; }
  /// Microseconds of a clock that never steps back.
  static std::int64_t Now();
  /// The same, read when the present turn began or the last answer was made.
  [[nodiscard]] std::int64_t now() const { return now_; }
  /// Calls `OnRevisit` once the others have had their turn.
  void Revisit(Connection& connection) { revisits_.push_back(&connection); }
  /// Counts and logs an answer; `started` and `ended` as `Now` says.
  void Record(RequestLog::Entry entry, const RouteTable* table, const Route* route,
              std::int64_t started, std::int64_t ended);
  /// Destroys the connection at the end of the turn.
  void Forget(Connection& connection);

 private:
  /// Waits for what is ready, serves it, and does what is due.
  void Turn();
  [[nodiscard]] std::chrono::milliseconds Patience() const;
  template <class Step>
  bool Attempt(const char* what, const Step& step);
  template <class Step>
  void Protect(Connection& connection, const Step& step);
  void OnWake();
  void CloseWhatIsIdle();
  void AcceptSome();
  void OnAccept(Descriptor socket, const Endpoint& peer);
  void Tick();
  void ReadClock();

  Services& services_;
  Poller poller_;
  Descriptor listener_;
  BlockPool blocks_;
  TimerWheel wheel_;
  absl::flat_hash_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> revisits_;                // may have more to read
  std::vector<Connection*> visited_;                 // those of the last turn
  std::vector<std::unique_ptr<Connection>> closed_;  // destroyed when the turn ends
  std::shared_ptr<Errand::Home> home_;
  std::shared_ptr<WaitingRequest::Home> waiting_home_;
  WaitingLine waiting_line_;
  Request request_;
  std::string scratch_;
  Buffer out_;
  RequestLog log_;
  std::uint64_t next_id_;
  const std::uint64_t id_step_;
  std::int64_t begun_ = 0;        // `Now` of the wheel's zero
  std::int64_t wall_offset_ = 0;  // from `Now` to the time of day
  std::string date_;              // as the Date header says it
  std::int64_t now_ = 0;
  std::int64_t tick_at_ = 0;   // like what follows: as `Now` says
  std::int64_t flush_at_ = 0;  // of the request log; 0: nothing is gathered
  std::atomic<bool> asked_to_retire_{false};
  std::atomic<bool> asked_to_leave_{false};
  bool retiring_ = false;
  bool accepting_ = false;
};

}  // namespace guildhall::http
