#include "bench/daptin_server.h"

#include <string_view>
#include <utility>
#include <variant>

#include "bench/places.h"

namespace guildhall::bench {
namespace {

constexpr std::size_t kPadding = 64;  // what the JSON parser may read behind a body

daptin::Options OptionsForTenant() {
  daptin::Options options;
  options.default_tenant = kTenantName;
  return options;
}

}  // namespace

void GiveUp(const Call& call, const std::string& what) {
  GiveUp(Error{Errc::kInternal, {}, call.target + ": " + what});
}

DaptinServer::DaptinServer(Core& core, Store& store)
    : store_(store), daptin_(core, OptionsForTenant()) {
  daptin_.Mount(router_);
}

http::Response DaptinServer::Read(const Person& person, const Call& call) const {
  http::Answer answer = Ask(person, call);
  auto* response = std::get_if<http::Response>(&answer);
  if (response == nullptr) GiveUp(call, "no answer");
  if (response->status != 200) GiveUp(call, std::string(response->body.view()));
  return std::move(*response);
}

void DaptinServer::Create(const Person& person, const Call& call,
                          std::function<void()> done) const {
  http::Answer answer = Ask(person, call);
  if (const auto* refusal = std::get_if<http::Response>(&answer)) {
    GiveUp(call, std::string(refusal->body.view()));
  }
  auto* change = std::get_if<http::Change>(&answer);
  if (change == nullptr) GiveUp(call, "no change");
  store_.Write(
      change->tenants,
      [make = std::move(change->make)](Transaction& tx) -> Result<void> {
        GH_TRY(const http::Response made, make(tx));
        if (made.status != 201) return Fail(Errc::kInternal, std::string(made.body.view()));
        return {};
      },
      [done = std::move(done)](const Result<void>& outcome) {
        Must(outcome);
        done();
      });
}

http::Answer DaptinServer::Ask(const Person& person, const Call& call) const {
  const std::string authorization = "Bearer " + std::string(person.token.Reveal());
  std::string body = call.body;
  body.append(kPadding, '\0');
  http::Request request;
  request.method = call.method;
  request.target = request.path = call.target;
  if (const auto question = request.target.find('?'); question != std::string_view::npos) {
    request.path = request.target.substr(0, question);
    request.query = request.target.substr(question + 1);
  }
  request.body = std::string_view(body).substr(0, call.body.size());
  request.address = "127.0.0.1";
  if (!person.token.empty()) {
    request.headers[request.header_count++] = {"Authorization", authorization};
  }
  std::string scratch;
  const http::Router::Match match = router_.Find(request, scratch);
  if (match.route == nullptr) GiveUp(call, "no route");
  const bool inlined = match.route->place == http::Place::kInline;
  request.patience = inlined ? Patience::kInstant : Patience::kMayWait;
  http::Answer answer = match.route->handler(request);
  if (!std::holds_alternative<http::WouldWait>(answer)) return answer;
  request.patience = Patience::kMayWait;
  return match.route->handler(request);
}

}  // namespace guildhall::bench
