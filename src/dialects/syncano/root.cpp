#include "dialects/syncano/nouns.h"

namespace guildhall::syncano {
namespace {

http::Response Fixed(std::string_view json) {
  http::Response response;
  response.body.Append(json);
  return response;
}

}  // namespace

// Only what is served is listed.
Result<http::Answer> ShowRoot(const Context& /*context*/) {
  return Fixed(R"({"links":{"v1":"/v1/","v1.1":"/v1.1/"}})");
}

Result<http::Answer> ShowVersion(const Context& /*context*/) {
  return Fixed(R"({"links":{"instances":"/v1.1/instances/","account":"/v1.1/account/"}})");
}

// Targets of an instance's links that Guildhall does not have: clients find links by name, so these
// stay, and whoever administers the instance finds nothing behind them.
Result<http::Answer> ShowEmptyIndex(const Context& /*context*/) { return Fixed(R"({"links":{}})"); }

Result<http::Answer> ShowEmptyList(const Context& /*context*/) {
  return Fixed(R"({"prev":null,"objects":[],"next":null})");
}

}  // namespace guildhall::syncano
