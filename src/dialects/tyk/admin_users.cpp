#include <memory>
#include <optional>
#include <utility>

#include "base/crypto.h"
#include "dialects/tyk/change.h"
#include "dialects/tyk/find.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/user_input.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

using View = std::shared_ptr<const UserView>;

/// What a user gets who is made here without permissions and without a group
/// [Tyk Dashboard admin API "Create user"].
constexpr std::string_view kAdministratorMap = R"({"IsAdmin":"admin","ResetPassword":"admin"})";

/// The user as `Meta`.
http::Response ShowChanged(std::string_view message, const ObjectId& organisation,
                           const UserView& view) {
  Buffer user;
  JsonWriter out(user);
  WriteUser(out, organisation, view, true);
  return Done(message, user.view());
}

/// The key as the message and the user as `Meta`: official scripts read either.
http::Response ShowWritten(const ObjectId& organisation, const UserView& view) {
  return ShowChanged(view.access_key.Reveal(), organisation, view);
}

/// What was given besides the user himself.
struct Extras {
  std::optional<Secret> access_key;
  std::optional<std::string> password_hash;
};

Result<http::Response> Update(Core& core, Transaction& tx, const Caller& caller,
                              const Resident& resident, const UserInput& given,
                              const Extras& extras) {
  GH_TRY(View view, core.users().Get(tx, caller, resident.user));
  Users::Patch patch = PatchOf(given, view->user);
  patch.password_hash = extras.password_hash;
  GH_TRY(view, core.users().Update(tx, caller, resident.user, patch));
  if (extras.access_key && !SameSecret(*extras.access_key, view->access_key)) {
    GH_TRY(view, core.users().SetAccessKey(tx, caller, resident.user, *extras.access_key));
  }
  return ShowWritten(resident.organisation, *view);
}

/// The hash of a new password; nothing when it is the one that he has. Written back, a password
/// ends no session.
Result<std::optional<std::string>> HashOfChanged(const Context& context, const Resident& resident,
                                                 const Secret& password) {
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<std::string> {
        GH_TRY(const std::optional<User> row,
               snapshot.users().Find(resident.tenant, resident.user));
        if (!row) return Fail(Errc::kNotFound);
        return row->password_hash;
      });
  GH_TRY(const std::string former, std::move(read));
  if (VerifyPassword(former, password)) return std::optional<std::string>();
  return std::optional(HashPassword(password));
}

/// Gives the user what `change` makes of his own map of permissions.
Result<http::Answer> ChangeMap(const Context& context, std::string (*change)(std::string_view)) {
  GH_TRY(const Resident resident, FindResident(context));
  return MakeChange(context, {resident.tenant}, Callers::Installation(resident.tenant),
                    [core = &context.core(), resident, change](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(View view, core->users().Get(tx, caller, resident.user));
                      Users::Patch patch;
                      patch.capabilities.own = change(view->user.capabilities);
                      GH_TRY(view, core->users().Update(tx, caller, resident.user, patch));
                      return ShowChanged("User updated", resident.organisation, *view);
                    });
}

}  // namespace

Result<http::Answer> CreateUserAsAdmin(const Context& context) {
  auto given = ReadUser(context.body);
  Input input(context.body);
  const std::string organisation = input.Text("org_id").value_or("");
  if (!given || input.malformed()) return RefuseBody(context.spec);
  if (organisation.empty()) return Refuse(403, "Users without an organisation are not supported");
  const auto id = ParseObjectId(organisation);
  if (!id) return RefuseBody(context.spec);
  const auto tenant = context.core().callers().FindTenantByObjectId(context.patience(), *id);
  if (!tenant && tenant.error().code == Errc::kNotFound) return RefuseBody(context.spec);
  GH_CHECK(tenant);

  const bool grouped = given->group && !given->group->empty();
  if (!grouped && (!given->permissions || given->permissions->empty)) {
    given->permissions = Permissions{std::string(kAdministratorMap), false};
  }
  const TenantId home = (*tenant)->id;
  return MakeChange(
      context, {home}, Callers::Installation(home),
      [core = &context.core(), organisation_id = *id, draft = DraftOf(std::move(*given))](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const View made, core->users().Create(tx, caller, draft));
        return ShowWritten(organisation_id, *made);
      });
}

Result<http::Answer> ShowUserAsAdmin(const Context& context) {
  GH_TRY(const Resident resident, FindResident(context));
  const Caller caller = Callers::Installation(resident.tenant);
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<View> {
        return context.core().users().Get(snapshot, caller, resident.user);
      });
  GH_TRY(const View view, std::move(read));
  http::Response response;
  JsonWriter out(response.body);
  WriteUser(out, resident.organisation, *view, true);
  return response;
}

Result<http::Answer> AllowResetPasswords(const Context& context) {
  return ChangeMap(context, [](std::string_view map) {
    return WithCapability(map, Capabilities::kResetPassword, "admin");
  });
}

Result<http::Answer> DisallowResetPasswords(const Context& context) {
  return ChangeMap(context, [](std::string_view map) {
    return WithoutCapability(map, Capabilities::kResetPassword);
  });
}

Result<http::Answer> UpdateUserAsAdmin(const Context& context) {
  auto given = ReadUser(context.body);
  Input input(context.body);
  const std::string key = input.Text("access_key").value_or("");
  if (!given || input.malformed()) return RefuseBody(context.spec);
  GH_TRY(const Resident resident, FindResident(context));
  Extras extras;
  if (!key.empty()) extras.access_key = Secret(key);
  if (given->password) {
    auto refusal = RefusalOf(*given->password, context.services.options.password_rules);
    if (refusal) {
      refusal->pop_back();  // no full stop below /admin
      return Refuse(403, *refusal);
    }
    GH_TRY(extras.password_hash, HashOfChanged(context, resident, *given->password));
  }
  return MakeChange(
      context, {resident.tenant}, Callers::Installation(resident.tenant),
      [core = &context.core(), resident, given = std::move(*given), extras = std::move(extras)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        return Update(*core, tx, caller, resident, given, extras);
      });
}

}  // namespace guildhall::tyk
