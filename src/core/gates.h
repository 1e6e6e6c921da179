#pragma once

#include "base/result.h"
#include "core/access.h"
#include "core/caller.h"
#include "core/collection.h"
#include "core/store.h"

namespace guildhall {

/// How a use case about people, groups, memberships, collections or actions judges its caller: by
/// his powers, or by lists, where it asks rights at two gates: of the table, and of the row. Which
/// rights, the dialect says; who holds them, the core.
struct Gates {
  bool by_lists = false;  ///< false: powers decide, and the rest means nothing
  Rights table{};         ///< asked of the list of the table (`kAccountTable` and so on)
  Rights row{};           ///< asked of the row's own list; nothing is asked of rows to be made
  bool own = false;       ///< a user's own account opens both gates to him

  static constexpr Gates ByPowers() { return {}; }
  static constexpr Gates ByLists(Rights table, Rights row, bool own = false) {
    return {true, table, row, own};
  }
};

/// Whether nobody has administered the tenant yet, nor cared for its people in another vocabulary
/// (`kAdministrators` is inactive). While this is so, the tables' gates and those of actions stand
/// open to callers who may found (`Caller::may_found`), so that somebody can become the first.
Result<bool> IsFounding(const Snapshot& snapshot, TenantId tenant);

/// kForbidden with Problem "table" unless the list of the table gives the caller every right asked.
/// Bypassing callers (`Power::kBypassTables`) pass.
Result<void> PassTable(const Snapshot& snapshot, const Caller& caller, CollectionId table,
                       Rights asked);
/// The same for a table that is at hand as it is in this snapshot.
Result<void> PassTable(const Snapshot& snapshot, const Caller& caller, const Collection& table,
                       Rights asked);
/// The same for a row's list, with Problem "object".
Result<void> PassRow(const Caller& caller, const AccessList& list, Rights asked);
/// What a missing row is for this caller: kNotFound for who bypasses, else as a refusing row, so
/// that nobody learns what exists.
tl::unexpected<Error> MissingRow(const Caller& caller);

}  // namespace guildhall
