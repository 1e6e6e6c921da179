#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/secret.h"
#include "dialects/syncano/context.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/record_input.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {

inline constexpr TextRule kUsernameRule{.max = 64, .required = true};
inline constexpr TextRule kPasswordRule{.max = 128, .required = true};

/// A user as a body describes him.
struct UserInput {
  std::optional<std::string> username;  ///< trimmed, in the case in which it was sent
  std::optional<Secret> password;
  std::optional<RecordInput> profile;
};
/// On kPartial nothing is required.
UserInput ReadUser(Input& input, FieldErrors& errors, const Collection& profiles, Extent extent);

/// The answer about a user made inside a change. `username` is shown in place of the stored name.
Result<http::Response> ShowWritten(const Snapshot& snapshot, const Caller& caller,
                                   const InstancePlace& place, const UserView& view, int status,
                                   std::optional<std::string_view> username);

/// PUT and PATCH of a user that the caller may write: Syncano v1.1 has two paths for it. Hashes a
/// password, so it belongs on the hashing pool.
Result<http::Answer> UpdateUser(const Context& context, UserId id, Extent extent);

}  // namespace guildhall::syncano
