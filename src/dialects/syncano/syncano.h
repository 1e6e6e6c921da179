#pragma once

#include <memory>
#include <string>

#include "base/log.h"
#include "core/core.h"
#include "dialects/dialect.h"

namespace guildhall::syncano {

/// The origin number of collections, channels and memberships made through this dialect.
inline constexpr Origin kOrigin{1};

struct Options {
  /// An API key without a user on objects and channels: true, only what the key's flags grant (the
  /// historical server); false, it acts as "other" (Syncano v1.1 "User and Group").
  bool strict_anonymous_keys = false;
  /// What instances show as their `location`.
  std::string location = "local";
};

/// Syncano API v1.1.
class Syncano final : public Dialect {
 public:
  Syncano(Core& core, Options options);
  ~Syncano() override;
  [[nodiscard]] std::string_view Name() const override { return "syncano"; }
  void Mount(http::Router& router) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace guildhall::syncano
