#pragma once

#include "core/collection.h"
#include "core/ids.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// The record takes the files that `after` holds and `before` did not: kUnavailable when one of
/// them does not wait for its record. It lets go those that only `before` held.
Result<void> HoldFiles(Connection& connection, TenantId tenant, const Fields& before,
                       const Record& after);
/// A record that goes lets its files go.
Result<void> LetFilesGo(Connection& connection, TenantId tenant, const Fields& fields);
/// So do all records of a collection up to this number.
Result<void> LetFilesGoUpTo(Connection& connection, TenantId tenant, CollectionId collection,
                            std::int64_t last);
/// Up to `limit` files of a tenant that is gone are let go; how many. Its file chunks are not
/// touched.
Result<std::int64_t> LetFilesGoOf(Connection& connection, TenantId tenant, std::int64_t limit);

}  // namespace guildhall::store
