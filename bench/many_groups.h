#pragma once

#include <cstdint>

#include "bench/figures.h"
#include "bench/installation.h"

namespace guildhall::bench {

/// Puts a user of a new tenant into `groups` groups and measures what is decided about him, and
/// what finding out who he is takes. `times`: how often each is done.
void MeasureManyGroups(Installation& house, const Figures& figures, std::int64_t groups,
                       std::int64_t times);

}  // namespace guildhall::bench
