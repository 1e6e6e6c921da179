#pragma once

#include "core/store.h"

namespace guildhall::detail {

/// Lets a mail wait for whoever sends it, within the change that causes it: it is sent when that
/// is committed, and only then. One that waits already begins anew. Needs the site among the
/// change's tenants.
inline Result<void> QueueMail(Transaction& tx, MailKind kind, std::int64_t subject) {
  return tx.mails().Put({.kind = kind, .subject = subject, .due_at = tx.Now(kSite)});
}

}  // namespace guildhall::detail
