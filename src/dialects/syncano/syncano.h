#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/log.h"
#include "core/core.h"
#include "dialects/dialect.h"

namespace guildhall::syncano {

/// The origin number of collections, channels and memberships made through this dialect.
inline constexpr Origin kOrigin{1};

/// Requests per second of wall-clock time; 0 is no limit.
struct RequestRates {
  std::int32_t anonymous = 0;  ///< of one client address without a key
  std::int32_t account = 0;    ///< of one account, outside instances
  std::int32_t instance = 0;   ///< below one instance
  std::int32_t poll = 0;       ///< waiting for messages, below one instance

  friend bool operator==(const RequestRates&, const RequestRates&) = default;
};

struct Options {
  /// An API key without a user on objects and channels: true, only what the key's flags grant (the
  /// historical server); false, it acts as "other" (Syncano v1.1 "User and Group").
  bool strict_anonymous_keys = false;
  /// What instances show as their `location`.
  std::string location = "local";
  RequestRates request_rates = {};
  /// How long a poll waits for a message, in seconds.
  std::int32_t poll_seconds = 300;
  /// Where clients reach this server ("https://people.example"), for the addresses of files; called
  /// on any thread. None: addresses without a host.
  std::function<std::string()> public_url = {};
  /// The largest body that may bring files.
  std::size_t max_file_bytes = std::size_t{32} << 20;
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
