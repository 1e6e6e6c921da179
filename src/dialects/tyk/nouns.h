#pragma once

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

// The handlers of all routes, by noun. What each does is in the route table.

Result<http::Answer> ShowHealth(const Context& context);

Result<http::Answer> ListGroups(const Context& context);
Result<http::Answer> CreateGroup(const Context& context);
Result<http::Answer> ShowGroup(const Context& context);
Result<http::Answer> UpdateGroup(const Context& context);
Result<http::Answer> DeleteGroup(const Context& context);

Result<http::Answer> ListUsers(const Context& context);
Result<http::Answer> CreateUser(const Context& context);
Result<http::Answer> SearchUsers(const Context& context);
Result<http::Answer> SearchUsersByQuery(const Context& context);
Result<http::Answer> ShowOwnUser(const Context& context);
Result<http::Answer> ShowUser(const Context& context);
Result<http::Answer> UpdateUser(const Context& context);
Result<http::Answer> DeleteUser(const Context& context);
Result<http::Answer> ResetAccessKey(const Context& context);
Result<http::Answer> RevokeUser(const Context& context);
Result<http::Answer> ResetPassword(const Context& context);

Result<http::Answer> ListAuditLogs(const Context& context);
Result<http::Answer> ShowAuditLog(const Context& context);

Result<http::Answer> ListOrganisations(const Context& context);
Result<http::Answer> CreateOrganisation(const Context& context);
Result<http::Answer> ImportOrganisation(const Context& context);
Result<http::Answer> ShowOrganisation(const Context& context);
Result<http::Answer> UpdateOrganisation(const Context& context);
Result<http::Answer> DeleteOrganisation(const Context& context);

Result<http::Answer> ShowAdditionalPermissions(const Context& context);
Result<http::Answer> UpdateAdditionalPermissions(const Context& context);
Result<http::Answer> RefuseOpenPolicy(const Context& context);

Result<http::Answer> CreateUserAsAdmin(const Context& context);
Result<http::Answer> ShowUserAsAdmin(const Context& context);
Result<http::Answer> UpdateUserAsAdmin(const Context& context);
Result<http::Answer> AllowResetPasswords(const Context& context);
Result<http::Answer> DisallowResetPasswords(const Context& context);

}  // namespace guildhall::tyk
