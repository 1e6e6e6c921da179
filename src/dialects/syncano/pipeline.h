#pragma once

#include <span>
#include <string_view>

#include "dialects/syncano/auth.h"
#include "dialects/syncano/context.h"
#include "dialects/syncano/throttle.h"

namespace guildhall::syncano {

/// What every request of the dialect goes through, in the order in which Syncano v1.1 decides:
/// route, instance, parents of the path, Accept, credentials, permission, request rate, method,
/// body, and then the handler: object, its permissions, validation. Errors are rendered here, and
/// every answer gets its choice of fields, its `Allow`, its CORS header and the facts for the
/// request log here. Thread-safe.
class Pipeline {
 public:
  /// `specs` and `services` outlive this.
  Pipeline(const Services& services, std::span<const RouteSpec> specs)
      : services_(services), specs_(specs), throttle_(services.options.request_rates) {}

  [[nodiscard]] http::Answer Serve(const RouteSpec& spec, const http::Request& request) const;
  /// For `RouteTable::wrong_method`: 403 for who may do nothing on the path, else 405. Also answers
  /// OPTIONS, and POST as text/plain with `_method`, which browsers send without asking first.
  [[nodiscard]] http::Answer WrongMethod(const http::Request& request) const;
  [[nodiscard]] http::Answer NotFound(const http::Request& request) const;
  [[nodiscard]] static http::Response RenderFault(http::Fault fault, std::size_t limit);

 private:
  Result<http::Answer> Run(const RouteSpec& spec, const Headers& headers, Context& context) const;
  /// Counts the request for its sender; kThrottled when he has had as many as he may.
  Result<void> Count(const RouteSpec& spec, const Context& context) const;
  /// For a request that will be asked again on a worker.
  void Uncount(const RouteSpec& spec, const Context& context) const;
  [[nodiscard]] http::Answer RefuseMethod(const RouteSpec& spec, const Headers& headers,
                                          http::Method method, const http::Request& request) const;
  [[nodiscard]] bool MayAnything(std::string_view path, const Context& context) const;
  [[nodiscard]] const RouteSpec* FindSpec(std::string_view path, http::Method method) const;
  [[nodiscard]] const RouteSpec* FindPath(std::string_view request_path) const;

  const Services& services_;
  std::span<const RouteSpec> specs_;
  mutable Throttle throttle_;  // thread-safe; counts, and decides nothing that outlives a second
};

}  // namespace guildhall::syncano
