#pragma once

#include <cstdint>
#include <vector>

#include "bench/figures.h"
#include "bench/installation.h"

namespace guildhall::bench {

/// Fills a group for each of `sizes` with so many users of a new tenant, and then adds `adds` more
/// to each, by turns and one in a change: how long the change works, and how long it takes until it
/// is durable.
void MeasureLargeGroups(Installation& house, const Figures& figures,
                        const std::vector<std::int64_t>& sizes, std::int64_t adds);

}  // namespace guildhall::bench
