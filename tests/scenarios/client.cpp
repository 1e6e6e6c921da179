#include "tests/scenarios/client.h"

#include <utility>
#include <variant>

namespace guildhall::scenarios {
namespace {

// What the JSON parser may read behind a body.
constexpr std::size_t kPadding = 64;

}  // namespace

Reply Client::Send(const Call& call) const {
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
  if (match.table == nullptr) return {404, "", {}};
  request.patience = Patience::kInstant;
  http::Answer answer = Ask(match, request);
  if (std::holds_alternative<http::WouldWait>(answer)) {
    request.patience = Patience::kMayWait;
    answer = Ask(match, request);
  }
  const http::Response response = Finish(std::move(answer));
  Reply reply{response.status, std::string(response.body.view()), {}};
  for (const auto& [name, value] : response.headers) reply.headers[name] = value;
  if (!response.allow.empty()) reply.headers["Allow"] = response.allow;
  return reply;
}

http::Answer Client::Ask(const http::Router::Match& match, const http::Request& request) const {
  if (match.route != nullptr) return match.route->handler(request);
  return match.path_exists ? match.table->wrong_method(request) : match.table->not_found(request);
}

http::Response Client::Finish(http::Answer answer) const {
  if (auto* response = std::get_if<http::Response>(&answer)) return std::move(*response);
  auto* change = std::get_if<http::Change>(&answer);
  if (change == nullptr) GH_BUG("a handler that may wait asked to wait");
  http::Response response;
  auto written = WriteAndWait(store_, change->tenants, [&](Transaction& tx) -> Result<void> {
    GH_TRY(response, change->make(tx));
    return {};
  });
  if (!written) return change->refuse(written.error());
  return response;
}

}  // namespace guildhall::scenarios
