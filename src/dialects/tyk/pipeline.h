#pragma once

#include <span>

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// What every request of the dialect goes through, in this order: route, credentials, activity,
/// permission, body, and then the handler: object, its permissions, validation. Errors are rendered
/// here, and every answer gets the facts for the request log here. Immutable; thread-safe.
class Pipeline {
 public:
  /// `services` outlives this.
  explicit Pipeline(const Services& services) : services_(services) {}

  [[nodiscard]] http::Answer Serve(const RouteSpec& spec, const http::Request& request) const;
  /// For unknown paths and for known ones with another method, which the clients expect to be the
  /// same: 404, after the credentials of the family.
  [[nodiscard]] http::Answer NotFound(const http::Request& request) const;
  [[nodiscard]] static http::Response RenderFault(http::Fault fault, std::size_t limit);

 private:
  Result<http::Answer> Run(Context& context) const;

  const Services& services_;
};

}  // namespace guildhall::tyk
