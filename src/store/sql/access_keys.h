#pragma once

#include <optional>
#include <string_view>

#include "core/rows.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// The site's table of users' access keys, by which a request's tenant may be found. The writers of
// users keep it. An empty digest is no key: nothing is written, nobody found.

Result<std::optional<UserRows::Holder>> FindHolder(Connection& connection, std::string_view digest);
/// kAlreadyExists when the key is somebody's; the transaction stays usable.
Result<void> TakeAccessKey(Connection& connection, const UserRows::Holder& holder,
                           std::string_view digest);
/// Removes the key if it is this holder's.
Result<void> FreeAccessKey(Connection& connection, const UserRows::Holder& holder,
                           std::string_view digest);

}  // namespace guildhall::store
