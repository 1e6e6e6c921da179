#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/json.h"
#include "core/core.h"
#include "core/identities.h"
#include "dialects/daptin/daptin.h"
#include "dialects/shared/password_sign_in.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/router.h"

namespace guildhall::daptin {

/// What all handlers share. Lives as long as the dialect. Thread-safe.
struct Services {
  Core& core;
  Options options;
  dialects::PasswordSignIn sign_in;
  Identities& identities;
  /// Tells this dialect's entries in per-thread memories from those of another one in the process.
  std::uint64_t serial = 0;
};

/// One request after the pipeline found its tenant and its caller: all that a handler sees. Lives
/// on the stack of the call; what goes into a `Change` is copied out of it.
struct Context {
  Context(const http::Request& for_request, const Services& with_services)
      : request(for_request), services(with_services) {}

  const http::Request& request;
  const Services& services;
  std::shared_ptr<const Tenant> tenant;
  /// A user, or a guest. `may_found` is set.
  Caller caller;
  // What the path names, whether or not such a thing exists; "" where the path has no such part.
  std::string_view table;
  std::string_view id;
  std::string_view relation;  ///< of rows; the name of an action below /action
  /// What was sent; null when nothing was.
  Json body{};

  [[nodiscard]] Core& core() const { return services.core; }
  [[nodiscard]] Patience patience() const { return request.patience; }
};

/// A handler: decodes, asks the core, renders. Errors of the core are returned and rendered by the
/// pipeline in the route's shape (kWouldWait sends the request to a worker); refusals in the
/// dialect's own words are answers.
using Handle = Result<http::Answer> (*)(const Context&);

/// How a route answers refusals.
enum class Shape : std::uint8_t {
  kDocument,  ///< JSON:API: `{"errors":[...]}`
  kOutcomes,  ///< of actions: an array with one notification
  kPlain,     ///< as kDocument; the body of a request is no JSON
};

/// One line of the route table.
struct RouteSpec {
  http::Method method;
  std::string_view path;   ///< "{table}", "{id}" and "{relation}" become the context's
  std::string_view table;  ///< of a path that names its table literally, else ""
  Shape shape;
  http::Place place;
  Handle handle;
  std::string_view summary;
};

}  // namespace guildhall::daptin
