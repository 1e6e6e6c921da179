#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include <netinet/in.h>

#include "base/result.h"
#include "http/descriptor.h"

namespace guildhall::http {

/// An IP address and a port, as the system calls take it.
class Endpoint {
 public:
  Endpoint() = default;
  /// Nothing when `address` is no IP address, of version 4 or 6.
  static std::optional<Endpoint> Parse(const std::string& address, std::uint16_t port);

  /// What the system says of a socket or its peer.
  static Endpoint Of(const sockaddr_storage& address) { return Endpoint(address); }

  void SetPort(std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const;
  /// The address, without the port.
  [[nodiscard]] std::string AddressText() const;

  /// A socket bound here, not yet listening. `shared`: others may bind the same port, too, if they
  /// share it as well. kUnavailable with the reason.
  [[nodiscard]] Result<Descriptor> Bind(bool shared) const;

 private:
  explicit Endpoint(const sockaddr_storage& address) : address_(address) {}

  sockaddr_storage address_{};
};

/// The port that a bound socket has; 0 when there is none.
std::uint16_t PortOf(const Descriptor& socket);

}  // namespace guildhall::http
