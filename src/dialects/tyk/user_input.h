#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/secret.h"
#include "core/password_rules.h"
#include "core/users.h"
#include "dialects/tyk/input.h"

namespace guildhall::tyk {

/// A user as a body describes him; what is absent is not meant.
struct UserInput {
  std::optional<std::string> email, first_name, last_name;
  std::optional<bool> active;
  std::optional<Permissions> permissions;
  std::optional<std::string> group;
  std::optional<std::int32_t> password_max_days;
  std::optional<Secret> password;  ///< trimmed
};
/// Nothing when the body is malformed.
std::optional<UserInput> ReadUser(const Json& body);

/// `text` as it is set and checked: trimmed, in every vocabulary.
Secret PasswordOf(std::string_view text);
/// Says what is wrong with a new password, with a full stop; nothing when it keeps the rules.
std::optional<std::string> RefusalOf(const Secret& password, const PasswordRules& rules);

/// An account with an access key, whose user name is its e-mail. The password is not in it.
Users::Draft DraftOf(UserInput given);
/// The change from `before` to what was given. What equals what `before` shows is not meant: a
/// client that writes back what it read changes nothing.
Users::Patch PatchOf(const UserInput& given, const User& before);

/// Whether he would have neither permissions of his own nor a group: an empty map is nothing that
/// this API makes.
bool LeavesNothing(const UserInput& given, std::string_view group_before);

}  // namespace guildhall::tyk
