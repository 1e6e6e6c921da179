#include "tests/core/use_cases.h"

#include <algorithm>

namespace guildhall::test {

SharedStore::SharedStore(const StoreFactory& factory) : home(factory.make()) {
  store = Must(home->Open(StoreOptions{.clock = &clock}));
}

SharedStore& SharedStore::Of(const StoreFactory& factory) {
  // Each is made after the server that it needs, and so goes before it.
  if (factory.name == SqliteStores().name) {
    static SharedStore sqlite{SqliteStores()};
    return sqlite;
  }
  static SharedStore postgres{PostgresStores()};
  return postgres;
}

Town::Town(const StoreFactory& factory)
    : shared(SharedStore::Of(factory)), rivia(AddTenant()), nilfgaard(AddTenant()) {}

TenantId Town::AddTenant() {
  TenantId tenant;
  Must(WriteAndWait(store, {kSite}, [&](Transaction& tx) -> Result<void> {
    tenant = TenantId(tx.Next(kSite, Sequence::kTenant));
    GH_CHECK(
        tx.tenants().Insert(MakeTenant(tenant.value(), "town" + std::to_string(tenant.value()))));
    Collection profiles;
    profiles.id = CollectionId(tx.Next(tenant, Sequence::kCollection));
    profiles.uid = UidOf(profiles.id.value());
    profiles.origin = kCoreOrigin;
    profiles.name = "profiles";
    profiles.metadata = "{}";
    profiles.access = OpenTo(Rights::All());
    return tx.collections().Insert(tenant, profiles);
  }));
  return tenant;
}

UserId Town::AddUser(std::string name, std::optional<TenantId> tenant) {
  return Must(Write(
      [&](Transaction& tx) -> Result<UserId> {
        User user = MakeUser(tx.Next(tenant.value_or(rivia), Sequence::kUser), name);
        user.access = {};
        GH_CHECK(tx.users().Insert(tenant.value_or(rivia), user));
        return user.id;
      },
      tenant));
}

GroupId Town::AddGroup(std::string name, std::optional<TenantId> tenant) {
  return Must(Write(
                  [&](Transaction& tx) {
                    return groups.Create(tx, AsOperator(Role::kWrite, tenant), {name, ""});
                  },
                  tenant))
      .id;
}

GroupId Town::AddHome(UserId user) {
  const GroupId id = Must(Write([&](Transaction& tx) -> Result<GroupId> {
    Group group = MakeGroup(tx.Next(rivia, Sequence::kGroup), "home");
    group.personal = true;
    GH_CHECK(tx.groups().Insert(rivia, group));
    return group.id;
  }));
  Must(Write([&](Transaction& tx) {
    return tx.memberships().Insert(
        rivia, MakeMembership(tx.Next(rivia, Sequence::kMembership), user.value(), id.value()));
  }));
  return id;
}

MembershipId Town::Join(UserId user, GroupId group) {
  return Must(Write([&](Transaction& tx) {
           return memberships.Add(tx, AsOperator(),
                                  {.user = user, .group = group, .origin = kOurs});
         }))
      .id;
}

Collection Town::AddCollection(std::string name, AccessList access,
                               std::vector<Collections::FieldDraft> fields) {
  return Must(Write([&](Transaction& tx) {
    return collections.Create(tx, AsOperator(),
                              {.origin = kOurs,
                               .name = name,
                               .description = "",
                               .fields = fields,
                               .access = access,
                               .metadata = "{}"});
  }));
}

Channel Town::AddChannel(std::string name, AccessList access, bool rooms) {
  return Must(Write([&](Transaction& tx) {
    return channels.Create(tx, AsOperator(),
                           {.origin = kOurs,
                            .name = name,
                            .description = "",
                            .rooms = rooms,
                            .publishable = true,
                            .access = access});
  }));
}

Record Town::AddRecord(const Collection& collection, const RecordPatch& patch) {
  return Must(
      Write([&](Transaction& tx) { return records.Create(tx, AsOperator(), collection, patch); }));
}

Record Town::AddProfile(UserId owner) {
  return Must(Write([&](Transaction& tx) {
    return records.CreateProfile(tx, AsOperator(), Profiles(), owner, {});
  }));
}

Caller Town::AsOperator(Role role, std::optional<TenantId> tenant) const {
  Caller caller;
  caller.tenant = tenant.value_or(rivia);
  caller.operator_id = OperatorId(1);
  caller.role = role;
  caller.powers = PowersOf(role);
  return caller;
}

Caller Town::AsStranger() const {
  Caller caller;
  caller.tenant = rivia;
  return caller;
}

Caller Town::AsKey(ApiKeyFlags flags, std::optional<TenantId> tenant) const {
  Caller caller;
  caller.tenant = tenant.value_or(rivia);
  caller.api_key =
      std::make_shared<const ApiKeyView>(MakeApiKey(5, tenant.value_or(rivia)), Secret());
  caller.powers = PowersOf(flags, false);
  return caller;
}

Caller Town::AsUser(UserId id, ApiKeyFlags flags) const {
  Caller caller = AsKey(flags);
  auto view = std::make_shared<UserView>();
  Must(Read([&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(std::optional<User> user, snapshot.users().Find(rivia, id));
    view->user = user.value();
    GH_TRY(const auto rows, snapshot.memberships().AllOfUser(rivia, id));
    for (const Membership& row : rows) {
      GH_TRY(std::optional<Group> group, snapshot.groups().Find(rivia, row.group));
      if (group.value().active) view->active_groups.push_back(row.group);
      view->groups.push_back(std::make_shared<const Group>(*group));
    }
    return {};
  }));
  std::ranges::sort(view->active_groups);
  caller.user = std::move(view);
  caller.powers = PowersOf(flags, true);
  return caller;
}

Collection Town::Profiles() const {
  return Must(Read([&](const Snapshot& snapshot) {
           return snapshot.collections().Find(rivia, kProfiles);
         }))
      .value();
}

std::int64_t Town::LastEvent(std::optional<TenantId> tenant) const {
  return Must(Read([&](const Snapshot& snapshot) {
    return snapshot.events().LastEvent(tenant.value_or(rivia));
  }));
}

std::int64_t Town::Epoch(std::optional<TenantId> tenant) const {
  return Must(
      Read([&](const Snapshot& snapshot) { return snapshot.Epoch(tenant.value_or(rivia)); }));
}

AccessList OpenTo(Rights everyone) {
  AccessList list;
  list.everyone = everyone;
  return list;
}

AccessList SharedWith(GroupId group, Rights rights) {
  AccessList list;
  list.SetPrimary(group, rights);
  list.group_bits = rights.bits();
  return list;
}

AccessPatch Opening(Rights everyone) {
  AccessPatch patch;
  patch.everyone = everyone;
  return patch;
}

AccessPatch Sharing(std::optional<GroupId> group, Rights rights) {
  AccessPatch patch;
  patch.primary = AccessPatch::Primary{group, rights, rights.bits()};
  return patch;
}

RecordPatch Listed(AccessPatch access) {
  RecordPatch patch;
  patch.access = std::move(access);
  return patch;
}

}  // namespace guildhall::test
