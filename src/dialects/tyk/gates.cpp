#include "dialects/tyk/gates.h"

#include "dialects/tyk/object_ids.h"

namespace guildhall::tyk {

bool Anyone(const Context& /*context*/) { return true; }
bool UserReader(const Context& context) { return context.caller.Has(Power::kReadUsers); }
bool UserWriter(const Context& context) { return context.caller.Has(Power::kWriteUsers); }
bool GroupReader(const Context& context) { return context.caller.Has(Power::kReadGroups); }
bool GroupWriter(const Context& context) { return context.caller.Has(Power::kWriteGroups); }
bool AuditReader(const Context& context) { return context.caller.Has(Power::kReadAudit); }

bool IsSelf(const Context& context) {
  const auto id = ParseObjectId(context.parameter());
  return id && context.caller.user && context.caller.user->user.object_id == *id;
}

bool UserReaderOrSelf(const Context& context) { return UserReader(context) || IsSelf(context); }

bool KeyResetterOrSelf(const Context& context) {
  if (IsSelf(context)) return true;
  if (context.services.options.forbid_admin_reset_access_token) return false;
  return Administrator(context) && UserWriter(context);
}

bool PasswordResetterOrSelf(const Context& context) {
  return IsSelf(context) || ResetsPasswords(context.caller, context.services.options);
}

bool ResetsPasswords(const Caller& caller, const Options& options) {
  if (!caller.Has(Power::kGrantCapabilities) || !caller.Has(Power::kWriteUsers)) return false;
  return options.allow_admin_reset_password || caller.Has(Power::kResetPasswords);
}

bool Administrator(const Context& context) { return context.caller.Has(Power::kGrantCapabilities); }

bool SeesKeyOf(const Caller& caller, const Options& options, UserId id) {
  if (caller.credential == Credential::kSecret) return true;
  if (caller.user_id() == id) return true;
  return caller.Has(Power::kReadAccessKeys) && !options.forbid_admin_view_access_token;
}

}  // namespace guildhall::tyk
