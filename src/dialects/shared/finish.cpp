#include "dialects/shared/finish.h"

#include <utility>

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

http::Answer Finish(http::Answer answer, std::function<void(http::Response&)> finish) {
  if (auto* response = std::get_if<http::Response>(&answer)) finish(*response);
  if (auto* change = std::get_if<http::Change>(&answer)) {
    change->make = [make = std::move(change->make),
                    finish](Transaction& tx) -> Result<http::Response> {
      Result<http::Response> response = make(tx);
      if (response) finish(*response);
      return response;
    };
    change->refuse = [refuse = std::move(change->refuse),
                      finish = std::move(finish)](const Error& error) {
      http::Response response = refuse(error);
      finish(response);
      return response;
    };
  }
  return answer;
}

}  // namespace guildhall::dialects
