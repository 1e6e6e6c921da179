#pragma once

#include "base/log.h"
#include "core/core.h"
#include "server/config.h"
#include "server/exit_code.h"

namespace guildhall {

/// Whether `daptin.schema`, if it is set, names a folder of schemas that can be read. Looks at no
/// store: what a schema asks of the tenant it is for, only applying it shows.
OrFailure<void> CheckDaptinSchema(const Config& config);

/// Applies the schemas of that folder to the default tenant. The failure names file and place.
OrFailure<void> ApplyDaptinSchema(Core& core, const Config& config, Log& log);

}  // namespace guildhall
