#pragma once

#include <functional>
#include <string>

#include "bench/shared_tables.h"
#include "core/core.h"
#include "dialects/daptin/daptin.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/router.h"

namespace guildhall::bench {

/// One request.
struct Call {
  http::Method method = http::Method::kGet;
  std::string target;
  std::string body{};
};

/// Says what went wrong and ends the program.
[[noreturn]] void GiveUp(const Call& call, const std::string& what);

/// The Daptin dialect over the tenant of `FillTenant`, asked as the loops and workers of a server
/// ask it, without sockets.
class DaptinServer {
 public:
  /// Both outlive this. Takes as long as a password hash.
  DaptinServer(Core& core, Store& store);

  /// The answer to a request that changes nothing; ends the program unless it is 200.
  [[nodiscard]] http::Response Read(const Person& person, const Call& call) const;
  /// Makes a row; `done` is called on the writer's thread once that is committed. Ends the program
  /// unless the answer is 201.
  void Create(const Person& person, const Call& call, std::function<void()> done) const;

 private:
  [[nodiscard]] http::Answer Ask(const Person& person, const Call& call) const;

  Store& store_;
  daptin::Daptin daptin_;
  http::Router router_;
};

}  // namespace guildhall::bench
