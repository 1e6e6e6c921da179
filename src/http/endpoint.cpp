#include "http/endpoint.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <arpa/inet.h>

namespace guildhall::http {
namespace {

// The system's interface: every kind of address is a `sockaddr` to the calls, and the family says
// which one it is.
sockaddr_in& Four(sockaddr_storage& address) { return reinterpret_cast<sockaddr_in&>(address); }
sockaddr_in6& Six(sockaddr_storage& address) { return reinterpret_cast<sockaddr_in6&>(address); }
const sockaddr_in& Four(const sockaddr_storage& address) {
  return reinterpret_cast<const sockaddr_in&>(address);
}
const sockaddr_in6& Six(const sockaddr_storage& address) {
  return reinterpret_cast<const sockaddr_in6&>(address);
}

bool IsSix(const sockaddr_storage& address) { return address.ss_family == AF_INET6; }

bool SetOn(const Descriptor& socket, int option) {
  const int on = 1;
  return ::setsockopt(socket.number(), SOL_SOCKET, option, &on, sizeof on) == 0;
}

}  // namespace

std::optional<Endpoint> Endpoint::Parse(const std::string& address, std::uint16_t port) {
  Endpoint endpoint;
  if (::inet_pton(AF_INET, address.c_str(), &Four(endpoint.address_).sin_addr) == 1) {
    endpoint.address_.ss_family = AF_INET;
  } else if (::inet_pton(AF_INET6, address.c_str(), &Six(endpoint.address_).sin6_addr) == 1) {
    endpoint.address_.ss_family = AF_INET6;
  } else {
    return std::nullopt;
  }
  endpoint.SetPort(port);
  return endpoint;
}

void Endpoint::SetPort(std::uint16_t port) {
  (IsSix(address_) ? Six(address_).sin6_port : Four(address_).sin_port) = htons(port);
}

std::uint16_t Endpoint::port() const {
  return ntohs(IsSix(address_) ? Six(address_).sin6_port : Four(address_).sin_port);
}

std::string Endpoint::AddressText() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = IsSix(address_) ? static_cast<const void*>(&Six(address_).sin6_addr)
                                      : &Four(address_).sin_addr;
  if (::inet_ntop(address_.ss_family, bytes, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

Result<Descriptor> Endpoint::Bind(bool shared) const {
  Descriptor socket(::socket(address_.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const socklen_t size = IsSix(address_) ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  const bool bound =
      socket && SetOn(socket, SO_REUSEADDR) && (!shared || SetOn(socket, SO_REUSEPORT)) &&
      ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address_), size) == 0;
  if (!bound) return Fail(Errc::kUnavailable, std::generic_category().message(errno));
  return socket;
}

std::uint16_t PortOf(const Descriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return Endpoint::Of(address).port();
}

}  // namespace guildhall::http
