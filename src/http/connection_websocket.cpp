#include <algorithm>
#include <memory>
#include <utility>

#include "http/connection.h"
#include "http/loop.h"
#include "http/websocket_handshake.h"

// What a connection does once it has become a WebSocket, on which a client is told what is said.

namespace guildhall::http {
namespace {

/// Of an idle connection's time one part is given to silence, a second one to the answer when he is
/// asked whether he is there.
constexpr std::int32_t kPartsOfIdle = 3;

}  // namespace

/// The first look is still to come; it is taken when the client has the 101.
Connection::Pause Connection::Open(Messages messages, const Request& request) {
  std::optional<std::string> accept;
  if (!exchange_.is_http_1_0) accept = AcceptWebSocket(request);
  if (!accept) return Write(AskForWebSocket(std::move(messages.no_upgrade)));
  auto seat = Seat(std::move(messages.wait));
  if (!seat) return seat.error();
  const std::int32_t quiet_seconds =
      std::max(loop_.services().limits.idle_seconds / kPartsOfIdle, 1);
  web_socket_ = std::make_unique<WebSocket>(loop_.wheel().now(), (*seat)->seconds(), quiet_seconds);
  waiting_ = std::move(*seat);
  waiting_->Attach(*this);
  waiting_->Owe();
  // The connection has another end than that of an answer from here on.
  exchange_.close = false;
  Write(SwitchToWebSocket(std::move(*accept), messages.no_upgrade.facts));
  return Pause::kOpen;
}

/// A worker found that the client is to be told what is said.
void Connection::OnMessages(const std::shared_ptr<Errand>& errand) {
  if (loop_.retiring()) exchange_.close = true;
  pause_ = Open(std::move(*errand->messages), *errand->request);
  if (pause_ == Pause::kNone) return Process();
  bool again = false;
  if (Send()) Proceed(pause_, again);
}

/// Reads the frames that are here, and writes what they ask for.
void Connection::TakeFrames() {
  in_.Consume(web_socket_->Receive(in_.data(), in_.size(), loop_.out()));
  if (web_socket_->closed()) return FinishOpen();
  pause_ = Pause::kOpen;
  if (Send()) StayOpen();
}

/// The client has all that was said to him: the next message may be looked for. While he has not,
/// nothing is looked for and nothing is read, so what waits for him stays in the log.
void Connection::StayOpen() {
  state_ = State::kOpen;
  if (loop_.retiring()) return EndOpen(CloseCode::kGoingAway);
  SetDeadline(web_socket_->SecondsLeft(loop_.wheel().now()));
  if (waiting_->woken()) loop_.waiting_line().Queue(waiting_.request());
  Rest();
}

/// A look brought a message, or a refusal, which is the last that is said.
void Connection::OnMessage(const Response& response) {
  // A look may have been away when the client became slow.
  Buffer& out = state_ == State::kSending ? rest_ : loop_.out();
  web_socket_->Say(response.body.view(), out);
  if (response.status != 200) {
    return EndOpen(response.status >= 500 ? CloseCode::kFault : CloseCode::kPolicy);
  }
  // There may be more.
  waiting_->Owe();
  if (state_ == State::kSending) return;
  pause_ = Pause::kOpen;
  if (Send()) StayOpen();
}

void Connection::OnOpenDeadline() {
  const std::int64_t now = loop_.wheel().now();
  switch (web_socket_->DueAt(now)) {
    case WebSocket::Due::kEnd:
      return EndOpen(CloseCode::kNormal);
    case WebSocket::Due::kGone:
      return Close();
    case WebSocket::Due::kPing:
      web_socket_->Ping(now, loop_.out());
      break;
    case WebSocket::Due::kNothing:
      break;
  }
  pause_ = Pause::kOpen;
  if (Send()) StayOpen();
}

void Connection::EndOpen(CloseCode code) {
  web_socket_->Close(code, state_ == State::kSending ? rest_ : loop_.out());
  FinishOpen();
}

/// The last frame is said; what the client still sends, his own close among it, is not looked at.
void Connection::FinishOpen() {
  StopWaiting();
  pause_ = Pause::kEnd;
  refused_ = true;
  if (state_ != State::kSending && Send()) End();
}

}  // namespace guildhall::http
