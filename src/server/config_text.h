#pragma once

#include <string>

#include "server/load_config.h"
#include "server/settings.h"

namespace guildhall {

/// The effective configuration as a TOML file, each value with its origin in a comment; secrets are
/// masked.
std::string DescribeConfig(const LoadedConfig& loaded);

/// docs/configuration.md: every setting with its three spellings, default and meaning.
std::string ConfigurationReference();

/// What `--help` says about a setting: meaning, allowed values, default.
std::string FlagHelp(const Setting& setting);

}  // namespace guildhall
