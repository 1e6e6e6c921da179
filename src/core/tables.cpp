#include "core/tables.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/detail/lists.h"
#include "core/detail/rules.h"

namespace guildhall {
namespace {

constexpr std::int32_t kPage = 256;

/// Whether the vocabulary of the caller serves the collection, which is no table of the core's own.
Result<bool> ComesTo(const Snapshot& snapshot, const Caller& caller, const Collection& row) {
  // Profiles have a vocabulary of their own: that of each account.
  if (row.origin == kCoreOrigin) return false;
  if (row.origin == caller.vocabulary) return true;
  GH_TRY(const std::vector<Origin> published,
         snapshot.collections().ListPublished(caller.tenant, row.id));
  return std::ranges::find(published, caller.vocabulary) != published.end();
}

/// All that the caller's vocabulary serves, by id. A limit of its own bounds them.
Result<std::vector<Collection>> ListServed(const Snapshot& snapshot, const Caller& caller) {
  std::vector<Collection> rows;
  if (caller.vocabulary == kCoreOrigin) return rows;
  for (Seek seek{.limit = kPage};;) {
    GH_TRY(std::vector<Collection> page,
           snapshot.collections().List(caller.tenant, caller.vocabulary, seek));
    for (Collection& row : page) {
      seek.from = row.id.value();
      if (row.origin != kCoreOrigin) rows.push_back(std::move(row));
    }
    if (page.size() < static_cast<std::size_t>(kPage)) return rows;
  }
}

/// What differs between the two kinds of row whose lists are served here.
struct CollectionKind {
  using Row = Collection;
  using Id = CollectionId;
  static constexpr CollectionId kTable = kCollectionTable;
  static constexpr CollectionId kGrantTable = kCollectionGrantTable;
  static constexpr EventKind kListChanged = EventKind::kCollectionListChanged;
  static constexpr EventKind kShared = EventKind::kCollectionShared;
  static constexpr EventKind kUnshared = EventKind::kCollectionUnshared;

  static Result<std::optional<Row>> Find(const Snapshot& snapshot, const Caller& caller, Id id) {
    GH_TRY(std::optional<Row> row, snapshot.collections().Find(caller.tenant, id));
    if (!row || id.value() < 0) return row;
    GH_TRY(const bool comes, ComesTo(snapshot, caller, *row));
    if (!comes) row.reset();
    return row;
  }
  static Result<void> Write(Transaction& tx, TenantId tenant, const Row& row) {
    return tx.collections().Update(tenant, row);
  }
};

struct ActionKind {
  using Row = Action;
  using Id = ActionId;
  static constexpr CollectionId kTable = kActionTable;
  static constexpr CollectionId kGrantTable = kActionGrantTable;
  static constexpr EventKind kListChanged = EventKind::kActionListChanged;
  static constexpr EventKind kShared = EventKind::kActionShared;
  static constexpr EventKind kUnshared = EventKind::kActionUnshared;

  static Result<std::optional<Row>> Find(const Snapshot& snapshot, const Caller& caller, Id id) {
    return snapshot.actions().Find(caller.tenant, id);
  }
  static Result<void> Write(Transaction& tx, TenantId tenant, const Row& row) {
    return tx.actions().Update(tenant, row);
  }
};

/// The second gate, as `PassRow`: while the tenant is being founded, whoever may found knows of all
/// tables and actions, and executes what there is.
Result<void> PassFoundingRow(const Snapshot& snapshot, const Caller& caller, const AccessList& list,
                             Rights asked) {
  constexpr Rights kOpen{Right::kPeek, Right::kRead, Right::kExecute};
  auto passed = PassRow(caller, list, asked);
  if (passed || !caller.may_found || !kOpen.Contains(asked)) return passed;
  GH_TRY(const bool founding, IsFounding(snapshot, caller.tenant));
  if (founding) return {};
  return passed;
}

/// The row behind both gates; the first is that of `table`.
template <class Kind>
Result<typename Kind::Row> Pass(const Snapshot& snapshot, const Caller& caller, CollectionId table,
                                typename Kind::Id id, const Gates& gates) {
  GH_CHECK(PassTable(snapshot, caller, table, gates.table));
  GH_TRY(auto row, Kind::Find(snapshot, caller, id));
  if (!row) return MissingRow(caller);
  GH_CHECK(PassFoundingRow(snapshot, caller, row->access, gates.row));
  return *std::move(row);
}

/// Leaves the rows that the caller may read.
template <class Row>
Result<std::vector<Row>> Readable(const Snapshot& snapshot, std::vector<Row> rows,
                                  const Caller& caller) {
  std::vector<Row> readable;
  for (Row& row : rows) {
    if (PassFoundingRow(snapshot, caller, row.access, {Right::kRead})) {
      readable.push_back(std::move(row));
    }
  }
  return readable;
}

/// Gives `row` the wanted list, judged, and tells the log. An equal list is no change.
template <class Kind>
Result<void> SetList(const detail::Issuer& issuer, const Caller& caller, typename Kind::Row& row,
                     AccessList wanted, EventKind event, GroupId group) {
  const AccessList before = row.access;
  wanted = detail::KeepGrants(before, std::move(wanted));
  if (wanted == before) return {};
  GH_CHECK(detail::CheckNewGrants(issuer.tx, issuer.tenant, before, wanted));
  GH_CHECK(detail::CheckNewOwner(issuer.tx, issuer.tenant, before, wanted));
  GH_TRY(wanted, detail::JudgeList(caller, before, std::move(wanted)));
  row.access = detail::IssueGrants(issuer, before, std::move(wanted));
  row.updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(Kind::Write(issuer.tx, issuer.tenant, row));
  return WriteEvent(issuer.tx, caller, issuer.tenant, event, row.id.value(), group.value());
}

template <class Kind>
Result<typename Kind::Row> UpdateRow(const detail::Issuer& issuer, const Caller& caller,
                                     typename Kind::Id id, const AccessPatch& patch,
                                     const Gates& gates) {
  GH_TRY(auto row, Pass<Kind>(issuer.tx, caller, Kind::kTable, id, gates));
  GH_CHECK(
      SetList<Kind>(issuer, caller, row, patch.Apply(row.access), Kind::kListChanged, GroupId()));
  return row;
}

template <class Kind>
Result<Grant> ShareRow(const detail::Issuer& issuer, const Caller& caller, typename Kind::Id id,
                       const Sharing& sharing, bool replace, const Gates& gates) {
  GH_TRY(auto row, Pass<Kind>(issuer.tx, caller, Kind::kGrantTable, id, gates));
  if (row.access.FindGrant(sharing.group) != nullptr && !replace) return Fail(Errc::kAlreadyExists);
  GH_CHECK(SetList<Kind>(issuer, caller, row, detail::WithGrant(row.access, sharing), Kind::kShared,
                         sharing.group));
  return *row.access.FindGrant(sharing.group);
}

template <class Kind>
Result<void> UnshareRow(const detail::Issuer& issuer, const Caller& caller, typename Kind::Id id,
                        GroupId group, const Gates& gates) {
  GH_TRY(auto row, Pass<Kind>(issuer.tx, caller, Kind::kGrantTable, id, gates));
  if (row.access.FindGrant(group) == nullptr) return Fail(Errc::kNotFound);
  return SetList<Kind>(issuer, caller, row, detail::WithoutGroup(row.access, group),
                       Kind::kUnshared, group);
}

}  // namespace

Result<std::vector<Collection>> Tables::ListCollections(const Snapshot& snapshot,
                                                        const Caller& caller,
                                                        const Gates& gates) const {
  GH_CHECK(PassTable(snapshot, caller, kCollectionTable, gates.table));
  GH_TRY(std::vector<Collection> rows, snapshot.collections().ListTables(caller.tenant));
  GH_TRY(std::vector<Collection> served, ListServed(snapshot, caller));
  std::ranges::move(served, std::back_inserter(rows));
  return Readable(snapshot, std::move(rows), caller);
}

Result<Collection> Tables::GetCollection(const Snapshot& snapshot, const Caller& caller,
                                         CollectionId id, const Gates& gates) const {
  return Pass<CollectionKind>(snapshot, caller, kCollectionTable, id, gates);
}

Result<std::vector<Action>> Tables::ListActions(const Snapshot& snapshot, const Caller& caller,
                                                const Gates& gates) const {
  GH_CHECK(PassTable(snapshot, caller, kActionTable, gates.table));
  GH_TRY(std::vector<Action> rows, snapshot.actions().List(caller.tenant));
  return Readable(snapshot, std::move(rows), caller);
}

Result<Action> Tables::GetAction(const Snapshot& snapshot, const Caller& caller, ActionId id,
                                 const Gates& gates) const {
  return Pass<ActionKind>(snapshot, caller, kActionTable, id, gates);
}

Result<Collection> Tables::Update(Transaction& tx, const Caller& caller, CollectionId id,
                                  const AccessPatch& patch, const Gates& gates) const {
  return UpdateRow<CollectionKind>({tx, caller.tenant, identities_}, caller, id, patch, gates);
}

Result<Action> Tables::Update(Transaction& tx, const Caller& caller, ActionId id,
                              const AccessPatch& patch, const Gates& gates) const {
  return UpdateRow<ActionKind>({tx, caller.tenant, identities_}, caller, id, patch, gates);
}

Result<Grant> Tables::Share(Transaction& tx, const Caller& caller, CollectionId id,
                            const Sharing& sharing, bool replace, const Gates& gates) const {
  return ShareRow<CollectionKind>({tx, caller.tenant, identities_}, caller, id, sharing, replace,
                                  gates);
}

Result<Grant> Tables::Share(Transaction& tx, const Caller& caller, ActionId id,
                            const Sharing& sharing, bool replace, const Gates& gates) const {
  return ShareRow<ActionKind>({tx, caller.tenant, identities_}, caller, id, sharing, replace,
                              gates);
}

Result<void> Tables::Unshare(Transaction& tx, const Caller& caller, CollectionId id, GroupId group,
                             const Gates& gates) const {
  return UnshareRow<CollectionKind>({tx, caller.tenant, identities_}, caller, id, group, gates);
}

Result<void> Tables::Unshare(Transaction& tx, const Caller& caller, ActionId id, GroupId group,
                             const Gates& gates) const {
  return UnshareRow<ActionKind>({tx, caller.tenant, identities_}, caller, id, group, gates);
}

Result<Action> Tables::PassAction(const Snapshot& snapshot, const Caller& caller,
                                  ActionId id) const {
  constexpr Rights kExecute{Right::kExecute};
  GH_TRY(std::optional<Action> action, snapshot.actions().Find(caller.tenant, id));
  if (!action) return MissingRow(caller);
  GH_TRY(const std::optional<Collection> table,
         CollectionKind::Find(snapshot, caller, action->collection));
  if (!table) return MissingRow(caller);
  GH_CHECK(PassTable(snapshot, caller, *table, kExecute));
  GH_CHECK(PassFoundingRow(snapshot, caller, action->access, kExecute));
  return *std::move(action);
}

}  // namespace guildhall
