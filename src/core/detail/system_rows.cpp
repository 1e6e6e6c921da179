#include "core/detail/system_rows.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "core/detail/group_names.h"
#include "core/detail/membership_rows.h"

namespace guildhall::detail {
namespace {

constexpr std::int32_t kPage = 512;
constexpr std::string_view kGuestName = "guest";

constexpr Rights kShown{Right::kPeek, Right::kExecute};
constexpr Rights kReadable{Right::kRead, Right::kExecute};

/// Of a table, and of what anybody may try: everyone may know of it and execute what is on it.
AccessList OpenList() {
  AccessList list;
  list.owner = kGuest;
  list.everyone = kShown;
  list.owner_rights = kReadable;
  list.group_bits = kReadable.bits();
  return list;
}

/// Of an action that is closed once somebody administers the tenant, but for `everyone`.
AccessList ClosedList(Rights everyone) {
  AccessList list = OpenList();
  list.everyone = everyone;
  list.group_bits = Rights::All().bits();
  return list;
}

struct TableRow {
  CollectionId id;
  std::string_view name;
};
constexpr std::array<TableRow, 7> kTables = {{{kAccountTable, "accounts"},
                                              {kGroupTable, "groups"},
                                              {kMembershipTable, "memberships"},
                                              {kCollectionTable, "collections"},
                                              {kActionTable, "actions"},
                                              {kCollectionGrantTable, "collection_grants"},
                                              {kActionGrantTable, "action_grants"}}};

/// Of an action that whoever has signed in may execute.
AccessList SignedInList() {
  AccessList list = ClosedList({});
  list.signed_in = {Right::kExecute};
  return list;
}

struct ActionRow {
  ActionId id;
  CollectionId table;
  std::string_view name;
  AccessList access;
};

std::vector<ActionRow> ActionsOfBirth() {
  return {{kSignUp, kAccountTable, "sign_up", ClosedList({Right::kExecute})},
          {kSignIn, kAccountTable, "sign_in", OpenList()},
          {kBecomeAdministrator, kCollectionTable, "become_administrator", ClosedList({})},
          {kUploadSchema, kCollectionTable, "upload_schema", ClosedList({})},
          {kRemoveTable, kCollectionTable, "remove_table", ClosedList({})},
          {kRemoveColumn, kCollectionTable, "remove_column", ClosedList({})},
          {kRenameColumn, kCollectionTable, "rename_column", ClosedList({})},
          {kResetPassword, kAccountTable, "reset_password", ClosedList({})},
          {kFinishPasswordReset, kAccountTable, "finish_password_reset", ClosedList({})},
          {kRenewSession, kAccountTable, "renew_session", SignedInList()}};
}

Result<void> WriteGuest(const Issuer& issuer) {
  User row;
  row.id = kGuest;
  row.uid = issuer.identities.MakeUid();
  row.object_id = issuer.identities.MakeObjectId();
  row.username = kGuestName;  // a label only: the store finds nobody of birth by name
  row.active = false;         // nobody can be him
  row.access = AccessOfNewAccount(kGuest);
  row.created_at = row.updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.users().Insert(issuer.tenant, row));

  Membership membership;
  membership.id = MembershipId(-1);
  membership.user = kGuest;
  membership.group = kEverybody;
  membership.uid = issuer.identities.MakeUid();
  membership.rights = kReadable;
  membership.origin = kCoreOrigin;
  membership.created_at = membership.updated_at = row.created_at;
  return issuer.tx.memberships().Insert(issuer.tenant, membership);
}

Result<void> WriteGroup(const Issuer& issuer, GroupId id, std::string_view name, bool active) {
  Group row;
  row.id = id;
  row.uid = issuer.identities.MakeUid();
  row.object_id = issuer.identities.MakeObjectId();
  row.name = row.unique_name = name;
  row.active = active;
  row.access = AccessOfNewGroup();
  row.created_at = row.updated_at = issuer.tx.Now(issuer.tenant);
  return issuer.tx.groups().Insert(issuer.tenant, row);
}

Result<void> WriteTable(const Issuer& issuer, const TableRow& table) {
  Collection row;
  row.id = table.id;
  row.uid = issuer.identities.MakeUid();
  row.origin = kCoreOrigin;
  row.name = table.name;
  row.metadata = "{}";
  row.access = OpenList();
  row.created_at = row.updated_at = issuer.tx.Now(issuer.tenant);
  return issuer.tx.collections().Insert(issuer.tenant, row);
}

Result<void> WriteAction(const Issuer& issuer, const ActionRow& action) {
  Action row;
  row.id = action.id;
  row.collection = action.table;
  row.uid = issuer.identities.MakeUid();
  row.name = action.name;
  row.access = action.access;
  row.created_at = row.updated_at = issuer.tx.Now(issuer.tenant);
  return issuer.tx.actions().Insert(issuer.tenant, row);
}

bool GivesNothing(const AccessList& list) {
  return list.everyone.empty() && list.signed_in.empty() && list.owner_rights.empty() &&
         list.group_bits == 0;
}

Result<void> CompleteUser(const Issuer& issuer, User row) {
  GH_TRY(const std::optional<Membership> membership,
         issuer.tx.memberships().Find(issuer.tenant, row.id, kEverybody));
  if (!membership) {
    Membership made;
    made.user = row.id;
    made.group = kEverybody;
    made.origin = kCoreOrigin;
    GH_CHECK(InsertMembership(issuer, std::move(made)));
  }
  if (!GivesNothing(row.access)) return {};
  row.access = AccessOfNewAccount(row.id);
  return issuer.tx.users().Update(issuer.tenant, row);
}

Result<void> CompleteGroup(const Issuer& issuer, Group row) {
  const bool named = !row.unique_name.empty();
  if (named && !GivesNothing(row.access)) return {};
  if (!named) {
    GH_TRY(row.unique_name, FreeUniqueName(issuer.tx, issuer.tenant, row.name, row.uid, row.id));
  }
  if (GivesNothing(row.access)) row.access = AccessOfNewGroup();
  return issuer.tx.groups().Update(issuer.tenant, row);
}

}  // namespace

Result<void> WriteSystemRows(const Issuer& issuer, bool administered) {
  GH_CHECK(WriteGroup(issuer, kGuests, "guests", true));
  GH_CHECK(WriteGroup(issuer, kAdministrators, "administrators", administered));
  GH_CHECK(WriteGroup(issuer, kEverybody, "users", true));
  GH_CHECK(WriteGuest(issuer));
  for (const TableRow& table : kTables) GH_CHECK(WriteTable(issuer, table));
  return CompleteActions(issuer);
}

Result<void> CompleteActions(const Issuer& issuer) {
  for (const ActionRow& action : ActionsOfBirth()) {
    GH_TRY(const std::optional<Action> present, issuer.tx.actions().Find(issuer.tenant, action.id));
    if (!present) GH_CHECK(WriteAction(issuer, action));
  }
  return {};
}

Result<bool> HasAllSystemRows(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const std::optional<Action> last, snapshot.actions().Find(tenant, kLastOfBirth));
  return last.has_value();
}

Result<bool> HasSystemGroups(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const std::optional<Group> everybody, snapshot.groups().Find(tenant, kEverybody));
  return everybody.has_value();
}

Result<bool> HasPeople(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const std::vector<User> users, snapshot.users().List(tenant, {.limit = 1}));
  if (!users.empty()) return true;
  GH_TRY(const std::vector<Group> groups, snapshot.groups().List(tenant, {.limit = 1}, true));
  return !groups.empty();
}

Result<void> CompletePeople(const Issuer& issuer) {
  for (Seek seek{.limit = kPage};;) {
    GH_TRY(std::vector<Group> groups, issuer.tx.groups().List(issuer.tenant, seek, true));
    if (groups.empty()) break;
    seek.from = groups.back().id.value();
    for (Group& group : groups) GH_CHECK(CompleteGroup(issuer, std::move(group)));
  }
  for (Seek seek{.limit = kPage};;) {
    GH_TRY(std::vector<User> users, issuer.tx.users().List(issuer.tenant, seek));
    if (users.empty()) break;
    seek.from = users.back().id.value();
    for (User& user : users) GH_CHECK(CompleteUser(issuer, std::move(user)));
  }
  return {};
}

}  // namespace guildhall::detail
