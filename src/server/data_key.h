#pragma once

#include "base/crypto.h"
#include "base/log.h"
#include "base/random.h"
#include "core/store.h"
#include "server/config.h"
#include "server/data_directory.h"
#include "server/exit_code.h"

namespace guildhall {

/// The keys under which this store's credentials are sealed: from the setting, else from the data
/// directory, else, for an empty store only, made now and kept in the data directory. A store that
/// has credentials is never given a second key, and a key that does not open them is refused.
/// `directory` may be null when the setting gives the key.
OrFailure<KeyRing> ObtainKeyRing(const Config& config, const DataDirectory* directory,
                                 const Store& store, Random& random, Log& log);

}  // namespace guildhall
