#pragma once

#include <string>

#include "server/exit_code.h"
#include "server/load_config.h"

namespace guildhall {

/// `guildhall serve`: returns when a signal ended it.
OrFailure<void> Serve(const Config& config);

/// `guildhall migrate`: brings the store to this version's schema and says so.
OrFailure<void> MigrateStore(const Config& config);

/// `guildhall daptin-administrator`: for the account with this e-mail in the default tenant. The
/// embedded store must not be served meanwhile.
OrFailure<void> MakeDaptinAdministrator(const Config& config, const std::string& email);

/// `guildhall check-config`: prints what is in force, and says when it names files that a server
/// cannot use.
OrFailure<void> CheckConfig(const LoadedConfig& loaded);

/// `guildhall check-config --reference`: prints docs/configuration.md.
void PrintReference();

}  // namespace guildhall
