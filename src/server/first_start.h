#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "base/secret.h"
#include "core/core.h"
#include "server/config.h"
#include "server/exit_code.h"

namespace guildhall {

/// What was made in an empty store.
struct FirstStart {
  std::string tenant;
  std::string operator_email;
  /// Set when the password was made here and nobody knows it yet: show it once, never log it.
  std::optional<Secret> made_password = {};
};

/// Makes the first operator and the default tenant, which he owns, in one change. Nothing when the
/// store has an operator already, whatever the settings say now.
OrFailure<std::optional<FirstStart>> PrepareFirstStart(Core& core, const Config& config,
                                                       Random& random);

}  // namespace guildhall
