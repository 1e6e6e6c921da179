#pragma once

#include <string>

#include "cli/command_line.h"
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

/// `guildhall daptin-rotate-key`: in the default tenant. With `sign_out` everybody has to sign in
/// again. The embedded store must not be served meanwhile.
OrFailure<void> RotateDaptinKey(const Config& config, bool sign_out);

/// `guildhall publish`: lets another API serve a collection too, or takes that back. The embedded
/// store must not be served meanwhile.
OrFailure<void> Publish(const Config& config, const Publication& publication);

/// `guildhall import users`: shows its progress on standard error and stops at a commit when a
/// signal comes. Running it again goes on. The embedded store must not be served meanwhile.
OrFailure<void> ImportUsers(const Config& config, const UserFileArguments& arguments);

/// `guildhall check-config`: prints what is in force, and says when it names files that a server
/// cannot use.
OrFailure<void> CheckConfig(const LoadedConfig& loaded);

/// `guildhall check-config --reference`: prints docs/configuration.md.
void PrintReference();

}  // namespace guildhall
