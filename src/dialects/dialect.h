#pragma once

#include <string_view>

#include "http/router.h"

namespace guildhall {

/// One API spoken over the core. A dialect translates; it never decides.
class Dialect {
 public:
  virtual ~Dialect() = default;
  [[nodiscard]] virtual std::string_view Name() const = 0;
  /// Adds the dialect's whole surface. Called once; the dialect outlives the router.
  virtual void Mount(http::Router& router) = 0;
};

}  // namespace guildhall
