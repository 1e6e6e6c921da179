#pragma once

#include <string_view>

#include "core/core.h"

namespace guildhall::syncano {

/// A collection that another dialect made, as an operator names it.
struct Published {
  TenantId tenant;
  Origin source;  ///< of the dialect that made it
  std::string_view name;
};

/// Lets this dialect serve the collection too, for the command line. kNotFound; kAlreadyExists when
/// it does already; kInvalid with "name" kTaken: the name means something else here.
Result<void> Publish(Transaction& tx, const Core& core, const Published& wanted);
/// Takes that back. kNotFound when it is not served here.
Result<void> Withdraw(Transaction& tx, const Core& core, const Published& wanted);

}  // namespace guildhall::syncano
