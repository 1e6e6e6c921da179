#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/settings.h"

namespace guildhall {

/// One value of the configuration file.
struct FileSetting {
  std::string key;  ///< tables joined by dots: "storage.synchronous"
  Setting::Type type = Setting::Type::kText;
  std::string text = {};
  int line = 0;
};

/// Reads a TOML file into its values, in the order of the file. kInvalid, with one line for people
/// in `detail`, when it cannot be read, is not TOML, or holds something else than text, integers
/// and booleans.
Result<std::vector<FileSetting>> ReadConfigFile(const std::string& path);

}  // namespace guildhall
