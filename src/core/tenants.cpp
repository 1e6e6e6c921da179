#include "core/tenants.h"

#include <utility>

#include "base/strings.h"
#include "core/detail/hidden.h"
#include "core/detail/paging.h"
#include "core/detail/system_rows.h"
#include "core/detail/text_rules.h"
#include "core/events.h"
#include "core/jobs.h"

namespace guildhall {
namespace {

constexpr std::size_t kMaxFreeName = 64;
/// Numbers that are tried behind a name that is taken.
constexpr std::int64_t kMaxNumber = 10'000;

Result<void> CheckTexts(std::string_view description, std::string_view metadata,
                        std::string_view organisation) {
  std::vector<Problem> problems;
  const auto check = [&](std::string_view field, std::string_view text, std::int64_t limit) {
    if (auto problem = detail::CheckText(field, text, limit)) {
      problems.push_back(*std::move(problem));
    }
  };
  check("description", description, detail::kMaxText);
  check("metadata", metadata, detail::kMaxDocument);
  check("organisation", organisation, detail::kMaxDocument);
  if (!problems.empty()) return Fail(Errc::kInvalid, std::move(problems));
  return {};
}

Result<void> CheckDraft(const Snapshot& snapshot, const Tenants::Draft& draft) {
  if (auto problem = detail::CheckName("name", draft.name)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  GH_CHECK(CheckTexts(draft.description, draft.metadata, draft.organisation));
  std::vector<Problem> problems;
  GH_TRY(std::optional<Tenant> holder, snapshot.tenants().FindByName(draft.name));
  if (holder) problems.push_back({"name", Reason::kTaken});
  if (draft.object_id) {
    GH_TRY(holder, snapshot.tenants().FindByObjectId(*draft.object_id));
    if (holder) problems.push_back({"object_id", Reason::kTaken});
  }
  if (!problems.empty()) return Fail(Errc::kInvalid, std::move(problems));
  return {};
}

bool IsInstallation(const Caller& caller) { return caller.credential == Credential::kSecret; }

/// Whose the new tenant is: the operator's who makes it, or the first one's.
Result<OperatorId> OwnerFor(const Snapshot& snapshot, const Caller& caller) {
  if (!IsInstallation(caller)) {
    if (!caller.operator_id) return Fail(Errc::kForbidden);
    return *caller.operator_id;
  }
  GH_TRY(const std::optional<OperatorId> first, snapshot.operators().First());
  if (!first) return Fail(Errc::kConflict, "there is no operator who could own a tenant");
  return *first;
}

/// The one tenant whose key, an application's or a user's, the caller came with.
std::optional<TenantId> KeyedTenant(const Caller& caller) {
  if (caller.api_key) return caller.api_key->row.tenant;
  if (caller.credential != Credential::kAccessKey) return std::nullopt;
  return caller.Has(Power::kReadTenant) ? std::optional(caller.tenant) : std::nullopt;
}

/// Who may rename or remove the tenant, as far as it is his affair at all.
Result<void> CheckOwns(const Caller& caller, const Tenant& tenant) {
  if (caller.tenant == tenant.id && caller.Has(Power::kDeleteTenant)) return {};
  return Fail(Errc::kForbidden);
}

/// A tenant that somebody else counts on.
Result<void> CheckNotKept(bool kept) {
  if (!kept) return {};
  return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
}

/// `text` with at most `limit` characters, and no hyphen at the end.
std::string_view Cut(std::string_view text, std::size_t limit) {
  text = text.substr(0, 4 * limit);  // more bytes no characters have
  while (CountCodePoints(text) > limit) text.remove_suffix(1);
  while (!IsValidUtf8(text)) text.remove_suffix(1);
  while (text.ends_with('-')) text.remove_suffix(1);
  return text;
}

/// The collection in which every user has a record of his own.
Result<void> MakeProfiles(const detail::Issuer& issuer) {
  Transaction& tx = issuer.tx;
  const TenantId tenant = issuer.tenant;
  if (tx.Next(tenant, Sequence::kCollection) != kProfiles.value()) {
    return Fail(Errc::kInternal, "profiles are not a new tenant's first collection");
  }
  Collection row;
  row.id = kProfiles;
  row.uid = issuer.identities.MakeUid();
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
    : identities_(identities), options_(std::move(options)) {}

Result<Tenant> Tenants::Create(Transaction& tx, const Caller& caller, const Draft& draft) const {
  GH_TRY(const OperatorId owner, OwnerFor(tx, caller));
  GH_CHECK(CheckDraft(tx, draft));
  const bool builtin = draft.builtin || IsInstallation(caller);
  if (!builtin) {
    GH_TRY(const std::int64_t owned, tx.tenants().CountOwnedBy(owner));
    if (owned >= options_.max_owned) {
      return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, options_.max_owned});
    }
  }
  Tenant row;
  row.id = TenantId(tx.Next(kSite, Sequence::kTenant));
  row.name = draft.name;
  row.object_id = draft.object_id ? *draft.object_id : identities_.MakeObjectId();
  row.owner = owner;
  row.description = draft.description;
  row.metadata = draft.metadata;
  row.builtin = builtin;
  row.organisation = draft.organisation;
  row.created_at = row.updated_at = tx.Now(kSite);
  GH_CHECK(tx.tenants().Insert(row));
  const detail::Issuer issuer{tx, row.id, identities_};
  GH_CHECK(MakeProfiles(issuer));
  GH_CHECK(MakeChannel(tx, row.id, "default", true));
  GH_CHECK(MakeChannel(tx, row.id, "eventlog", false));
  GH_CHECK(detail::WriteSystemRows(issuer, false));
  GH_CHECK(WriteEvent(tx, caller, row.id, EventKind::kTenantCreated, row.id.value()));
  return row;
}

Result<std::string> Tenants::FreeName(const Snapshot& snapshot, std::string_view base) const {
  std::string name(Cut(base, kMaxFreeName));
  for (std::int64_t number = 1; number <= kMaxNumber; ++number) {
    GH_TRY(const std::optional<Tenant> holder, snapshot.tenants().FindByName(name));
    if (!holder) return name;
    const std::string suffix = '-' + std::to_string(number);
    name = std::string(Cut(base, kMaxFreeName - suffix.size())) + suffix;
  }
  return Fail(Errc::kConflict, Problem{"name", Reason::kLimitReached, kMaxNumber});
}

Result<void> Tenants::Complete(Transaction& tx, TenantId tenant) const {
  GH_TRY(const bool complete, detail::HasAllSystemRows(tx, tenant));
  if (complete) return {};
  const detail::Issuer issuer{tx, tenant, identities_};
  GH_TRY(const bool born, detail::HasSystemGroups(tx, tenant));
  if (born) return detail::CompleteActions(issuer);
  GH_TRY(const bool cared_for, detail::HasPeople(tx, tenant));
  GH_CHECK(detail::WriteSystemRows(issuer, cared_for));
  return detail::CompletePeople(issuer);
}

Result<Tenant> Tenants::Update(Transaction& tx, const Caller& caller, TenantId id,
                               const Patch& patch) const {
  GH_TRY(const Tenant before, Get(tx, caller, id));
  const bool here = caller.tenant == id || IsInstallation(caller);
  if (!here || !caller.Has(Power::kWriteTenant)) return Fail(Errc::kForbidden);
  Tenant row = before;
  row.description = patch.description.value_or(before.description);
  row.metadata = patch.metadata.value_or(before.metadata);
  row.organisation = patch.organisation.value_or(before.organisation);
  if (row == before) return row;
  GH_CHECK(CheckTexts(row.description, row.metadata, row.organisation));
  row.updated_at = tx.Now(id);
  GH_CHECK(tx.tenants().Update(row));
  GH_CHECK(WriteEvent(tx, caller, id, EventKind::kTenantUpdated, id.value()));
  return row;
}

Result<Tenant> Tenants::Rename(Transaction& tx, const Caller& caller, TenantId id,
                               std::string_view name) const {
  GH_TRY(Tenant row, Get(tx, caller, id));
  GH_CHECK(CheckOwns(caller, row));
  GH_CHECK(CheckNotKept(row.builtin));
  if (auto problem = detail::CheckName("name", name)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  if (row.name == name) return row;
  GH_TRY(const std::optional<Tenant> holder, tx.tenants().FindByName(name));
  if (holder) return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  row.name = name;
  row.updated_at = tx.Now(id);
  GH_CHECK(tx.tenants().Update(row));
  GH_CHECK(WriteEvent(tx, caller, id, EventKind::kTenantUpdated, id.value()));
  return row;
}

Result<Tenant> Tenants::RotateSessionKey(Transaction& tx, TenantId id, bool ending) const {
  GH_TRY(std::optional<Tenant> row, tx.tenants().Find(id));
  if (!row) return Fail(Errc::kNotFound);
  ++row->session_key;
  row->oldest_session_key =
      ending ? row->session_key
             : std::max(row->oldest_session_key, row->session_key - (kSessionKeys - 1));
  row->updated_at = tx.Now(id);
  GH_CHECK(tx.tenants().Update(*row));
  Caller command;
  command.tenant = id;
  GH_CHECK(WriteEvent(tx, command, id, EventKind::kSessionKeyRotated, row->session_key));
  return *std::move(row);
}

Result<void> Tenants::Remove(Transaction& tx, const Caller& caller, TenantId id) const {
  GH_TRY(const Tenant row, Get(tx, caller, id));
  GH_CHECK(CheckOwns(caller, row));
  GH_CHECK(CheckNotKept(IsInstallation(caller) ? row.name == options_.kept : row.builtin));
  GH_CHECK(tx.tenants().Remove(id));
  GH_CHECK(Enqueue(tx, kSite, JobKind::kRemoveTenantRows,
                   detail::RemovalState{.subject = id.value()}.Text()));
  // The tenant's own log goes with it.
  return WriteEvent(tx, caller, kSite, EventKind::kTenantRemoved, id.value());
}

Result<std::vector<Tenant>> Tenants::List(const Snapshot& snapshot, const Caller& caller,
                                          Seek seek) const {
  if (caller.operator_id) return snapshot.tenants().ListOf(*caller.operator_id, seek);
  if (IsInstallation(caller)) return snapshot.tenants().List(seek);
  const std::optional<TenantId> own = KeyedTenant(caller);
  if (!own) return Fail(Errc::kForbidden);
  std::vector<Tenant> tenants;
  if (!detail::IsOnPage(*own, seek)) return tenants;
  GH_TRY(Tenant tenant, Get(snapshot, caller, *own));
  tenants.push_back(std::move(tenant));
  return tenants;
}

Result<Tenant> Tenants::Get(const Snapshot& snapshot, const Caller& caller, TenantId id) const {
  if (caller.operator_id) {
    GH_TRY(const Role role, snapshot.tenants().RoleOf(id, *caller.operator_id));
    if (role == Role::kNone) return Fail(Errc::kNotFound);
  } else if (!IsInstallation(caller)) {
    const std::optional<TenantId> own = KeyedTenant(caller);
    if (!own) return Fail(Errc::kForbidden);
    if (*own != id) return Fail(Errc::kNotFound);
  }
  GH_TRY(std::optional<Tenant> row, snapshot.tenants().Find(id));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

}  // namespace guildhall
