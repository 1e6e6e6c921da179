#include "dialects/shared/finish.h"

#include <string_view>
#include <utility>
#include <vector>

#include "core/audit.h"

namespace guildhall::dialects {
namespace {

/// As the request log calls him.
std::string_view NameOf(Actor actor) {
  switch (actor) {
    case Actor::kNobody:
      return "none";
    case Actor::kApiKey:
      return "key";
    case Actor::kUser:
      return "user";
    case Actor::kOperator:
      return "operator";
  }
  return "none";
}

using Finishing = std::function<void(http::Response&)>;

/// What its looks find.
void FinishLooks(http::Wait& wait, const Finishing& finish) {
  wait.look = [look = std::move(wait.look), finish](Patience patience) {
    http::Finding found = look(patience);
    if (auto* response = std::get_if<http::Response>(&found)) finish(*response);
    return found;
  };
}

}  // namespace

http::Facts FactsOf(const Caller& caller, TenantId tenant) {
  http::Facts facts;
  facts.tenant = tenant;
  const NamedActor actor = ActorOf(caller);
  facts.caller = NameOf(actor.actor);
  facts.caller_id = actor.id;
  return facts;
}

http::Answer Finish(http::Answer answer, std::function<void(http::Response&)> finish) {
  if (auto* response = std::get_if<http::Response>(&answer)) finish(*response);
  if (auto* change = std::get_if<http::Change>(&answer)) {
    change->make = [make = std::move(change->make),
                    finish](Transaction& tx) -> Result<http::Response> {
      Result<http::Response> response = make(tx);
      if (response) finish(*response);
      return response;
    };
    change->refuse = [refuse = std::move(change->refuse), finish](const Error& error) {
      http::Response response = refuse(error);
      finish(response);
      return response;
    };
  }
  if (auto* wait = std::get_if<http::Wait>(&answer)) {
    FinishLooks(*wait, finish);
    wait->expire = [expire = std::move(wait->expire), finish] {
      http::Response response = expire();
      finish(response);
      return response;
    };
  }
  if (auto* messages = std::get_if<http::Messages>(&answer)) {
    FinishLooks(messages->wait, finish);
    finish(messages->no_upgrade);
  }
  if (auto* download = std::get_if<http::Download>(&answer)) finish(download->head);
  if (auto* sequence = std::get_if<http::Sequence>(&answer)) {
    sequence->render = [render = std::move(sequence->render),
                        finish](std::vector<http::PartAnswer> answers) {
      http::Response response = render(std::move(answers));
      finish(response);
      return response;
    };
  }
  return answer;
}

}  // namespace guildhall::dialects
