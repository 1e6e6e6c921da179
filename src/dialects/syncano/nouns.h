#pragma once

#include "dialects/syncano/context.h"

// The handlers of accounts, instances, keys and people, one block a file. Objects, classes and
// channels have theirs in record_nouns.h.

namespace guildhall::syncano {

// root.cpp
Result<http::Answer> ShowRoot(const Context& context);
Result<http::Answer> ShowVersion(const Context& context);
Result<http::Answer> ShowEmptyIndex(const Context& context);
Result<http::Answer> ShowEmptyList(const Context& context);

// accounts.cpp
Result<http::Answer> ShowAccount(const Context& context);
Result<http::Answer> PutAccount(const Context& context);
Result<http::Answer> PatchAccount(const Context& context);
Result<http::Answer> ResetAccountKey(const Context& context);

// account_passwords.cpp
Result<http::Answer> RegisterAccount(const Context& context);
Result<http::Answer> SignInAccount(const Context& context);
Result<http::Answer> SignInAccountSocially(const Context& context);
Result<http::Answer> ChangeAccountPassword(const Context& context);
Result<http::Answer> SetAccountPassword(const Context& context);

// account_tokens.cpp
Result<http::Answer> ResendActivation(const Context& context);
Result<http::Answer> RequestPasswordReset(const Context& context);
Result<http::Answer> ActivateAccount(const Context& context);
Result<http::Answer> ConfirmPasswordReset(const Context& context);

// own_invitations.cpp
Result<http::Answer> ListOwnInvitations(const Context& context);
Result<http::Answer> ShowOwnInvitation(const Context& context);
Result<http::Answer> DeclineInvitation(const Context& context);
Result<http::Answer> AcceptInvitation(const Context& context);

// admins.cpp
Result<http::Answer> ListAdmins(const Context& context);
Result<http::Answer> ShowAdmin(const Context& context);
Result<http::Answer> PutAdmin(const Context& context);
Result<http::Answer> PatchAdmin(const Context& context);
Result<http::Answer> DeleteAdmin(const Context& context);

// invitations.cpp
Result<http::Answer> ListInvitations(const Context& context);
Result<http::Answer> CreateInvitation(const Context& context);
Result<http::Answer> ShowInvitation(const Context& context);
Result<http::Answer> PutInvitation(const Context& context);
Result<http::Answer> PatchInvitation(const Context& context);
Result<http::Answer> DeleteInvitation(const Context& context);
Result<http::Answer> ResendInvitation(const Context& context);

// instances.cpp
Result<http::Answer> ListInstances(const Context& context);
Result<http::Answer> CreateInstance(const Context& context);
Result<http::Answer> ShowInstance(const Context& context);
Result<http::Answer> PutInstance(const Context& context);
Result<http::Answer> PatchInstance(const Context& context);
Result<http::Answer> RenameInstance(const Context& context);
Result<http::Answer> DeleteInstance(const Context& context);

// api_keys.cpp
Result<http::Answer> ListApiKeys(const Context& context);
Result<http::Answer> CreateApiKey(const Context& context);
Result<http::Answer> ShowApiKey(const Context& context);
Result<http::Answer> UpdateApiKey(const Context& context);
Result<http::Answer> DeleteApiKey(const Context& context);
Result<http::Answer> ResetApiKey(const Context& context);

// users.cpp
Result<http::Answer> ListUsers(const Context& context);
Result<http::Answer> CreateUser(const Context& context);
Result<http::Answer> ShowUser(const Context& context);
Result<http::Answer> PutUser(const Context& context);
Result<http::Answer> PatchUser(const Context& context);
Result<http::Answer> DeleteUser(const Context& context);
Result<http::Answer> ResetUserKey(const Context& context);

// own_user.cpp
Result<http::Answer> ShowOwnUser(const Context& context);
Result<http::Answer> PutOwnUser(const Context& context);
Result<http::Answer> PatchOwnUser(const Context& context);

// user_sign_in.cpp
Result<http::Answer> SignInUser(const Context& context);
Result<http::Answer> SignInUserSocially(const Context& context);

// groups.cpp
Result<http::Answer> ListGroups(const Context& context);
Result<http::Answer> CreateGroup(const Context& context);
Result<http::Answer> ShowGroup(const Context& context);
Result<http::Answer> UpdateGroup(const Context& context);
Result<http::Answer> DeleteGroup(const Context& context);

// memberships.cpp
Result<http::Answer> ListGroupsOfUser(const Context& context);
Result<http::Answer> AddGroupToUser(const Context& context);
Result<http::Answer> ShowGroupOfUser(const Context& context);
Result<http::Answer> RemoveGroupFromUser(const Context& context);
Result<http::Answer> ListUsersOfGroup(const Context& context);
Result<http::Answer> AddUserToGroup(const Context& context);
Result<http::Answer> ShowUserOfGroup(const Context& context);
Result<http::Answer> RemoveUserFromGroup(const Context& context);

// batch.cpp
Result<http::Answer> RunBatch(const Context& context);

}  // namespace guildhall::syncano
