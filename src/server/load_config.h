#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "server/config.h"

namespace guildhall {

/// What a process was started with.
struct ConfigSources {
  /// Flags as typed: {"--storage-synchronous", "full"}; the last one of a name counts.
  std::vector<std::pair<std::string, std::string>> flags = {};
  /// Variables whose name begins with GUILDHALL_, and DAPTIN_SCHEMA_FOLDER; an empty value counts
  /// as not given.
  std::vector<std::pair<std::string, std::string>> environment = {};
};

/// The variables of this process that are ours.
std::vector<std::pair<std::string, std::string>> OwnEnvironment();

/// A configuration and where each value came from.
struct LoadedConfig {
  Config config;
  /// Parallel to `Settings()`: "default", "file", "environment" or "flag".
  std::vector<std::string> origins;
};

/// Flag before environment before file before default. kInvalid, with one line for people in
/// `detail` for each thing that is wrong: an unknown name (and the known one that is nearest to
/// it), a value that is not allowed, values that do not go together. No line holds a secret.
Result<LoadedConfig> LoadConfig(const ConfigSources& sources);

}  // namespace guildhall
