#include <utility>
#include <variant>

#include "http/connection.h"
#include "http/loop.h"

// What a connection does while its request waits for something to be said.

namespace guildhall::http {

/// Adds a waiter; where that cannot be, says why and what follows.
tl::expected<WaitingHandle, Connection::Pause> Connection::Seat(Wait wait) {
  Services& services = loop_.services();
  if (services.waiters == nullptr) {
    services.log.Error("nobody can wait here").Field("at", "inline");
    return tl::unexpected(Write(RenderFault(services, exchange_.table, Fault::kInternal, 0)));
  }
  auto waiting =
      WaitingRequest::Begin(services, exchange_.table, std::move(wait), loop_.waiting_home());
  if (waiting) return waiting;
  services.metrics.CountRefused("waiting");
  return tl::unexpected(Write(RenderFault(services, exchange_.table, Fault::kOverloaded, 0)));
}

/// The first look is taken at once, when the waiter has been added.
Connection::Pause Connection::BeginWait(Wait wait) {
  auto seat = Seat(std::move(wait));
  if (!seat) return seat.error();
  WaitingHandle& waiting = *seat;
  const Finding found = waiting->Look(Patience::kInstant);
  if (const auto* response = std::get_if<Response>(&found)) return Write(*response);
  if (std::holds_alternative<WouldWait>(found)) waiting->Owe();
  waiting_ = std::move(waiting);
  return Pause::kWait;
}

/// The client has all earlier answers. What he sent is not needed any more: thousands may wait.
void Connection::EnterWaiting() {
  state_ = State::kWaiting;
  if (stream_.ended()) return Close();
  if (loop_.retiring()) return OnAnswer(waiting_->Expire());
  in_.Consume(std::exchange(exchange_.bytes, 0));
  if (in_.empty()) in_.Release();
  SetDeadline(waiting_->seconds());
  waiting_->Attach(*this);
  if (waiting_->woken()) loop_.waiting_line().Queue(waiting_.request());
}

void Connection::StopWaiting() {
  if (!waiting_) return;
  waiting_->Detach();
  waiting_.Reset();
}

void Connection::OnAnswer(const Response& response) {
  if (web_socket_) return OnMessage(response);
  StopWaiting();
  state_ = State::kRunning;
  // The time spent waiting is nobody's work.
  started_ = loop_.now();
  Resume(response);
}

/// Answers the request for which nothing else has been done meanwhile, and goes on.
void Connection::Resume(const Response& response) {
  if (loop_.retiring()) exchange_.close = true;
  if (Write(response) == Pause::kNone) return Process();
  pause_ = Pause::kEnd;
  if (Send()) End();
}

}  // namespace guildhall::http
