#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "core/core.h"
#include "server/config.h"
#include "server/exit_code.h"
#include "server/first_start.h"

namespace guildhall {

/// Whether the TLS files that the configuration names can be used; kUsage with one line when not.
OrFailure<void> CheckTls(const Config& config);

/// The whole server, put together: data directory, store, keys, core, dialects, router, sockets.
/// Made in that order and taken down in the reverse one.
class Application {
 public:
  /// Returns when the server accepts connections. Each part that fails says so with its exit code,
  /// and what was started before is stopped again.
  static OrFailure<std::unique_ptr<Application>> Start(const Config& config);
  /// What a command does with a store that no server serves.
  using Errand = std::function<OrFailure<void>(Core&)>;
  /// Opens what the configuration names, runs the errand and closes it again, without sockets.
  static OrFailure<void> RunOnce(const Config& config, const Errand& errand);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// What was made in an empty store; nothing at later starts.
  [[nodiscard]] const std::optional<FirstStart>& first_start() const;

  /// Stops accepting, finishes what runs, closes the store. Takes less than ten seconds.
  void Stop();

 private:
  struct Parts;
  explicit Application(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace guildhall
