#include "dialects/syncano/gates.h"

namespace guildhall::syncano {

bool Anyone(const Context& /*context*/) { return true; }
bool AnyKey(const Context& context) { return !context.caller.anonymous(); }
bool Account(const Context& context) { return context.caller.operator_id.has_value(); }

bool Administrator(const Context& context) {
  return context.caller.operator_id.has_value() && context.caller.role != Role::kNone;
}

bool AdministratorReader(const Context& context) {
  return context.caller.Has(Power::kReadAdministrators);
}
bool AdministratorWriter(const Context& context) {
  return context.caller.Has(Power::kWriteAdministrators);
}

bool InstanceWriter(const Context& context) { return context.caller.Has(Power::kWriteTenant); }

bool InstanceOwner(const Context& context) { return context.caller.Has(Power::kDeleteTenant); }

bool KeyReader(const Context& context) {
  return context.caller.api_key != nullptr || context.caller.Has(Power::kReadKeys);
}
bool KeyWriter(const Context& context) { return context.caller.Has(Power::kWriteKeys); }

bool UserReader(const Context& context) {
  return context.caller.user != nullptr || context.caller.Has(Power::kReadUsers);
}
bool UserWriter(const Context& context) {
  return context.caller.user != nullptr || context.caller.Has(Power::kWriteUsers);
}
bool UserCreator(const Context& context) {
  return context.caller.Has(Power::kCreateUser) || context.caller.Has(Power::kWriteUsers);
}
bool UserRemover(const Context& context) { return context.caller.Has(Power::kWriteUsers); }

bool OwnUser(const Context& context) {
  return context.caller.api_key != nullptr && context.caller.user != nullptr;
}
bool SignsUsersIn(const Context& context) {
  return context.caller.api_key != nullptr || Administrator(context);
}

bool GroupReader(const Context& context) { return context.caller.Has(Power::kReadGroups); }
bool GroupCreator(const Context& context) {
  return context.caller.Has(Power::kCreateGroup) || context.caller.Has(Power::kWriteGroups);
}
bool GroupWriter(const Context& context) { return context.caller.Has(Power::kWriteGroups); }

bool ReaderOfUsersGroups(const Context& context) {
  if (context.caller.Has(Power::kReadMemberships)) return true;
  return context.caller.user != nullptr && context.path_user != nullptr &&
         context.caller.user->user.id == context.path_user->user.id;
}
bool ReaderOfGroupsUsers(const Context& context) {
  return context.caller.user != nullptr || context.caller.Has(Power::kReadMemberships);
}
bool MembershipWriter(const Context& context) {
  return context.caller.Has(Power::kWriteMemberships);
}

}  // namespace guildhall::syncano
