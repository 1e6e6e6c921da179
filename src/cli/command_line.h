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
  kDaptinRotateKey,
  kPublish,
};

/// What kPublish names.
struct Publication {
  std::string tenant;
  std::string collection;
  std::string dialect;    ///< "syncano" or "daptin"
  bool withdraw = false;  ///< take it back

  friend bool operator==(const Publication&, const Publication&) = default;
};

/// What the process was asked to do.
struct CommandLine {
  Command command = Command::kServe;
  ConfigSources sources;   ///< flags only
  std::string email = {};  ///< of kDaptinAdministrator
  bool sign_out = false;   ///< of kDaptinRotateKey: nobody stays signed in
  Publication publication = {};
};

/// Reads the arguments. A `Failure` with ExitCode::kOk carries the text of --help or --version,
/// which goes to standard output; any other is a mistake in the arguments.
OrFailure<CommandLine> ParseCommandLine(int count, const char* const* arguments);

}  // namespace guildhall
