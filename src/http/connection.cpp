#include "http/connection.h"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "http/loop.h"

namespace guildhall::http {
namespace {

// Answers gathered before they are written even though more requests are in the buffer.
constexpr std::size_t kMuchOutput = 256 << 10;
// After a refusal: how long, and how much, is read so that the client comes to read the answer.
constexpr std::int64_t kDrainSeconds = 2;
constexpr std::size_t kDrainBytes = 8 << 20;
constexpr std::int64_t kFarSeconds = 60;

}  // namespace

Connection::Connection(Loop& loop, Descriptor socket, const Endpoint& peer)
    : loop_(loop),
      stream_(std::move(socket), loop.services().tls),
      in_(loop.blocks()),
      parser_(loop.services().limits.max_header_bytes) {
  hook_.connection = this;
  const std::string text = peer.AddressText();
  address_length_ = static_cast<std::uint8_t>(std::min(text.size(), address_.size()));
  std::copy_n(text.begin(), address_length_, address_.begin());
  loop_.services().connections.fetch_add(1, std::memory_order_relaxed);
  loop_.services().metrics.CountConnection(1);
}

Connection::~Connection() {
  TimerWheel::Remove(hook_);
  StopWaiting();
  loop_.services().connections.fetch_sub(1, std::memory_order_relaxed);
  loop_.services().metrics.CountConnection(-1);
}

void Connection::Start() {
  const int on = 1;
  ::setsockopt(stream_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!stream_.is_tls()) return AwaitBytes();
  state_ = State::kHandshake;
  SetDeadline(loop_.services().limits.header_seconds);
}

void Connection::SetDeadline(std::int64_t seconds) { loop_.wheel().Set(hook_, seconds); }

/// Goes on with what it is at, as far as the socket allows.
void Connection::Continue() {
  switch (state_) {
    case State::kHandshake:
      return Shake();
    case State::kIdle:
    case State::kReceiving:
    case State::kOpen:
      return Receive();
    case State::kSending:
      return SendRest();
    case State::kDraining:
      return Drain();
    case State::kWaiting:
      // A further request stays where it is; a client who is gone is not waited for.
      if (stream_.ended()) Close();
      return;
    case State::kRunning:
    case State::kClosed:
      return;
  }
}

void Connection::PlanRevisit() {
  if (std::exchange(revisit_planned_, true)) return;
  loop_.Revisit(*this);
}

void Connection::Shake() {
  switch (stream_.Shake()) {
    case TlsSession::Handshake::kDone:
      return AwaitBytes();
    case TlsSession::Handshake::kWaiting:
      return;
    case TlsSession::Handshake::kFailed:
      loop_.services().metrics.CountRefused("handshake");
      return Close();
  }
}

/// One look at the socket; a client who sends without end gets its next turn after the others.
void Connection::Receive() {
  if (!stream_.readable()) return;
  in_.Prepare(parser_.expected_bytes());
  const Moved received = stream_.Read(in_.free_space(), in_.free_size());
  if (received.over) return Close();
  // A part of a TLS record is no progress: the deadline stays.
  if (received.bytes == 0) return Rest();
  in_.Commit(received.bytes);
  if (web_socket_) {
    web_socket_->Heard(loop_.wheel().now());
    return TakeFrames();
  }
  started_ = loop_.now();
  Process();
}

/// Everything complete is answered.
void Connection::AwaitBytes() {
  const Limits& limits = loop_.services().limits;
  if (in_.empty()) {
    state_ = State::kIdle;
    part_ = Part::kNothing;
    SetDeadline(limits.idle_seconds);
  } else {
    state_ = State::kReceiving;
    const Part part = parser_.awaits_body() ? Part::kBody : Part::kHead;
    if (part != part_)
      SetDeadline(part == Part::kBody ? limits.body_seconds : limits.header_seconds);
    part_ = part;
  }
  Rest();
}

/// Nothing more is to be done at present.
void Connection::Rest() {
  if (in_.empty()) in_.Release();
  if (stream_.readable()) PlanRevisit();
}

/// Answers what is in the buffer as far as it goes, writes once, and starts what comes next.
void Connection::Process() {
  for (bool again = true; again;) {
    do {
      pause_ = AnswerNext();
      if (loop_.out().size() >= kMuchOutput && pause_ == Pause::kNone) pause_ = Pause::kMuchOutput;
    } while (pause_ == Pause::kNone);
    again = false;
    if (Send()) Proceed(pause_, again);
  }
}

/// All answers are with the kernel. Sets `again` when the next request may be looked at.
void Connection::Proceed(Pause pause, bool& again) {
  switch (pause) {
    case Pause::kNone:
    case Pause::kMuchOutput:
      again = true;
      return;
    case Pause::kNeedsBytes:
      return AwaitBytes();
    case Pause::kErrand:
      state_ = State::kRunning;
      SetDeadline(kFarSeconds);
      if (returned_) OnErrand(std::exchange(returned_, nullptr));
      return;
    case Pause::kWait:
      return EnterWaiting();
    case Pause::kOpen:
      return TakeFrames();
    case Pause::kPiece:
      return FetchPiece();
    case Pause::kEnd:
      return End();
  }
}

/// Writes what the loop's buffer holds; false when the client must take it first (or is gone).
bool Connection::Send() {
  Buffer& out = loop_.out();
  if (out.empty()) return true;
  const Moved sent = stream_.Write(out.view());
  if (sent.over) {
    out.Clear();
    Close();
    return false;
  }
  if (sent.bytes == out.size()) {
    if (sent.bytes < kMuchOutput) {
      out.Clear();
    } else {
      out = Buffer();
    }
    return true;
  }
  rest_ = std::exchange(out, Buffer());
  rest_sent_ = sent.bytes;
  state_ = State::kSending;
  SetDeadline(loop_.services().limits.write_seconds);
  return false;
}

void Connection::SendRest() {
  const Moved sent = stream_.Write(rest_.view().substr(rest_sent_));
  if (sent.over) return Close();
  rest_sent_ += sent.bytes;
  if (rest_sent_ < rest_.size()) {
    if (sent.bytes > 0) SetDeadline(loop_.services().limits.write_seconds);
    return;
  }
  rest_ = Buffer();
  state_ = State::kRunning;
  bool again = false;
  Proceed(pause_, again);
  if (again) Process();
}

/// The last answer has been written.
void Connection::End() {
  // Closing while bytes are unread would reset the connection and could take the answer with it.
  if (!refused_ && in_.empty() && !loop_.retiring()) return Close();
  stream_.FinishWriting();
  SetDeadline(kDrainSeconds);
  Drain();
}

void Connection::Drain() {
  state_ = State::kDraining;
  in_.Truncate(0);
  in_.Prepare(0);
  const Moved drained = stream_.Read(in_.free_space(), in_.free_size());
  drained_ += drained.bytes;
  if (drained.over || drained_ > kDrainBytes) return Close();
  if (stream_.readable()) PlanRevisit();
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  TimerWheel::Remove(hook_);
  stream_.Close();
  StopWaiting();
  if (returned_) errand_out_ = false;
  returned_ = nullptr;
  download_ = nullptr;
  if (!errand_out_) loop_.Forget(*this);
}

void Connection::Retire() {
  switch (state_) {
    case State::kHandshake:
    case State::kIdle:
      return Close();
    case State::kWaiting:
      return OnAnswer(waiting_->Expire());
    case State::kOpen:
      return EndOpen(CloseCode::kGoingAway);
    case State::kReceiving:
    case State::kRunning:
    case State::kSending:
    case State::kDraining:
    case State::kClosed:
      return;
  }
}

void Connection::OnDeadline() {
  switch (state_) {
    case State::kHandshake:
      loop_.services().metrics.CountRefused("handshake");
      return Close();
    case State::kReceiving:
      Refuse({408, "The request took too long to arrive."});
      stream_.Write(loop_.out().view());
      loop_.out().Clear();
      return Close();
    case State::kRunning:
      return SetDeadline(kFarSeconds);
    case State::kWaiting:
      return OnAnswer(waiting_->Expire());
    case State::kOpen:
      return OnOpenDeadline();
    case State::kIdle:
    case State::kSending:
    case State::kDraining:
      return Close();
    case State::kClosed:
      return;
  }
}

}  // namespace guildhall::http
