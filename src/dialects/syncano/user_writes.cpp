#include "dialects/syncano/user_writes.h"

#include <utility>

#include "dialects/syncano/change.h"
#include "dialects/syncano/file_input.h"
#include "dialects/syncano/profile_schema.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

TextRule RequiredUnlessPartial(TextRule rule, Extent extent) {
  rule.required = extent != Extent::kPartial;
  return rule;
}

/// The hash to store; nothing when the password is the one that the user has, which is no change.
Result<std::optional<std::string>> HashIfNew(const Context& context, UserId id,
                                             const std::optional<Secret>& password) {
  if (!password) return std::optional<std::string>();
  auto row = context.core().Read(context.patience(),
                                 [&](const Snapshot& snapshot) -> Result<std::optional<User>> {
                                   return snapshot.users().Find(context.tenant->id, id);
                                 });
  if (!row) return Fail(std::move(row).error());
  if (!*row) return Fail(Errc::kNotFound);
  if (VerifyPassword((*row)->password_hash, *password)) return std::optional<std::string>();
  return std::optional(HashPassword(*password));
}

}  // namespace

UserInput ReadUser(Input& input, FieldErrors& errors, const Collection& profiles, Extent extent) {
  UserInput user;
  user.username = input.Text("username", RequiredUnlessPartial(kUsernameRule, extent));
  if (auto password = input.Text("password", RequiredUnlessPartial(kPasswordRule, extent))) {
    user.password = Secret(std::move(*password));
  }
  const Json* profile = input.Member("profile");
  if (profile != nullptr && profile->IsNull()) {
    input.Refuse("profile", kNullText);
  } else if (profile != nullptr) {
    Input nested(*profile, errors, "profile");
    user.profile = ReadProfile(nested, profiles, extent);
  }
  return user;
}

Result<http::Response> ShowWritten(const Snapshot& snapshot, const Caller& caller,
                                   const InstancePlace& place, const UserView& view, int status,
                                   std::optional<std::string_view> username) {
  GH_TRY(const Collection profiles, ReadProfiles(snapshot, place.tenant.id));
  UserStyle style = StyleFor(caller, view, place.files);
  style.username = username;
  http::Response response;
  response.status = status;
  WriteUser(response.body, place.tenant.name, view, profiles, style);
  return response;
}

Result<http::Answer> UpdateUser(const Context& context, UserId id, Extent extent) {
  GH_TRY(const auto profiles, FindProfiles(context));
  FieldErrors errors;
  Input input(context.body, errors);
  UserInput user = ReadUser(input, errors, *profiles, extent);
  if (user.profile) {
    const auto is_his = [id](const Record& record) { return record.access.owner == id; };
    GH_CHECK(StageFiles(context, *profiles, is_his, *user.profile, errors, "profile"));
  }
  if (!errors.empty()) return errors.Render();
  GH_TRY(std::optional<std::string> hash, HashIfNew(context, id, user.password));

  return MakeChange(context, Noun::kUser, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant,
                     files = &context.services.files, id, username = std::move(user.username),
                     hash = std::move(hash), profile = std::move(user.profile)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const auto before, core->callers().ReadUser(tx, tenant->id, id));
                      Users::Patch patch;
                      patch.username = username;
                      patch.password_hash = hash;
                      if (profile) {
                        GH_TRY(const Collection schema, ReadProfiles(tx, tenant->id));
                        FieldErrors refused;
                        patch.profile =
                            PatchOf(*profile, schema, before->profile, refused, "profile");
                        if (!refused.empty()) return refused.Render();
                      }
                      GH_TRY(const auto after, core->users().Update(tx, caller, id, patch));
                      return ShowWritten(tx, caller, {*tenant, *files}, *after, 200, username);
                    });
}

}  // namespace guildhall::syncano
