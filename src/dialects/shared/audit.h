#pragma once

#include <string>
#include <string_view>

#include "core/audit.h"
#include "core/caller.h"
#include "http/answer.h"
#include "http/request.h"

namespace guildhall::dialects {

/// What is known of a request before it is answered. `name` is what the caller is called, and
/// `action` a fixed text; the path is the request's, so a dialect in whose paths a secret may stand
/// replaces it.
AuditEntry AuditEntryOf(const http::Request& request, const Caller& caller, std::string name,
                        std::string_view action);

/// `answer`, which is recorded as `entry` with the status that it comes to have: as a part of its
/// change where that is made in the entry's tenant, else once the answer is there (of a change of
/// another tenant: when it is made, so one that is made again is recorded again). A request that is
/// to be asked again on a worker is recorded then. `audit` outlives the answer.
http::Answer Recorded(http::Answer answer, AuditLog& audit, AuditEntry entry);

}  // namespace guildhall::dialects
