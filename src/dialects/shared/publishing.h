#pragma once

#include <string_view>

#include "core/core.h"

namespace guildhall::dialects {

/// A collection that one dialect has made and another is to serve too, as an operator names it.
struct Published {
  TenantId tenant;
  Origin source;  ///< of the dialect that made it
  std::string_view name;
};

/// The collection itself; kNotFound when that dialect made none of this name.
Result<Collection> GetPublished(const Snapshot& snapshot, const Published& wanted);

/// Who changes the tenant's collections from the command line: nobody of the tenant, for who can
/// run commands has its files.
Caller CommandOf(TenantId tenant);

}  // namespace guildhall::dialects
