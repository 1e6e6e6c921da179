#pragma once

#include "dialects/syncano/context.h"

namespace guildhall::syncano {

// Who may use a route at all (Syncano v1.1 "Using an API Key", "Using an API Key + User Key", roles
// of account keys). Whether a certain row may be seen or changed is asked later, by the handler.

bool Anyone(const Context& context);
/// Any key, of an account or an application.
bool AnyKey(const Context& context);
bool Account(const Context& context);
/// An account with a role in the instance.
bool Administrator(const Context& context);
bool AdministratorReader(const Context& context);
bool AdministratorWriter(const Context& context);
bool InstanceWriter(const Context& context);
bool InstanceOwner(const Context& context);

bool KeyReader(const Context& context);
bool KeyWriter(const Context& context);

bool UserReader(const Context& context);
bool UserWriter(const Context& context);
bool UserCreator(const Context& context);
bool UserRemover(const Context& context);
/// An API key with a user key; an account key does not do.
bool OwnUser(const Context& context);
/// Whoever may sign users in: an API key, or an account with a role in the instance.
bool SignsUsersIn(const Context& context);

bool GroupReader(const Context& context);
bool GroupCreator(const Context& context);
bool GroupWriter(const Context& context);

/// A user sees the groups of himself only.
bool ReaderOfUsersGroups(const Context& context);
bool ReaderOfGroupsUsers(const Context& context);
bool MembershipWriter(const Context& context);

}  // namespace guildhall::syncano
