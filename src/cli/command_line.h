#pragma once

#include <cstdint>
#include <string>

#include "server/exit_code.h"
#include "server/load_config.h"

namespace guildhall {

enum class Command : std::uint8_t {
  kServe,
  kMigrate,
  kCheckConfig,
  kReference,
  kDaptinAdministrator,
};

/// What the process was asked to do.
struct CommandLine {
  Command command = Command::kServe;
  ConfigSources sources;   ///< flags only
  std::string email = {};  ///< of kDaptinAdministrator
};

/// Reads the arguments. A `Failure` with ExitCode::kOk carries the text of --help or --version,
/// which goes to standard output; any other is a mistake in the arguments.
OrFailure<CommandLine> ParseCommandLine(int count, const char* const* arguments);

}  // namespace guildhall
