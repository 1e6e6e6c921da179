#include "dialects/syncano/parents.h"

#include <utility>

#include "base/strings.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/paths.h"
#include "dialects/syncano/record_wire.h"

namespace guildhall::syncano {
namespace {

using Gone = std::optional<http::Response>;

Result<Gone> FindPathUser(Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id) return Gone(Missing("User was not found."));
  auto user =
      context.core().callers().FindUser(context.patience(), context.tenant->id, UserId(*id));
  if (user) {
    context.path_user = std::move(*user);
    return Gone();
  }
  if (user.error().code == Errc::kNotFound) return Gone(Missing("User was not found."));
  return Fail(std::move(user).error());
}

Result<Gone> FindPathGroup(Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id) return Gone(Missing("Group was not found."));
  auto found = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::optional<Group>> {
        return snapshot.groups().Find(context.tenant->id, GroupId(*id));
      });
  GH_TRY(context.path_group, std::move(found));
  // Whose home group it is, is nobody's business: Syncano does not know such groups as parents.
  if (!context.path_group || context.path_group->personal)
    return Gone(Missing("Group was not found."));
  return Gone();
}

Result<Gone> FindPathClass(Context& context) {
  const std::string name = ToLowerAscii(context.parameter(1));
  auto found = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::optional<Collection>> {
        const TenantId tenant = context.tenant->id;
        if (name == kProfileClass) return snapshot.collections().Find(tenant, kProfiles);
        return snapshot.collections().FindByName(tenant, kOrigin, name);
      });
  GH_TRY(context.path_class, std::move(found));
  if (!context.path_class) return Gone(Missing("Class was not found."));
  return Gone();
}

Result<Gone> FindPathChannel(Context& context) {
  const std::string name = ToLowerAscii(context.parameter(1));
  auto found = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::optional<Channel>> {
        return snapshot.channels().FindByName(context.tenant->id, name);
      });
  GH_TRY(context.path_channel, std::move(found));
  if (!context.path_channel) return Gone(Missing("Channel was not found."));
  return Gone();
}

}  // namespace

Result<void> FindInstance(Context& context) {
  std::string scratch;
  const auto name = StoredInstanceName(context.parameter(0), scratch);
  if (!name) return Fail(Errc::kNotFound);
  auto tenant = context.core().callers().FindTenant(context.patience(), *name);
  if (!tenant) return Fail(std::move(tenant).error());
  context.tenant = std::move(*tenant);
  return {};
}

Result<std::optional<http::Response>> FindParents(Scope scope, Context& context) {
  switch (scope) {
    case Scope::kUser:
      return FindPathUser(context);
    case Scope::kGroup:
      return FindPathGroup(context);
    case Scope::kClass:
      return FindPathClass(context);
    case Scope::kChannel:
      return FindPathChannel(context);
    case Scope::kPublic:
    case Scope::kSite:
    case Scope::kTheInstance:
    case Scope::kInstance:
      break;
  }
  return Gone();
}

}  // namespace guildhall::syncano
