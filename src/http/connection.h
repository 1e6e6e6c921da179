#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include <tl/expected.hpp>

#include "base/buffer.h"
#include "http/answering.h"
#include "http/endpoint.h"
#include "http/parser.h"
#include "http/read_buffer.h"
#include "http/stream.h"
#include "http/timer_wheel.h"
#include "http/waiting_request.h"
#include "http/websocket.h"

namespace guildhall::http {

class Loop;

/// One client. Reads, answers every complete request that it finds, in order, by one write, and
/// waits for an errand to come home before it looks at the next request. It holds memory only while
/// a part of a request is here. Lives on its loop's thread.
class Connection {
 public:
  Connection(Loop& loop, Descriptor socket, const Endpoint& peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Waits for the client's first bytes.
  void Start();
  /// The poller's news of its socket.
  void OnReady(std::uint32_t events) {
    stream_.Note(events);
    Continue();
  }
  /// Its turn among those that may have more to read.
  void OnRevisit() {
    revisit_planned_ = false;
    Continue();
  }
  [[nodiscard]] int socket() const { return stream_.number(); }
  /// An errand of this connection is home.
  void OnErrand(std::shared_ptr<Errand> errand);
  /// The answer for which it waits is there, or the next message.
  void OnAnswer(const Response& response);
  /// Whether its client takes slowly what he is told: it has no use for a further message now.
  [[nodiscard]] bool sending() const { return state_ == State::kSending; }
  void OnDeadline();
  /// Ends it whatever it is at, as when there is no memory for it.
  void Close();
  /// The server stops: closes now when idle, else after the answer to the present request.
  void Retire();

  /// The connection whose hook this is.
  static Connection& Of(TimerHook& hook) { return *static_cast<Hook&>(hook).connection; }

 private:
  enum class State : std::uint8_t {
    kHandshake,  // TLS begins
    kIdle,       // nothing received
    kReceiving,  // a part of a request is here
    kRunning,    // an errand is out
    kWaiting,    // something is to be said first
    kOpen,       // a WebSocket
    kSending,    // the client takes its answers slowly
    kDraining,   // reading what is still to come after a refusal, so that the client reads the
                 // answer
    kClosed,
  };
  // What stopped the answering of requests, and so what follows the write.
  enum class Pause : std::uint8_t {
    kNone,
    kNeedsBytes,
    kErrand,
    kWait,
    kOpen,
    kPiece,
    kMuchOutput,
    kEnd
  };
  // Which part of a request is being received; each has a deadline of its own.
  enum class Part : std::uint8_t { kNothing, kHead, kBody };

  struct Hook : TimerHook {
    Connection* connection = nullptr;
  };
  // The request being answered.
  struct Exchange {
    const RouteTable* table = nullptr;
    const Route* route = nullptr;
    std::uint64_t id = 0;
    std::size_t bytes = 0;  // in the read buffer
    Method method = Method::kGet;
    bool close = false;
    bool is_http_1_0 = false;
  };

  void Continue();
  void PlanRevisit();
  void Shake();
  void Receive();
  void AwaitBytes();
  void Rest();
  void Process();
  Pause AnswerNext();
  Pause Answer(Request& request);
  Pause Give(http::Answer answer, Request& request);
  Pause SendAway(Request& request);
  Pause SendChange(Change change);
  tl::expected<WaitingHandle, Pause> Seat(Wait wait);
  Pause BeginWait(Wait wait);
  void EnterWaiting();
  void StopWaiting();
  void Resume(const Response& response);
  Pause Open(Messages messages, const Request& request);
  void OnMessages(const std::shared_ptr<Errand>& errand);
  void TakeFrames();
  void StayOpen();
  void OnMessage(const Response& response);
  void OnOpenDeadline();
  void EndOpen(CloseCode code);
  void FinishOpen();
  Pause SendSequence(Sequence sequence, Request& request);
  Pause Overloaded();
  Pause Write(const Response& response, const DownloadRun* following = nullptr);
  void OnPiece(std::shared_ptr<Errand> errand);
  void FetchPiece();
  Pause Refuse(const Refusal& refusal);
  void AllowBody(Request& request);
  bool Send();
  void Proceed(Pause pause, bool& again);
  void SendRest();
  void End();
  void Drain();
  void SetDeadline(std::int64_t seconds);
  std::shared_ptr<Errand> MakeErrand();

  Loop& loop_;
  Stream stream_;
  ReadBuffer in_;
  Parser parser_;
  Hook hook_;
  Exchange exchange_;
  Buffer rest_;  // answers that the client has not taken
  std::size_t rest_sent_ = 0;
  WaitingHandle waiting_;
  std::unique_ptr<WebSocket> web_socket_;  // once it is one
  std::shared_ptr<Errand> returned_;       // home while earlier answers are still being sent
  std::shared_ptr<Errand> download_;       // of which the next piece is to be fetched
  std::int64_t started_ = 0;               // when the present request was complete; microseconds
  std::size_t drained_ = 0;
  std::size_t body_limit_ = 0;
  const RouteTable* body_table_ = nullptr;
  State state_ = State::kIdle;
  Pause pause_ = Pause::kNone;
  Part part_ = Part::kNothing;
  bool errand_out_ = false;
  bool revisit_planned_ = false;
  bool refused_ = false;
  std::array<char, 46> address_{};
  std::uint8_t address_length_ = 0;
};

}  // namespace guildhall::http
