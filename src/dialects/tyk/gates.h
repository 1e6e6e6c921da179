#pragma once

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

// Who may use a route, by powers. Whether a caller may do it to this row is the core's to say.
bool Anyone(const Context& context);
bool UserReader(const Context& context);
bool UserWriter(const Context& context);
bool GroupReader(const Context& context);
bool GroupWriter(const Context& context);
bool AuditReader(const Context& context);

// The same, or the user himself, who needs no permission for it.
bool UserReaderOrSelf(const Context& context);
/// Administrators, unless the setting forbids it.
bool KeyResetterOrSelf(const Context& context);

/// Administrators with the right to it, their own or by the setting.
bool PasswordResetterOrSelf(const Context& context);
bool ResetsPasswords(const Caller& caller, const Options& options);

bool Administrator(const Context& context);

/// Whether the path names the caller.
bool IsSelf(const Context& context);
/// Whether the caller is shown the access key of that user.
bool SeesKeyOf(const Caller& caller, const Options& options, UserId id);

}  // namespace guildhall::tyk
