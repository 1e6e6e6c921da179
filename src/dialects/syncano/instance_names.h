#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::syncano {

/// What is wrong with a new instance's name, as Syncano v1.1 says it; every rule that fails adds
/// its sentence. `name` is trimmed and lower-case. Whether it is taken is asked later.
std::vector<std::string> RefuseInstanceName(std::string_view name);

}  // namespace guildhall::syncano
