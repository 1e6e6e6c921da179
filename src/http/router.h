#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/answer.h"
#include "http/request.h"

namespace guildhall::http {

/// Called on any thread, several at a time. Must not throw; what it throws all the same becomes the
/// dialect's answer to `Fault::kInternal`.
using Handler = std::function<Answer(const Request&)>;

/// Where a handler runs.
enum class Place : std::uint8_t {
  kInline,   ///< on the event loop: memory, or a short local read
  kWorker,   ///< on the worker pool: may wait for a database
  kHashing,  ///< on the small pool for password hashes, whose queue is short
};

struct Route {
  Method method = Method::kGet;
  /// "/v1.1/instances/{instance}/users/{id}/"; a parameter fills a whole segment. HEAD is served
  /// by the route of GET.
  std::string pattern;
  Place place = Place::kInline;
  Handler handler;
  std::string summary;       ///< one line, for /openapi.json
  std::size_t max_body = 0;  ///< 0: the server's limit
};

/// What goes wrong before a handler is asked, or instead of its answer. A dialect says it in its
/// own shape.
enum class Fault : std::uint8_t {
  kBodyTooLarge,  ///< 413
  kOverloaded,    ///< 503 with Retry-After
  kInternal,      ///< 500
};

/// Everything that one dialect mounts.
struct RouteTable {
  std::string dialect;
  /// These paths, and those below them, belong to the dialect, whether or not a route matches. One
  /// that ends with a slash is claimed with what is below it only.
  std::vector<std::string> prefixes;
  std::vector<Route> routes;
  /// No route has the path. Runs inline.
  Handler not_found;
  /// The path is there, the method is not; `Request::allow` and `parameters` are set. Runs inline.
  Handler wrong_method;
  /// `limit` is the body limit in bytes for kBodyTooLarge, else 0.
  std::function<Response(Fault fault, std::size_t limit)> render_fault;
};

/// Finds the route of a path. Filled at start-up, immutable and thread-safe afterwards. Exact
/// paths: a trailing slash matters. A literal segment wins over a parameter.
class Router {
 public:
  Router();
  ~Router();

  /// Ends the process (GH_BUG) when two tables claim the same prefix or two routes the same place.
  void Mount(RouteTable table);

  struct Match {
    const RouteTable* table = nullptr;  ///< null: no dialect claims the path
    const Route* route = nullptr;       ///< null: `table`'s not_found or wrong_method answers
    bool path_exists = false;
  };
  /// Sets `request.parameters` and `request.allow`. Does not allocate for plain paths;
  /// `scratch` keeps what had to be percent-decoded. A malformed escape matches nothing.
  Match Find(Request& request, std::string& scratch) const;

  [[nodiscard]] const std::vector<std::unique_ptr<RouteTable>>& tables() const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  std::vector<std::unique_ptr<RouteTable>> tables_;
};

}  // namespace guildhall::http
