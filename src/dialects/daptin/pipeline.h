#pragma once

#include "dialects/daptin/auth.h"
#include "dialects/daptin/context.h"
#include "http/router.h"

namespace guildhall::daptin {

/// What every request goes through: tenant, caller, what the path names, body, handler; and what
/// every answer gets: CORS, facts for the log. Immutable; thread-safe.
class Pipeline {
 public:
  /// `services` outlives this.
  explicit Pipeline(const Services& services) : services_(services) {}

  [[nodiscard]] http::Answer Serve(const RouteSpec& spec, const http::Request& request) const;
  /// No route has the path: 404, but a browser's question about CORS is answered.
  [[nodiscard]] static http::Answer NotFound(const http::Request& request);
  /// The path is there, the method is not. OPTIONS: 204 with `Allow` [Daptin JSON:API "General"].
  [[nodiscard]] static http::Answer WrongMethod(const http::Request& request);
  [[nodiscard]] static http::Response RenderFault(http::Fault fault, std::size_t limit);

 private:
  [[nodiscard]] Result<http::Answer> Run(const RouteSpec& spec, const Headers& headers,
                                         Context& context) const;
  [[nodiscard]] Result<std::shared_ptr<const Tenant>> FindTenant(const Context& context,
                                                                 const Headers& headers) const;

  const Services& services_;
};

/// Puts what the pattern of `spec` calls by name into `context`.
void NameParameters(const RouteSpec& spec, Context& context);

}  // namespace guildhall::daptin
