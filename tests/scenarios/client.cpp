#include "tests/scenarios/client.h"

#include <utility>
#include <variant>

#include "http/sequence.h"

namespace guildhall::scenarios {
namespace {

// What the JSON parser may read behind a body.
constexpr std::size_t kPadding = 64;

Reply ReplyOf(const http::Response& response) {
  Reply reply{response.status, std::string(response.body.view()), {}};
  for (const auto& [name, value] : response.headers) reply.headers[name] = value;
  if (!response.allow.empty()) reply.headers["Allow"] = response.allow;
  return reply;
}

}  // namespace

Waiting::Waiting(http::Waiters& waiters, http::Wait wait)
    : waiters_(waiters), wait_(std::move(wait)) {
  waiters_.Add(wait_.topic, *this);
}

void Waiting::Wake() noexcept {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

bool Waiting::woken() {
  const std::lock_guard lock(mutex_);
  return woken_;
}

std::optional<Reply> Waiting::Look() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = false;
  }
  http::Finding found = wait_.look(Patience::kInstant);
  if (std::holds_alternative<http::WouldWait>(found)) found = wait_.look(Patience::kMayWait);
  const auto* response = std::get_if<http::Response>(&found);
  return response == nullptr ? std::nullopt : std::optional(ReplyOf(*response));
}

Reply Waiting::Await() {
  for (;;) {
    if (auto reply = Look()) return *std::move(reply);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return woken_; });
  }
}

Reply Waiting::Expire() const { return ReplyOf(wait_.expire()); }

/// What `then(answer, request)` makes of the answer to the call.
template <class Then>
auto Client::Answered(const Call& call, const Then& then) const {
  std::string body = call.body;
  body.append(kPadding, '\0');
  http::Request request;
  request.method = http::ParseMethod(call.method);
  request.target = call.target;
  const std::string_view target = request.target;
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  request.body = std::string_view(body).substr(0, call.body.size());
  request.address = "127.0.0.1";
  for (const auto& [name, value] : call.headers) {
    request.headers[request.header_count++] = {name, value};
  }

  std::string scratch;
  const http::Router::Match match = router_.Find(request, scratch);
  if (match.table == nullptr) {
    http::Response nothing;
    nothing.status = 404;
    return then(http::Answer(std::move(nothing)), request);
  }
  request.patience = Patience::kInstant;
  http::Answer answer = Ask(match, request);
  if (std::holds_alternative<http::WouldWait>(answer)) {
    request.patience = Patience::kMayWait;
    answer = Ask(match, request);
  }
  return then(std::move(answer), request);
}

Reply Client::Send(const Call& call) const {
  return Answered(call, [this](http::Answer answer, const http::Request& request) {
    return ReplyOf(Finish(std::move(answer), request));
  });
}

std::unique_ptr<Waiting> Client::Begin(http::Waiters& waiters, const Call& call) const {
  return Answered(call, [&](http::Answer answer, const http::Request&) {
    auto* wait = std::get_if<http::Wait>(&answer);
    if (auto* messages = std::get_if<http::Messages>(&answer)) wait = &messages->wait;
    if (wait == nullptr) GH_BUG("the request does not wait");
    return std::make_unique<Waiting>(waiters, std::move(*wait));
  });
}

http::Answer Client::Ask(const http::Router::Match& match, const http::Request& request) const {
  if (match.route != nullptr) return match.route->handler(request);
  return match.path_exists ? match.table->wrong_method(request) : match.table->not_found(request);
}

http::Response Client::Finish(http::Answer answer, const http::Request& request) const {
  if (auto* response = std::get_if<http::Response>(&answer)) return std::move(*response);
  if (auto* change = std::get_if<http::Change>(&answer)) return Make(*change);
  if (const auto* wait = std::get_if<http::Wait>(&answer)) {
    http::Finding found = wait->look(Patience::kMayWait);
    if (auto* response = std::get_if<http::Response>(&found)) return std::move(*response);
    return wait->expire();
  }
  if (auto* sequence = std::get_if<http::Sequence>(&answer)) {
    return Run(std::move(*sequence), request);
  }
  if (auto* download = std::get_if<http::Download>(&answer)) return Collect(std::move(*download));
  if (auto* messages = std::get_if<http::Messages>(&answer)) return std::move(messages->no_upgrade);
  GH_BUG("a handler that may wait asked to wait");
}

http::Response Client::Collect(http::Download download) {
  http::Response response = std::move(download.head);
  response.headers.emplace_back("Content-Type", download.media_type);
  while (response.body.size() < download.size) {
    const auto piece = download.read(response.body.size());
    if (!piece || piece->empty()) GH_BUG("a download broke off");
    response.body.Append(*piece);
  }
  return response;
}

http::Response Client::Make(const http::Change& change) const {
  http::Response response;
  auto written = WriteAndWait(store_, change.tenants, [&](Transaction& tx) -> Result<void> {
    GH_TRY(response, change.make(tx));
    return {};
  });
  if (!written) return change.refuse(written.error());
  return response;
}

http::Response Client::Run(http::Sequence sequence, const http::Request& origin) const {
  http::SequenceRun run(router_, std::move(sequence), origin);
  while (run.Prepare()) {
    const http::Handler* handler = run.handler();
    if (handler == nullptr) {
      run.End({http::PartAnswer::Kind::kNoRoute, {}});
    } else if (const auto limit = run.ExceededLimit()) {
      run.End(run.match().table->render_fault(http::Fault::kBodyTooLarge, *limit));
    } else if (const auto change = run.Take((*handler)(run.request()))) {
      run.End(Make(*change));
    }
  }
  return run.Render();
}

}  // namespace guildhall::scenarios
