#include "dialects/shared/finish.h"

#include <utility>
#include <vector>

namespace guildhall::dialects {

http::Facts FactsOf(const Caller& caller, TenantId tenant) {
  http::Facts facts;
  facts.tenant = tenant;
  if (caller.user) {
    facts.caller = "user";
    facts.caller_id = caller.user->user.id.value();
  } else if (caller.api_key) {
    facts.caller = "key";
    facts.caller_id = caller.api_key->row.id.value();
  } else if (caller.operator_id) {
    facts.caller = "operator";
    facts.caller_id = caller.operator_id->value();
  } else if (caller.credential == Credential::kSecret) {
    facts.caller = "operator";
  }
  return facts;
}

namespace {

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
