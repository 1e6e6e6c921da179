#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

namespace guildhall {

/// How the process ends, for scripts that start it; listed in docs/operations.md.
enum class ExitCode : std::uint8_t {
  kOk = 0,
  kFailed = 1,         ///< anything else
  kUsage = 2,          ///< a flag, a variable or the configuration file
  kListen = 3,         ///< the address is in use, or not ours
  kDataDirectory = 4,  ///< locked by another server, or not usable
  kDatabase = 5,       ///< cannot be reached or opened
  kDataKey = 6,        ///< missing, damaged, or not the one that the store was made with
  kNewerSchema = 7,    ///< the store was used by a newer version
};

/// Why the process cannot go on: a code and one line for people, without secrets.
struct Failure {
  ExitCode code = ExitCode::kFailed;
  std::string message;
};

template <class T>
using OrFailure = tl::expected<T, Failure>;

inline tl::unexpected<Failure> GiveUp(ExitCode code, std::string message) {
  return tl::unexpected<Failure>(Failure{code, std::move(message)});
}

}  // namespace guildhall
