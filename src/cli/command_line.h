#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
  kImportUsers,
};

/// What kPublish names.
struct Publication {
  std::string tenant;
  std::string collection;
  std::string dialect;    ///< "syncano" or "daptin"
  bool withdraw = false;  ///< take it back

  friend bool operator==(const Publication&, const Publication&) = default;
};

/// What kImportUsers names.
struct UserFileArguments {
  std::string path;
  std::string tenant;                ///< "": default_tenant
  std::string format;                ///< "csv", "jsonl", or "" to go by the name of the file
  std::string report;                ///< "": beside the file
  std::vector<std::string> ignored;  ///< columns or members

  friend bool operator==(const UserFileArguments&, const UserFileArguments&) = default;
};

/// What the process was asked to do.
struct CommandLine {
  Command command = Command::kServe;
  ConfigSources sources;   ///< flags only
  std::string email = {};  ///< of kDaptinAdministrator
  bool sign_out = false;   ///< of kDaptinRotateKey: nobody stays signed in
  Publication publication = {};
  UserFileArguments user_file = {};
};

/// Reads the arguments. A `Failure` with ExitCode::kOk carries the text of --help or --version,
/// which goes to standard output; any other is a mistake in the arguments.
OrFailure<CommandLine> ParseCommandLine(int count, const char* const* arguments);

}  // namespace guildhall
