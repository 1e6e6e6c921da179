#pragma once

#include <optional>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/gates.h"
#include "core/identities.h"
#include "core/store.h"

namespace guildhall {

/// The lists of collections and actions themselves, as rows of `kCollectionTable` and
/// `kActionTable`: who may use a table, and who may execute what. For callers who act under lists:
/// they come to the core's own tables and to the collections that their vocabulary serves.
class Tables {
 public:
  explicit Tables(Identities& identities) : identities_(identities) {}

  // While the tenant is being founded (`IsFounding`), whoever may found passes the gates of tables
  // and actions as far as Peek, Read and Execute go.

  /// Those whose own list gives the caller Read: the core's own by descending id, then the others
  /// by id. `gates.table` is asked of `kCollectionTable`.
  Result<std::vector<Collection>> ListCollections(const Snapshot& snapshot, const Caller& caller,
                                                  const Gates& gates) const;
  Result<Collection> GetCollection(const Snapshot& snapshot, const Caller& caller, CollectionId id,
                                   const Gates& gates) const;
  Result<std::vector<Action>> ListActions(const Snapshot& snapshot, const Caller& caller,
                                          const Gates& gates) const;
  Result<Action> GetAction(const Snapshot& snapshot, const Caller& caller, ActionId id,
                           const Gates& gates) const;

  /// kForbidden with Problem "object" for added rights that the caller does not hold himself.
  Result<Collection> Update(Transaction& tx, const Caller& caller, CollectionId id,
                            const AccessPatch& patch, const Gates& gates) const;
  Result<Action> Update(Transaction& tx, const Caller& caller, ActionId id,
                        const AccessPatch& patch, const Gates& gates) const;

  // `gates` ask of the table of grants, and of the row that is shared.
  /// kAlreadyExists when the group has one there, and `replace` is false; "group" kUnknownId.
  Result<Grant> Share(Transaction& tx, const Caller& caller, CollectionId id,
                      const Sharing& sharing, bool replace, const Gates& gates) const;
  Result<Grant> Share(Transaction& tx, const Caller& caller, ActionId id, const Sharing& sharing,
                      bool replace, const Gates& gates) const;
  /// kNotFound when the group has none there.
  Result<void> Unshare(Transaction& tx, const Caller& caller, CollectionId id, GroupId group,
                       const Gates& gates) const;
  Result<void> Unshare(Transaction& tx, const Caller& caller, ActionId id, GroupId group,
                       const Gates& gates) const;

  /// An action as its dialect declares it.
  struct ActionDraft {
    CollectionId collection;
    std::string name;  ///< checked by the dialect
    std::string declaration;
    AccessList access;  ///< of a new one; without grants
  };
  /// Tenants have at most so many actions, the core's own among them.
  static constexpr std::int64_t kMaxActions = 10'000;
  /// Makes the action, or gives the one of that name this declaration and leaves its list alone.
  /// Needs kWriteCollections. The core's own: kForbidden; kConflict with kLimitReached;
  /// "collection" or "owner" kUnknownId.
  Result<Action> PutAction(Transaction& tx, const Caller& caller, const ActionDraft& draft) const;
  /// Needs kWriteCollections. kNotFound; the core's own: kForbidden.
  Result<void> RemoveAction(Transaction& tx, const Caller& caller, ActionId id) const;

  /// Whether the caller may execute: Execute at the table that the action is on, and on the action.
  /// kForbidden with Problem "table" or "object".
  Result<Action> PassAction(const Snapshot& snapshot, const Caller& caller, ActionId id) const;

 private:
  Identities& identities_;
};

}  // namespace guildhall
