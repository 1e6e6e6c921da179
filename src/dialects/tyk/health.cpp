#include "dialects/tyk/nouns.h"

namespace guildhall::tyk {

Result<http::Answer> ShowHealth(const Context& /*context*/) {
  http::Response response;
  response.body.Append("{\"status\":\"pass\"}");
  return response;
}

}  // namespace guildhall::tyk
