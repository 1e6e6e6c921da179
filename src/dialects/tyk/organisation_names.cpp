#include "dialects/tyk/organisation_names.h"

#include "base/strings.h"

namespace guildhall::tyk {
namespace {

// The rules of tenant names, which are those of the vocabulary that shows them in its paths.
constexpr std::size_t kMin = 5;
constexpr std::size_t kMax = 64;

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string TenantNameOf(std::string_view label) {
  std::string name;
  for (const char c : ToLowerUnicode(label)) {
    if (IsLetter(c) || IsDigit(c)) {
      name.push_back(c);
    } else if (!name.empty() && name.back() != '-') {
      name.push_back('-');
    }
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  if (name.size() < kMin || !IsLetter(name.front())) {
    name.insert(0, name.empty() ? "organisation" : "org-");
  }
  if (name.size() > kMax) name.resize(kMax);
  while (name.back() == '-') name.pop_back();
  return name;
}

}  // namespace guildhall::tyk
