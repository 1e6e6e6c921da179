#include "dialects/syncano/instance_names.h"

#include <algorithm>
#include <array>

#include "base/strings.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMin = 5;
constexpr std::size_t kMax = 64;

constexpr std::array<std::string_view, 18> kReserved{
    "devcenter",   "support",    "sentry", "admin",   "platform",
    "redirect",    "media",      "signup", "login",   "instance_subdomain",
    "my_instance", "myinstance", "panel",  "account", "noinstance",
    "public",      "template1",  "status"};

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::vector<std::string> RefuseInstanceName(std::string_view name) {
  std::vector<std::string> refused;
  const std::size_t length = CountCodePoints(name);
  if (length < kMin) refused.emplace_back("Ensure this field has at least 5 characters.");
  if (length > kMax) {
    refused.push_back("Ensure this value has at most 64 characters (it has " +
                      std::to_string(length) + ").");
  }
  if (name.empty() || !IsLetter(name.front())) {
    refused.emplace_back("Value has to start with a letter.");
  }
  if (name.empty() || !(IsLetter(name.back()) || IsDigit(name.back()))) {
    refused.emplace_back("Value has to end with a letter or a number.");
  }
  const auto allowed = [](char c) { return IsLetter(c) || IsDigit(c) || c == '-'; };
  if (!std::all_of(name.begin(), name.end(), allowed)) {
    refused.emplace_back("Enter a valid value consisting of letters, numbers, hyphens.");
  }
  if (name.find("--") != std::string_view::npos) {
    refused.emplace_back("Double hyphens are reserved.");
  }
  if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
    refused.emplace_back("Unable to use that value. Please choose a different one.");
  }
  return refused;
}

}  // namespace guildhall::syncano
