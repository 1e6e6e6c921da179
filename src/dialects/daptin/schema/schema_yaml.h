#pragma once

#include <string_view>

#include "base/json.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

/// The one YAML document in `text` as a JSON value. Scalars mean what the core schema of YAML 1.2
/// says; quoted ones, and those that JSON has no value for, are text. 400 with a title that names
/// line and column for what is no YAML, for repeated keys, for nesting beyond 32, for more than
/// 1'000 keys in one map, and for more than 100'000 values or 4 MiB of text, both counted with
/// every alias written out.
Reading<Json> ReadYaml(std::string_view text);

}  // namespace guildhall::daptin
