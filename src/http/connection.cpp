#include "http/connection.h"

#include <algorithm>
#include <utility>

#include "http/loop.h"

namespace guildhall::http {
namespace {

using boost::system::error_code;
namespace asio = boost::asio;

// Answers gathered before they are written even though more requests are in the buffer.
constexpr std::size_t kMuchOutput = 256 << 10;
// A connection keeps its read buffer this long after its last answer.
constexpr std::int64_t kWarmSeconds = 2;
// After a refusal: how long, and how much, is read so that the client comes to read the answer.
constexpr std::int64_t kDrainSeconds = 2;
constexpr std::size_t kDrainBytes = 8 << 20;
constexpr std::int64_t kFarSeconds = 60;

}  // namespace

Connection::Connection(Loop& loop, Socket socket, const asio::ip::tcp::endpoint& peer)
    : loop_(loop),
      socket_(std::move(socket)),
      in_(loop.blocks()),
      parser_(loop.services().limits.max_header_bytes) {
  hook_.connection = this;
  const std::string text = peer.address().to_string();
  address_length_ = static_cast<std::uint8_t>(std::min(text.size(), address_.size()));
  std::copy_n(text.begin(), address_length_, address_.begin());
  loop_.services().connections.fetch_add(1, std::memory_order_relaxed);
  loop_.services().metrics.CountConnection(1);
}

Connection::~Connection() {
  TimerWheel::Remove(hook_);
  loop_.services().connections.fetch_sub(1, std::memory_order_relaxed);
  loop_.services().metrics.CountConnection(-1);
}

void Connection::Start() {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  Receive();
}

void Connection::SetDeadline(std::int64_t seconds) { loop_.wheel().Set(hook_, seconds); }

/// An operation is over; false when the connection was closed meanwhile (and now may be gone).
bool Connection::Arrived() {
  --operations_;
  if (state_ != State::kClosed) return true;
  if (operations_ == 0) loop_.Forget(*this);
  return false;
}

void Connection::Receive() {
  const Limits& limits = loop_.services().limits;
  if (in_.empty()) {
    idle_since_ = loop_.wheel().now();
    state_ = State::kIdle;
    part_ = Part::kNothing;
    SetDeadline(std::min<std::int64_t>(kWarmSeconds, limits.idle_seconds));
  } else {
    state_ = State::kReceiving;
    const Part part = parser_.awaits_body() ? Part::kBody : Part::kHead;
    if (part != part_)
      SetDeadline(part == Part::kBody ? limits.body_seconds : limits.header_seconds);
    part_ = part;
  }
  in_.Prepare(parser_.expected_bytes());
  ++operations_;
  socket_.async_read_some(
      asio::buffer(in_.free_space(), in_.free_size()),
      [this](const error_code& error, std::size_t count) { OnRead(error, count); });
}

/// Waits without memory; only while nothing is received.
void Connection::Sleep() {
  in_.Release();
  state_ = State::kDormant;
  const std::int64_t idle = loop_.wheel().now() - idle_since_;
  SetDeadline(std::max<std::int64_t>(loop_.services().limits.idle_seconds - idle, 0));
  ++operations_;
  socket_.async_wait(Socket::wait_read,
                     [this](const error_code& error) { OnReadable(error.failed()); });
}

void Connection::OnReadable(bool failed) {
  if (!Arrived()) return;
  if (failed) return Close();
  Receive();
}

void Connection::OnRead(const error_code& error, std::size_t count) {
  if (!Arrived()) return;
  if (error == asio::error::operation_aborted && state_ == State::kCooling) return Sleep();
  if (error) return Close();
  if (state_ == State::kDraining) {
    drained_ += count;
    if (drained_ > kDrainBytes) return Close();
    return Drain();
  }
  in_.Commit(count);
  started_ = Loop::Now();
  Process();
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
      return Receive();
    case Pause::kErrand:
      state_ = State::kRunning;
      SetDeadline(kFarSeconds);
      if (returned_) OnErrand(std::exchange(returned_, nullptr));
      return;
    case Pause::kEnd:
      return End();
  }
}

/// Writes what the loop's buffer holds; false when the client must take it first (or is gone).
bool Connection::Send() {
  Buffer& out = loop_.out();
  if (out.empty()) return true;
  error_code error;
  const std::size_t sent = socket_.send(asio::buffer(out.data(), out.size()), 0, error);
  if (error && error != asio::error::would_block && error != asio::error::try_again) {
    out.Clear();
    Close();
    return false;
  }
  if (sent == out.size()) {
    if (sent < kMuchOutput) {
      out.Clear();
    } else {
      out = Buffer();
    }
    return true;
  }
  rest_ = std::exchange(out, Buffer());
  rest_sent_ = sent;
  state_ = State::kSending;
  SendRest();
  return false;
}

void Connection::SendRest() {
  SetDeadline(loop_.services().limits.write_seconds);
  ++operations_;
  socket_.async_write_some(
      asio::buffer(rest_.data() + rest_sent_, rest_.size() - rest_sent_),
      [this](const error_code& error, std::size_t count) { OnWritten(error, count); });
}

void Connection::OnWritten(const error_code& error, std::size_t count) {
  if (!Arrived()) return;
  if (error) return Close();
  rest_sent_ += count;
  if (rest_sent_ < rest_.size()) return SendRest();
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
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  SetDeadline(kDrainSeconds);
  Drain();
}

void Connection::Drain() {
  state_ = State::kDraining;
  in_.Truncate(0);
  in_.Prepare(0);
  ++operations_;
  socket_.async_read_some(
      asio::buffer(in_.free_space(), in_.free_size()),
      [this](const error_code& error, std::size_t count) { OnRead(error, count); });
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  TimerWheel::Remove(hook_);
  error_code ignored;
  socket_.close(ignored);
  if (returned_) --operations_;
  returned_ = nullptr;
  if (operations_ == 0) loop_.Forget(*this);
}

void Connection::Retire() {
  switch (state_) {
    case State::kIdle:
    case State::kCooling:
    case State::kDormant:
      return Close();
    case State::kReceiving:
    case State::kRunning:
    case State::kSending:
    case State::kDraining:
    case State::kClosed:
      return;
  }
}

void Connection::OnDeadline() {
  error_code ignored;
  switch (state_) {
    case State::kIdle:
      if (loop_.wheel().now() - idle_since_ >= loop_.services().limits.idle_seconds) return Close();
      state_ = State::kCooling;
      SetDeadline(kWarmSeconds);
      socket_.cancel(ignored);
      return;
    case State::kReceiving: {
      Refuse({408, "The request took too long to arrive."});
      Buffer& out = loop_.out();
      socket_.send(asio::buffer(out.data(), out.size()), 0, ignored);
      out.Clear();
      return Close();
    }
    case State::kRunning:
      return SetDeadline(kFarSeconds);
    case State::kCooling:
    case State::kDormant:
    case State::kSending:
    case State::kDraining:
      return Close();
    case State::kClosed:
      return;
  }
}

}  // namespace guildhall::http
