#include "core/tenants.h"

#include <utility>

#include "core/detail/paging.h"
#include "core/detail/text_rules.h"
#include "core/events.h"

namespace guildhall {
namespace {

Result<void> CheckTexts(std::string_view description, std::string_view metadata) {
  std::vector<Problem> problems;
  if (auto problem = detail::CheckText("description", description, detail::kMaxText)) {
    problems.push_back(*std::move(problem));
  }
  if (auto problem = detail::CheckText("metadata", metadata, detail::kMaxDocument)) {
    problems.push_back(*std::move(problem));
  }
  if (!problems.empty()) return Fail(Errc::kInvalid, std::move(problems));
  return {};
}

Result<void> CheckDraft(const Snapshot& snapshot, const Tenants::Draft& draft) {
  if (auto problem = detail::CheckName("name", draft.name)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  GH_CHECK(CheckTexts(draft.description, draft.metadata));
  GH_TRY(const std::optional<Tenant> holder, snapshot.tenants().FindByName(draft.name));
  if (holder) return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  return {};
}

/// The collection in which every user has a record of his own.
Result<void> MakeProfiles(Transaction& tx, TenantId tenant) {
  if (tx.Next(tenant, Sequence::kCollection) != kProfiles.value()) {
    return Fail(Errc::kInternal, "profiles are not a new tenant's first collection");
  }
  Collection row;
  row.id = kProfiles;
  row.origin = kCoreOrigin;
  row.name = "profiles";
  row.access.everyone = Rights::All();
  row.access.group_bits = Rights::All().bits();
  row.metadata = "{}";
  row.created_at = row.updated_at = tx.Now(tenant);
  return tx.collections().Insert(tenant, row);
}

Result<void> MakeChannel(Transaction& tx, TenantId tenant, std::string name, bool publishable) {
  Channel row;
  row.id = ChannelId(tx.Next(tenant, Sequence::kChannel));
  row.origin = kCoreOrigin;
  row.name = std::move(name);
  row.rooms = true;
  row.publishable = publishable;
  row.builtin = true;
  row.created_at = row.updated_at = tx.Now(tenant);
  return tx.channels().Insert(tenant, row);
}

}  // namespace

Tenants::Tenants(Identities& identities, Options options)
    : identities_(identities), options_(options) {}

Result<Tenant> Tenants::Create(Transaction& tx, const Caller& caller, const Draft& draft) const {
  if (!caller.operator_id) return Fail(Errc::kForbidden);
  GH_CHECK(CheckDraft(tx, draft));
  if (!draft.builtin) {
    GH_TRY(const std::int64_t owned, tx.tenants().CountOwnedBy(*caller.operator_id));
    if (owned >= options_.max_owned) {
      return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, options_.max_owned});
    }
  }
  Tenant row;
  row.id = TenantId(tx.Next(kSite, Sequence::kTenant));
  row.name = draft.name;
  row.object_id = identities_.MakeObjectId();
  row.owner = *caller.operator_id;
  row.description = draft.description;
  row.metadata = draft.metadata;
  row.builtin = draft.builtin;
  row.created_at = row.updated_at = tx.Now(kSite);
  GH_CHECK(tx.tenants().Insert(row));
  GH_CHECK(MakeProfiles(tx, row.id));
  GH_CHECK(MakeChannel(tx, row.id, "default", true));
  GH_CHECK(MakeChannel(tx, row.id, "eventlog", false));
  GH_CHECK(WriteEvent(tx, caller, row.id, EventKind::kTenantCreated, row.id.value()));
  return row;
}

Result<Tenant> Tenants::Update(Transaction& tx, const Caller& caller, TenantId id,
                               const Patch& patch) const {
  GH_TRY(const Tenant before, Get(tx, caller, id));
  if (caller.tenant != id || !caller.Has(Power::kWriteTenant)) return Fail(Errc::kForbidden);
  Tenant row = before;
  row.description = patch.description.value_or(before.description);
  row.metadata = patch.metadata.value_or(before.metadata);
  if (row == before) return row;
  GH_CHECK(CheckTexts(row.description, row.metadata));
  row.updated_at = tx.Now(id);
  GH_CHECK(tx.tenants().Update(row));
  GH_CHECK(WriteEvent(tx, caller, id, EventKind::kTenantUpdated, id.value()));
  return row;
}

Result<std::vector<Tenant>> Tenants::List(const Snapshot& snapshot, const Caller& caller,
                                          Seek seek) const {
  if (caller.operator_id) return snapshot.tenants().ListOf(*caller.operator_id, seek);
  if (!caller.api_key) return Fail(Errc::kForbidden);
  std::vector<Tenant> tenants;
  const TenantId own = caller.api_key->row.tenant;
  if (!detail::IsOnPage(own, seek)) return tenants;
  GH_TRY(Tenant tenant, Get(snapshot, caller, own));
  tenants.push_back(std::move(tenant));
  return tenants;
}

Result<Tenant> Tenants::Get(const Snapshot& snapshot, const Caller& caller, TenantId id) const {
  if (caller.anonymous()) return Fail(Errc::kForbidden);
  if (caller.operator_id) {
    GH_TRY(const Role role, snapshot.tenants().RoleOf(id, *caller.operator_id));
    if (role == Role::kNone) return Fail(Errc::kNotFound);
  } else if (caller.api_key->row.tenant != id) {
    return Fail(Errc::kNotFound);
  }
  GH_TRY(std::optional<Tenant> row, snapshot.tenants().Find(id));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

}  // namespace guildhall
