#pragma once

#include <functional>

#include "core/caller.h"
#include "http/answer.h"

namespace guildhall::dialects {

/// What the request log says of a caller within `tenant`.
http::Facts FactsOf(const Caller& caller, TenantId tenant);

/// `answer` with `finish` applied to the response that it is, or that it becomes once its change
/// has been made or refused, its wait is over, or its sequence has run; and to each of its
/// messages. `finish` may run on another thread, and more than once.
http::Answer Finish(http::Answer answer, std::function<void(http::Response&)> finish);

}  // namespace guildhall::dialects
