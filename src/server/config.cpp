#include "server/config.h"

namespace guildhall {

bool ListensOnLoopback(const Config& config) {
  const std::string& address = config.server.address;
  return address == "::1" || address.starts_with("127.");
}

Registration RegistrationOf(const Config& config) {
  switch (config.registration) {
    case RegistrationSetting::kOpen:
      return Registration::kOpen;
    case RegistrationSetting::kInvitation:
      return Registration::kByInvitation;
    case RegistrationSetting::kClosed:
      return Registration::kClosed;
    case RegistrationSetting::kAutomatic:
      break;
  }
  return ListensOnLoopback(config) ? Registration::kOpen : Registration::kByInvitation;
}

std::string ListenUrl(const Config& config, std::uint16_t port) {
  const std::string& address = config.server.address;
  const bool six = address.find(':') != std::string::npos;
  const char* scheme = config.server.tls.empty() ? "http://" : "https://";
  return scheme + (six ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

}  // namespace guildhall
