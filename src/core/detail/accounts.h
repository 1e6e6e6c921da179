#pragma once

#include <string_view>

#include "core/detail/rules.h"
#include "core/users.h"

/// What the use cases about accounts share. Private to the core.
namespace guildhall::detail {

/// Nobody learns whether an account exists that he may not see; who may see none at all is told.
Result<void> CheckVisible(const Caller& caller, UserId id);

/// The row of an account that the caller is about to change, judged as `gates` say. By lists with
/// the grants of its memberships.
Result<User> GetForWrite(const Snapshot& snapshot, const Caller& caller, UserId id,
                         const Gates& gates);

/// The same for reading, by lists only.
Result<User> GetByLists(const Snapshot& snapshot, const Caller& caller, UserId id,
                        const Gates& gates);

/// `before` with the names, password and switches of the patch; the user name carries the e-mail
/// along, and the reverse. `now` is when a new password was set.
User ApplyPatch(const User& before, const Users::Patch& patch, Time now);

/// kInvalid with what is wrong with those texts of `after` that `before` had otherwise. `both` is
/// the field that is named for a value that is user name and e-mail at once.
Result<void> CheckTexts(const Snapshot& snapshot, TenantId tenant, const User& before,
                        const User& after, std::string_view both);

/// Gives the row a fresh user key, or a fresh access key.
void IssueUserKey(const Credentials& credentials, TenantId tenant, User& row);
void IssueAccessKey(const Credentials& credentials, TenantId tenant, User& row);

/// The collection of profiles, which every tenant has.
Result<Collection> GetProfiles(const Snapshot& snapshot, TenantId tenant);

}  // namespace guildhall::detail
