#include <optional>
#include <utility>

#include "core/detail/lists.h"
#include "core/detail/rules.h"
#include "core/tables.h"

namespace guildhall {
namespace {

/// Of the core's own actions there are fewer.
constexpr std::int64_t kReserved = 100;

bool IsOfTheCore(const Action& action) { return action.id.value() < 0; }

tl::unexpected<Error> Protected() {
  return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
}

/// `next` is the number that the new action has got. Numbers are dense, so that most of them say
/// without counting that there is room.
Result<void> CheckRoomForAction(const Snapshot& snapshot, TenantId tenant, ActionId next) {
  if (next.value() <= Tables::kMaxActions - kReserved) return {};
  GH_TRY(const std::vector<Action> actions, snapshot.actions().List(tenant));
  if (std::cmp_less(actions.size(), Tables::kMaxActions)) return {};
  return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, Tables::kMaxActions});
}

Result<void> CheckDraft(const Snapshot& snapshot, TenantId tenant,
                        const Tables::ActionDraft& draft) {
  GH_TRY(const std::optional<Collection> collection,
         snapshot.collections().Find(tenant, draft.collection));
  if (!collection) {
    return Fail(Errc::kInvalid,
                Problem{"collection", Reason::kUnknownId, draft.collection.value()});
  }
  return detail::CheckNewOwner(snapshot, tenant, {}, draft.access);
}

Result<Action> Insert(const detail::Issuer& issuer, const Tables::ActionDraft& draft) {
  GH_CHECK(CheckDraft(issuer.tx, issuer.tenant, draft));
  Action row;
  row.id = ActionId(issuer.tx.Next(issuer.tenant, Sequence::kAction));
  GH_CHECK(CheckRoomForAction(issuer.tx, issuer.tenant, row.id));
  row.collection = draft.collection;
  row.uid = issuer.identities.MakeUid();
  row.name = draft.name;
  row.declaration = draft.declaration;
  row.access = draft.access;
  row.created_at = row.updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.actions().Insert(issuer.tenant, row));
  return row;
}

}  // namespace

Result<Action> Tables::PutAction(Transaction& tx, const Caller& caller,
                                 const ActionDraft& draft) const {
  if (!caller.Has(Power::kWriteCollections)) return Fail(Errc::kForbidden);
  const TenantId tenant = caller.tenant;
  GH_TRY(std::optional<Action> row, tx.actions().FindByName(tenant, draft.collection, draft.name));
  if (!row) {
    GH_TRY(row, Insert({tx, tenant, identities_}, draft));
  } else {
    if (IsOfTheCore(*row)) return Protected();
    if (row->declaration == draft.declaration) return *std::move(row);
    row->declaration = draft.declaration;
    row->updated_at = tx.Now(tenant);
    GH_CHECK(tx.actions().Update(tenant, *row));
  }
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kActionDeclared, row->id.value(),
                      row->collection.value()));
  return *std::move(row);
}

Result<void> Tables::RemoveAction(Transaction& tx, const Caller& caller, ActionId id) const {
  if (!caller.Has(Power::kWriteCollections)) return Fail(Errc::kForbidden);
  GH_TRY(const std::optional<Action> row, tx.actions().Find(caller.tenant, id));
  if (!row) return Fail(Errc::kNotFound);
  if (IsOfTheCore(*row)) return Protected();
  GH_CHECK(tx.actions().Remove(caller.tenant, id));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kActionRemoved, id.value(),
                    row->collection.value());
}

}  // namespace guildhall
