#include "store/postgres/connection_string.h"

#include <algorithm>
#include <memory>

#include <libpq-fe.h>

namespace guildhall::store {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
struct FreeText {
  void operator()(char* text) const { PQfreemem(text); }
};

// An unescaped '@', '/' or '?' in a password makes libpq take the rest of the password for a host
// or a database, whose names error messages print.
bool HasAmbiguousPassword(std::string_view url) {
  const auto begin = url.find("://");
  if (begin == std::string_view::npos) return false;
  const std::string_view rest = url.substr(begin + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  return std::count(rest.begin(), rest.end(), '@') > 1 ||
         rest.find('@', authority.size()) != std::string_view::npos;
}

}  // namespace

Result<ConnectionString> ConnectionString::Parse(const Secret& text) {
  const std::string readable(text.Reveal());
  if (readable.find('\0') != std::string::npos || HasAmbiguousPassword(readable)) {
    return Fail(Errc::kInvalid,
                "the PostgreSQL URL cannot be read: write '@', '/' and ':' in its password as "
                "%40, %2F and %3A");
  }
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      PQconninfoParse(readable.c_str(), &message));
  const std::unique_ptr<char, FreeText> freed(message);
  if (options == nullptr) {
    return Fail(Errc::kInvalid,
                "the PostgreSQL URL cannot be read; expected "
                "postgresql://user@host:port/database");
  }
  std::string password;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) == "password" && option->val != nullptr) {
      password = option->val;
    }
  }
  return ConnectionString(text, Secret(std::move(password)));
}

std::string ConnectionString::Mask(std::string message) const {
  const std::string_view password = password_.Reveal();
  if (password.empty()) return message;
  for (auto at = message.find(password); at != std::string::npos; at = message.find(password, at)) {
    message.replace(at, password.size(), "***");
    at += 3;
  }
  return message;
}

}  // namespace guildhall::store
