#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/store.h"

namespace guildhall::detail {

/// The unique name of the group `self` (0: a new one) that is labelled `label`: the label, or
/// "label (uid)" while that is empty or another group's. System groups hold theirs like any other,
/// so their names are reserved.
Result<std::string> FreeUniqueName(const Snapshot& snapshot, TenantId tenant,
                                   std::string_view label, const Uid& uid, GroupId self = {});

/// kInvalid with Problem "name" kBlank or kTaken unless `name` can be the unique name of `self`.
Result<void> CheckUniqueName(const Snapshot& snapshot, TenantId tenant, std::string_view name,
                             GroupId self = {});

}  // namespace guildhall::detail
