#include <memory>
#include <utility>
#include <variant>

#include "http/connection.h"
#include "http/loop.h"
#include "http/response_writer.h"
#include "http/sequence.h"
#include "http/site_routes.h"
#include "http/streaming.h"

// What a connection does with a request; connection.cpp has what it does with its socket.

namespace guildhall::http {
namespace {

std::string_view ReasonOf(int status) {
  switch (status) {
    case 408:
      return "slow";
    case 413:
      return "body_limit";
    case 431:
      return "header_limit";
    default:
      return "malformed";  // all the parser's other refusals
  }
}

}  // namespace

Connection::Pause Connection::AnswerNext() {
  if (in_.empty()) return Pause::kNeedsBytes;
  Request& request = loop_.request();
  std::size_t size = in_.size();
  auto outcome = parser_.Parse(in_.data(), size, request);
  if (outcome == Parser::Outcome::kHeadComplete) {
    AllowBody(request);
    outcome = parser_.Parse(in_.data(), size, request);
    if (outcome == Parser::Outcome::kIncomplete && parser_.expects_continue()) {
      loop_.out().Append("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }
  in_.Truncate(size);
  switch (outcome) {
    case Parser::Outcome::kHeadComplete:
    case Parser::Outcome::kIncomplete:
      return Pause::kNeedsBytes;
    case Parser::Outcome::kRefused:
      return Refuse(parser_.refusal());
    case Parser::Outcome::kComplete:
      break;
  }
  exchange_ = {};
  exchange_.method = request.method;
  exchange_.id = loop_.NextRequestId();
  exchange_.close = !parser_.keep_alive() || loop_.retiring();
  exchange_.is_http_1_0 = parser_.is_http_1_0();
  exchange_.bytes = parser_.Finish();
  return Answer(request);
}

/// The limit is the route's own; the path decides before the body is read.
void Connection::AllowBody(Request& request) {
  const Router::Match match = loop_.services().router.Find(request, loop_.scratch());
  const bool own = match.route != nullptr && match.route->max_body > 0;
  body_limit_ = own ? match.route->max_body : loop_.services().limits.max_body_bytes;
  body_table_ = match.table;
  parser_.LimitBody(body_limit_);
}

Connection::Pause Connection::Answer(Request& request) {
  Services& services = loop_.services();
  request.address = {address_.data(), address_length_};
  request.id = exchange_.id;
  request.patience = Patience::kInstant;
  const Router::Match match = services.router.Find(request, loop_.scratch());
  exchange_.table = match.table;
  exchange_.route = match.route;
  if (match.table == nullptr) return Write(UnclaimedPath());
  if (match.route != nullptr && match.route->place != Place::kInline) return SendAway(request);
  const Handler& handler = match.route != nullptr ? match.route->handler
                           : match.path_exists    ? match.table->wrong_method
                                                  : match.table->not_found;
  return Give(Ask(services, *match.table, handler, request), request);
}

/// Does with an inline handler's answer what it asks for.
Connection::Pause Connection::Give(http::Answer answer, Request& request) {
  if (const auto* response = std::get_if<Response>(&answer)) return Write(*response);
  if (auto* change = std::get_if<Change>(&answer)) return SendChange(std::move(*change));
  if (auto* sequence = std::get_if<Sequence>(&answer)) {
    return SendSequence(std::move(*sequence), request);
  }
  if (auto* wait = std::get_if<Wait>(&answer)) return BeginWait(std::move(*wait));
  if (auto* messages = std::get_if<Messages>(&answer)) return Open(std::move(*messages), request);
  if (exchange_.route != nullptr) return SendAway(request);
  return Write(RenderFault(loop_.services(), exchange_.table, Fault::kInternal, 0));
}

std::shared_ptr<Errand> Connection::MakeErrand() {
  Services& services = loop_.services();
  if (services.pending.fetch_add(1, std::memory_order_relaxed) >=
      services.limits.max_pending_requests) {
    services.pending.fetch_sub(1, std::memory_order_relaxed);
    return nullptr;
  }
  auto errand = std::make_shared<Errand>();
  errand->connection = this;
  errand->home = loop_.home();
  errand->waiting_home = loop_.waiting_home();
  errand->table = exchange_.table;
  errand->route = exchange_.route;
  return errand;
}

Connection::Pause Connection::SendAway(Request& request) {
  auto errand = MakeErrand();
  if (!errand) return Overloaded();
  Services& services = loop_.services();
  errand->request = std::make_unique<Request>(request);
  errand->request->patience = Patience::kMayWait;
  // Decoded parameters must point into memory of the errand's own.
  services.router.Find(*errand->request, errand->scratch);
  WorkerPool& pool =
      exchange_.route->place == Place::kHashing ? services.hashing : services.workers;
  if (!pool.Submit([&services, errand] { RunErrand(services, errand); })) {
    services.pending.fetch_sub(1, std::memory_order_relaxed);
    return Overloaded();
  }
  errand_out_ = true;
  return Pause::kErrand;
}

Connection::Pause Connection::SendChange(Change change) {
  auto errand = MakeErrand();
  if (!errand) return Overloaded();
  errand_out_ = true;
  StartChange(loop_.services(), errand, std::move(change));
  return Pause::kErrand;
}

Connection::Pause Connection::SendSequence(Sequence sequence, Request& request) {
  auto errand = MakeErrand();
  if (!errand) return Overloaded();
  errand->request = std::make_unique<Request>(request);
  errand_out_ = true;
  StartSequence(loop_.services(), errand, std::move(sequence));
  return Pause::kErrand;
}

Connection::Pause Connection::Overloaded() {
  loop_.services().metrics.CountRefused("overload");
  return Write(RenderFault(loop_.services(), exchange_.table, Fault::kOverloaded, 0));
}

void Connection::OnErrand(std::shared_ptr<Errand> errand) {
  if (errand->sequence && state_ != State::kClosed) {
    return ContinueSequence(loop_.services(), errand);
  }
  if (state_ == State::kSending) {
    returned_ = std::move(errand);
    return;
  }
  errand_out_ = false;
  if (state_ == State::kClosed) return loop_.Forget(*this);
  if (errand->download) return OnPiece(std::move(errand));
  if (errand->messages) return OnMessages(errand);
  if (!errand->waiting) return Resume(errand->response);
  waiting_ = std::move(errand->waiting);
  EnterWaiting();
}

/// Appends the answer to the present request and is done with the request.
Connection::Pause Connection::Write(const Response& response, const DownloadRun* following) {
  Framing framing{loop_.date(), exchange_.method == Method::kHead, exchange_.close,
                  exchange_.is_http_1_0};
  if (following != nullptr) {
    framing.following = following->size();
    framing.following_type = following->media_type();
  }
  std::size_t bytes = AppendResponse(loop_.out(), response, framing);
  if (following != nullptr && !framing.head_only) bytes += following->size();
  const std::int64_t ended = Loop::Now();
  RequestLog::Entry entry;
  entry.id = exchange_.id;
  entry.method = exchange_.method;
  entry.status = response.status;
  entry.bytes = bytes;
  entry.facts = &response.facts;
  loop_.Record(entry, exchange_.table, exchange_.route, started_, ended);
  started_ = ended;
  in_.Consume(exchange_.bytes);
  part_ = Part::kNothing;
  return exchange_.close ? Pause::kEnd : Pause::kNone;
}

/// Answers what is no request; nothing that follows on this connection can be trusted.
Connection::Pause Connection::Refuse(const Refusal& refusal) {
  Services& services = loop_.services();
  services.metrics.CountRefused(ReasonOf(refusal.status));
  refused_ = true;
  exchange_ = {};
  exchange_.id = loop_.NextRequestId();
  exchange_.close = true;
  exchange_.method = Method::kOther;
  if (refusal.status != 413) return Write(PlainFault(refusal.status, refusal.reason));
  exchange_.table = body_table_;
  return Write(RenderFault(services, body_table_, Fault::kBodyTooLarge, body_limit_));
}

}  // namespace guildhall::http
