#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "core/core.h"
#include "dialects/shared/password_sign_in.h"
#include "dialects/tyk/tyk.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/router.h"

namespace guildhall::tyk {

/// What all handlers share. Immutable; lives as long as the dialect.
struct Services {
  Core& core;
  Options options;
  dialects::PasswordSignIn passwords;
  /// Tells this dialect's entries in per-thread memories from those of another one in the process.
  std::uint64_t serial = 0;
};

/// Whose credential opens a route.
enum class Family : std::uint8_t {
  kOpen,   ///< nobody's
  kUser,   ///< `/api/`: a user's access key
  kAdmin,  ///< `/admin/`: the installation's secret
};

/// What a request is about: the same error of the core reads differently for each.
enum class Noun : std::uint8_t { kNone, kGroup, kUser, kOrganisation };

/// Whether a route reads a body.
enum class Body : std::uint8_t { kIgnored, kObject };

/// What a missing row is, for the operation: its status and its sentence differ.
struct Missing {
  int status = 404;
  std::string_view sentence{};  ///< a literal
};

/// What an operation says of an empty body and of one that cannot be used, where it has words of
/// its own; literals.
struct BodyWords {
  int empty_status;
  std::string_view empty;
  int malformed_status;
  std::string_view malformed;
};

struct Context;
/// Whether the caller may use the route at all; no is 403 before anything of the body is looked at.
using Gate = bool (*)(const Context&);
/// A handler: decodes, asks the core, renders. Errors of the core are returned and rendered by the
/// pipeline (kWouldWait sends the request to a worker); refusals in the dialect's own words are
/// answers.
using Handle = Result<http::Answer> (*)(const Context&);

/// One line of the route table. Every path is served with and without a slash at its end.
struct RouteSpec {
  http::Method method;
  std::string_view path;
  Family family;
  Gate gate;
  Noun noun;
  Body body;
  http::Place place;
  Missing missing;
  Handle handle;
  std::string_view summary;
  /// What 403 says instead of naming the path; a literal.
  std::string_view denial{};
  const BodyWords* body_words = nullptr;  ///< null: those of its family and method
};

/// One request after the pipeline resolved its caller: all that a handler sees. Lives on the stack
/// of the call; what goes into a `Change` is copied out of it. The route outlives every change.
struct Context {
  Context(const http::Request& for_request, const Services& with_services,
          const RouteSpec& of_route)
      : request(for_request), services(with_services), spec(of_route) {}

  const http::Request& request;
  const Services& services;
  const RouteSpec& spec;
  Caller caller;
  ObjectId organisation{};  ///< the caller's, in `Family::kUser`
  Json body{Json::Object{}};

  [[nodiscard]] Core& core() const { return services.core; }
  [[nodiscard]] Patience patience() const { return request.patience; }
  /// The path's parameter, or "".
  [[nodiscard]] std::string_view parameter() const {
    return request.parameter_count > 0 ? request.parameters[0] : std::string_view();
  }
};

}  // namespace guildhall::tyk
