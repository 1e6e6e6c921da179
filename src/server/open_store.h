#pragma once

#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "core/store.h"
#include "server/config.h"
#include "server/data_directory.h"
#include "server/exit_code.h"

namespace guildhall {

/// What for: commands may change a lot at a time, and have an embedded database to themselves.
enum class StoreUse : std::uint8_t { kServer, kCommand };

/// Opens the store that the configuration names, PostgreSQL or the file in `directory`, and brings
/// its schema up to date. `directory` may be null when a database URL is set. `clock` must outlive
/// the store.
OrFailure<std::unique_ptr<Store>> OpenStore(const Config& config, const DataDirectory* directory,
                                            const Clock& clock, StoreUse use);

/// True when everything that a node needs is given from outside, so that it keeps nothing in a data
/// directory of its own.
bool NeedsNoDataDirectory(const Config& config);

}  // namespace guildhall
