#include "dialects/tyk/user_input.h"

#include <utility>

#include "base/strings.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/tyk.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

/// Ids are shown in lower case, and stored so.
std::string Folded(std::string group) {
  const auto id = ParseObjectId(group);
  return id ? TextOf(*id) : std::move(group);
}

}  // namespace

std::optional<UserInput> ReadUser(const Json& body) {
  Input input(body);
  UserInput user;
  user.email = input.Text("email_address");
  user.first_name = input.Text("first_name");
  user.last_name = input.Text("last_name");
  user.active = input.Boolean("active");
  user.permissions = input.PermissionMap("user_permissions");
  if (auto group = input.Text("group_id")) user.group = Folded(std::move(*group));
  user.password_max_days = input.Days("password_max_days");
  if (const auto password = input.Text("password")) user.password = PasswordOf(*password);
  if (input.malformed()) return std::nullopt;
  return user;
}

Secret PasswordOf(std::string_view text) { return Secret(std::string(Trim(text))); }

std::optional<std::string> RefusalOf(const Secret& password, const PasswordRules& rules) {
  const auto fault = FindFault(password, rules);
  if (!fault) return std::nullopt;
  const auto at_least = [](std::int32_t count, std::string_view what) {
    std::string refusal = "Password must have at least " + std::to_string(count) + ' ';
    return refusal.append(what).append(count == 1 ? "." : "s.");
  };
  switch (*fault) {
    case PasswordFault::kTooShort:
      return at_least(rules.min_length, "character");
    case PasswordFault::kOneCase:
      return "Password must have lower-case and upper-case letters.";
    case PasswordFault::kFewDigits:
      return at_least(rules.min_digits, "digit");
    case PasswordFault::kFewSpecials:
      return at_least(rules.min_specials, "special character");
    case PasswordFault::kSequence:
      break;
  }
  return "Password must not have three equal or consecutive characters in a row.";
}

Users::Draft DraftOf(UserInput given) {
  Users::Draft draft;
  draft.email = std::move(given.email).value_or("");
  draft.username = draft.email;
  draft.first_name = std::move(given.first_name).value_or("");
  draft.last_name = std::move(given.last_name).value_or("");
  draft.active = given.active.value_or(false);
  if (given.permissions) draft.capabilities.own = std::move(given.permissions->text);
  draft.capabilities.group = std::move(given.group);
  draft.capabilities.password_max_days = given.password_max_days;
  draft.capabilities.origin = kOrigin;
  draft.access_key = true;
  draft.origin = kOrigin;
  return draft;
}

Users::Patch PatchOf(const UserInput& given, const User& before) {
  Users::Patch patch;
  if (given.email && NormalizeName(*given.email) != ShownEmail(before)) patch.email = given.email;
  if (given.first_name && *given.first_name != ShownFirstName(before)) {
    patch.first_name = given.first_name;
  }
  if (given.last_name && *given.last_name != before.last_name) patch.last_name = given.last_name;
  if (given.active && *given.active != before.active) patch.active = given.active;
  if (given.permissions && given.permissions->text != before.capabilities) {
    patch.capabilities.own = given.permissions->text;
  }
  if (given.group && *given.group != before.capability_group) {
    patch.capabilities.group = given.group;
  }
  if (given.password_max_days && *given.password_max_days != before.password_max_days) {
    patch.capabilities.password_max_days = given.password_max_days;
  }
  patch.capabilities.origin = kOrigin;
  return patch;
}

bool LeavesNothing(const UserInput& given, std::string_view group_before) {
  if (!given.permissions || !given.permissions->empty) return false;
  return (given.group ? std::string_view(*given.group) : group_before).empty();
}

}  // namespace guildhall::tyk
