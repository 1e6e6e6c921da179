#pragma once

#include <memory>
#include <string_view>

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// The row that an id of a path names within `tenant`. kNotFound for a foreign id, one of the
/// system's, and text that is no id alike: nobody learns what exists elsewhere.
Result<UserId> FindUser(const Snapshot& snapshot, TenantId tenant, std::string_view text);
Result<GroupId> FindGroup(const Snapshot& snapshot, TenantId tenant, std::string_view text);

/// The same for the caller's organisation and the id in the path, over a snapshot of its own.
Result<UserId> FindPathUser(const Context& context);
Result<GroupId> FindPathGroup(const Context& context);

/// A user of whatever organisation, for whoever holds the installation's secret.
struct Resident {
  TenantId tenant;
  ObjectId organisation{};
  UserId user;
};
/// Asks one organisation after the other: on a worker only. kNotFound.
Result<Resident> FindResident(const Context& context);

}  // namespace guildhall::tyk
