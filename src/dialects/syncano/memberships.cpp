#include <utility>

#include "dialects/syncano/change.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/paths.h"
#include "dialects/syncano/profile_schema.h"
#include "dialects/syncano/wire.h"

// One relation, two views: the groups of a user, and the users of a group.

namespace guildhall::syncano {
namespace {

constexpr std::int64_t kMaxGroupsPerUser = 32;

/// A row as seen from one side: the membership and what stands on the other side.
struct GroupRow {
  Membership membership;
  Group group;
};
struct UserRow {
  Membership membership;
  std::shared_ptr<const UserView> user;
};

// ---- the groups of a user

void WriteRow(Buffer& out, std::string_view instance, const GroupRow& row) {
  out.Append("{\"group\":");
  WriteGroup(out, instance, row.group);
  out.Append(",\"links\":{\"self\":\"");
  AppendInstancePath(out, instance);
  out.Append("users/");
  out.AppendNumber(row.membership.user.value());
  out.Append("/groups/");
  out.AppendNumber(row.membership.group.value());
  out.Append("/\"}}");
}

Result<std::vector<GroupRow>> WithGroups(const Snapshot& snapshot, TenantId tenant,
                                         const std::vector<Membership>& memberships) {
  std::vector<GroupRow> rows;
  for (const Membership& membership : memberships) {
    GH_TRY(std::optional<Group> group, snapshot.groups().Find(tenant, membership.group));
    // System groups are never listed.
    if (group && group->id.value() > 0) rows.push_back({membership, std::move(*group)});
  }
  return rows;
}

// ---- the users of a group

void WriteRow(Buffer& out, const InstancePlace& place, const UserRow& row,
              const Collection& profiles, const Caller& caller) {
  const std::string_view instance = place.tenant.name;
  out.Append("{\"user\":");
  WriteUser(out, instance, *row.user, profiles, StyleFor(caller, *row.user, place.files));
  out.Append(",\"links\":{\"self\":\"");
  AppendInstancePath(out, instance);
  out.Append("groups/");
  out.AppendNumber(row.membership.group.value());
  out.Append("/users/");
  out.AppendNumber(row.membership.user.value());
  out.Append("/\"}}");
}

struct ListedUsers {
  std::vector<UserRow> rows;
  Collection profiles;
};

Result<ListedUsers> WithUsers(const Snapshot& snapshot, Core& core, TenantId tenant,
                              const std::vector<Membership>& memberships) {
  ListedUsers listed;
  GH_TRY(listed.profiles, ReadProfiles(snapshot, tenant));
  std::vector<UserId> ids;
  for (const Membership& membership : memberships) {
    // System users are never listed.
    if (membership.user.value() > 0) ids.push_back(membership.user);
  }
  GH_TRY(auto users, core.callers().ReadUsers(snapshot, tenant, ids));
  auto user = users.begin();
  for (const Membership& membership : memberships) {
    // Both are in the same order.
    if (user == users.end() || (*user)->user.id != membership.user) continue;
    listed.rows.push_back({membership, std::move(*user++)});
  }
  return listed;
}

// ---- both

/// The id of the other side, out of the body; errors are collected.
std::optional<std::int64_t> ReadOther(const Context& context, std::string_view member,
                                      FieldErrors& errors) {
  Input input(context.body, errors);
  const auto id = input.Reference(member, true);
  if (id && *id <= 0) {
    errors.Add(member, "Invalid pk \"" + std::to_string(*id) + "\" - object does not exist.");
  }
  return id;
}

Memberships::Draft DraftOf(UserId user, GroupId group) {
  return {user, group, kOrigin, kMaxGroupsPerUser};
}

http::Answer Remove(const Context& context, UserId user, GroupId group) {
  return MakeChange(context, Noun::kMembership, Touches::kTenant,
                    [core = &context.core(), user, group](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->memberships().Remove(tx, caller, user, group));
                      return NoContent();
                    });
}

std::int64_t IdOf(const Membership& membership) { return membership.id.value(); }

}  // namespace

Result<http::Answer> ListGroupsOfUser(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<GroupRow>> {
        GH_TRY(const auto memberships,
               context.core().memberships().ListOfUser(snapshot, context.caller,
                                                       context.path_user->user.id, page->ToSeek()));
        return WithGroups(snapshot, context.tenant->id, memberships);
      });
  GH_TRY(std::vector<GroupRow> rows, std::move(read));
  return RenderPage(
      context.request, *page, std::move(rows),
      [](const GroupRow& row) { return IdOf(row.membership); },
      [&](Buffer& out, const GroupRow& row) { WriteRow(out, context.tenant->name, row); });
}

Result<http::Answer> AddGroupToUser(const Context& context) {
  FieldErrors errors;
  const auto group = ReadOther(context, "group", errors);
  if (!errors.empty() || !group) return errors.Render();
  return MakeChange(context, Noun::kMembership, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant,
                     draft = DraftOf(context.path_user->user.id, GroupId(*group))](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Membership made, core->memberships().Add(tx, caller, draft));
                      GH_TRY(const auto rows, WithGroups(tx, tenant->id, {made}));
                      http::Response response;
                      response.status = 201;
                      for (const GroupRow& row : rows) WriteRow(response.body, tenant->name, row);
                      return response;
                    });
}

Result<http::Answer> ShowGroupOfUser(const Context& context) {
  const auto group = ParsePathId(context.parameter(2));
  if (!group) return Fail(Errc::kNotFound);
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<GroupRow>> {
        GH_TRY(const Membership membership,
               context.core().memberships().GetOfUser(snapshot, context.caller,
                                                      context.path_user->user.id, GroupId(*group)));
        return WithGroups(snapshot, context.tenant->id, {membership});
      });
  GH_TRY(const std::vector<GroupRow> rows, std::move(read));
  if (rows.empty()) return Fail(Errc::kNotFound);
  http::Response response;
  WriteRow(response.body, context.tenant->name, rows.front());
  return response;
}

Result<http::Answer> RemoveGroupFromUser(const Context& context) {
  const auto group = ParsePathId(context.parameter(2));
  if (!group) return Fail(Errc::kNotFound);
  return Remove(context, context.path_user->user.id, GroupId(*group));
}

Result<http::Answer> ListUsersOfGroup(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<ListedUsers> {
        GH_TRY(const auto memberships,
               context.core().memberships().ListOfGroup(snapshot, context.caller,
                                                        context.path_group->id, page->ToSeek()));
        return WithUsers(snapshot, context.core(), context.tenant->id, memberships);
      });
  GH_TRY(ListedUsers listed, std::move(read));
  return RenderPage(
      context.request, *page, std::move(listed.rows),
      [](const UserRow& row) { return IdOf(row.membership); },
      [&](Buffer& out, const UserRow& row) {
        WriteRow(out, {*context.tenant, context.services.files}, row, listed.profiles,
                 context.caller);
      });
}

Result<http::Answer> AddUserToGroup(const Context& context) {
  FieldErrors errors;
  const auto user = ReadOther(context, "user", errors);
  if (!errors.empty() || !user) return errors.Render();
  return MakeChange(
      context, Noun::kMembership, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, files = &context.services.files,
       draft = DraftOf(UserId(*user), context.path_group->id)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Membership made, core->memberships().Add(tx, caller, draft));
        GH_TRY(const ListedUsers listed, WithUsers(tx, *core, tenant->id, {made}));
        http::Response response;
        response.status = 201;
        for (const UserRow& row : listed.rows) {
          WriteRow(response.body, {*tenant, *files}, row, listed.profiles, caller);
        }
        return response;
      });
}

Result<http::Answer> ShowUserOfGroup(const Context& context) {
  const auto user = ParsePathId(context.parameter(2));
  if (!user) return Fail(Errc::kNotFound);
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<ListedUsers> {
        GH_TRY(const Membership membership,
               context.core().memberships().GetOfGroup(snapshot, context.caller,
                                                       context.path_group->id, UserId(*user)));
        return WithUsers(snapshot, context.core(), context.tenant->id, {membership});
      });
  GH_TRY(const ListedUsers listed, std::move(read));
  if (listed.rows.empty()) return Fail(Errc::kNotFound);
  http::Response response;
  WriteRow(response.body, {*context.tenant, context.services.files}, listed.rows.front(),
           listed.profiles, context.caller);
  return response;
}

Result<http::Answer> RemoveUserFromGroup(const Context& context) {
  const auto user = ParsePathId(context.parameter(2));
  if (!user) return Fail(Errc::kNotFound);
  return Remove(context, UserId(*user), context.path_group->id);
}

}  // namespace guildhall::syncano
