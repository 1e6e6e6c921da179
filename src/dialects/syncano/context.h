#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "core/core.h"
#include "dialects/shared/multipart.h"
#include "dialects/shared/password_sign_in.h"
#include "dialects/syncano/file_links.h"
#include "dialects/syncano/syncano.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/router.h"

namespace guildhall::syncano {

/// What a request is about: the same error of the core reads differently for each.
enum class Noun : std::uint8_t {
  kNone,
  kAccount,
  kAccountToken,  ///< what is mailed to accounts
  kAdministrator,
  kInvitation,
  kInstance,
  kApiKey,
  kUser,
  kGroup,
  kMembership,
  kClass,
  kObject,
  kChannel,
  kMessage,
};

/// What all handlers share. Immutable; lives as long as the dialect.
struct Services {
  Core& core;
  Options options;
  dialects::PasswordSignIn sign_in;
  /// Tells this dialect's entries in per-thread memories from those of another one in the process.
  std::uint64_t serial = 0;
  FileLinks files{};
};

/// One request after the pipeline resolved its path and its caller: all that a handler sees. Lives
/// on the stack of the call; what goes into a `Change` is copied out of it.
struct Context {
  Context(const http::Request& for_request, const Services& with_services)
      : request(for_request), services(with_services) {}

  const http::Request& request;
  const Services& services;
  /// Set below an instance, and for the instance itself.
  std::shared_ptr<const Tenant> tenant;
  Caller caller;
  // What the path goes through, by the route's scope. They exist; whether the caller may use them
  // is still to be asked.
  std::shared_ptr<const UserView> path_user;  ///< Scope::kUser
  std::optional<Group> path_group;            ///< Scope::kGroup
  std::optional<Collection> path_class;       ///< Scope::kClass
  std::optional<Channel> path_channel;        ///< Scope::kChannel
  /// The body of POST, PUT and PATCH as it was sent (`Input` checks that it is an object); an empty
  /// object when there was none.
  Json body{Json::Object{}};
  /// The parts of a multipart body that are files.
  std::vector<dialects::FormPart> files;

  [[nodiscard]] Core& core() const { return services.core; }
  [[nodiscard]] Patience patience() const { return request.patience; }
  /// The path's parameter, counted from 0 (which is the instance, where there is one).
  [[nodiscard]] std::string_view parameter(std::size_t index) const {
    return index < request.parameter_count ? request.parameters[index] : std::string_view();
  }
};

/// How far the path is resolved before the caller is asked for (Syncano v1.1 answers 404 for a
/// missing instance or parent before it looks at credentials).
enum class Scope : std::uint8_t {
  kPublic,       ///< no credentials are read at all
  kSite,         ///< outside instances
  kTheInstance,  ///< the instance is the object: hidden (404) from whoever has no part in it
  kInstance,     ///< below parameter 0, an instance
  kUser,         ///< and below parameter 1, a user
  kGroup,        ///< and below parameter 1, a group
  kClass,        ///< and below parameter 1, a class
  kChannel,      ///< and below parameter 1, a channel
};

/// Whether the caller may use the route at all; no is 403 before anything of the body is looked at.
using Gate = bool (*)(const Context&);

/// A handler: decodes, asks the core, renders. Errors of the core are returned and rendered by the
/// pipeline with the route's noun (kWouldWait sends the request to a worker); refusals in the
/// dialect's own words are answers.
using Handle = Result<http::Answer> (*)(const Context&);

/// One line of the route table.
struct RouteSpec {
  http::Method method;
  std::string_view path;  ///< below "/v1.1", with its slashes
  Scope scope;
  Gate gate;
  Noun noun;
  http::Place place;
  Handle handle;
  std::string_view summary;
  std::size_t max_body = 0;  ///< in bytes; 0: the server's limit
  bool takes_files = false;  ///< the limit is `Options::max_file_bytes`
};

}  // namespace guildhall::syncano
