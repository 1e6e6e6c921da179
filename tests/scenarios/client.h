#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/store.h"
#include "http/router.h"

namespace guildhall::scenarios {

/// One request as a scenario writes it.
struct Call {
  std::string method = "GET";
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// What came back, with the body as text.
struct Reply {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;
};

/// Sends calls straight into a router, without sockets: runs a handler first as an event loop
/// would, then as a worker when it asks for that, and makes the changes that it returns.
class Client {
 public:
  Client(const http::Router& router, Store& store) : router_(router), store_(store) {}
  [[nodiscard]] Reply Send(const Call& call) const;

 private:
  [[nodiscard]] http::Answer Ask(const http::Router::Match& match,
                                 const http::Request& request) const;
  [[nodiscard]] http::Response Finish(http::Answer answer) const;

  const http::Router& router_;
  Store& store_;
};

}  // namespace guildhall::scenarios
