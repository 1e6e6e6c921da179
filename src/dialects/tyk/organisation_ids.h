#pragma once

#include "dialects/tyk/context.h"

namespace guildhall::tyk {

/// The organisation id of the caller's tenant, which every object shows and which never changes:
/// kept in memory, so that answers about oneself touch memory only. kWouldWait.
Result<ObjectId> FindOrganisationId(const Context& context);

}  // namespace guildhall::tyk
