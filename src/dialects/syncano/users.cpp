#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dialects/shared/kept_by_epoch.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/file_input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/paths.h"
#include "dialects/syncano/profile_schema.h"
#include "dialects/syncano/selection.h"
#include "dialects/syncano/user_writes.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

/// The user that parameter 1 names, if the caller may know of him. kNotFound; kWouldWait.
Result<UserPointer> FindShown(const Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id || !Users::MayRead(context.caller, UserId(*id))) return Fail(Errc::kNotFound);
  return context.core().callers().FindUser(context.patience(), context.tenant->id, UserId(*id));
}

/// The same for a caller who is about to change him: kForbidden when he may only look.
Result<UserPointer> FindWritable(const Context& context) {
  GH_TRY(UserPointer user, FindShown(context));
  if (!Users::MayWrite(context.caller, user->user.id)) return Fail(Errc::kForbidden);
  return user;
}

/// The page's users as one view of the store has them.
Result<std::vector<UserPointer>> ReadUsers(const Context& context,
                                           const std::optional<std::string>& prefix, Seek seek) {
  const Users& people = context.core().users();
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return prefix ? people.ListNamed(snapshot, context.caller, *prefix, seek)
                  : people.List(snapshot, context.caller, seek);
  });
}

/// Who is on the page the store says, and memory what they look like.
Result<std::vector<UserPointer>> FindUsers(const Context& context, Seek seek) {
  GH_TRY(const std::vector<UserId> ids,
         context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
           return Users::ListIds(snapshot, context.caller, seek);
         }));
  GH_TRY(std::vector<UserPointer> users,
         context.core().callers().FindUsers(context.patience(), context.tenant->id, ids));
  // Somebody went meanwhile: a shorter page would look like the last one.
  if (users.size() != ids.size()) return ReadUsers(context, std::nullopt, seek);
  return users;
}

/// What a list of users asks for.
struct ListRequest {
  Page page;
  std::optional<std::string> prefix;

  friend bool operator==(const ListRequest&, const ListRequest&) = default;
};

/// What its answer depends on, beside the instance's epoch and the choice of fields.
struct PageKey {
  std::uint64_t serial = 0;
  TenantId tenant;
  bool personal_groups = false;
  std::string path;
  ListRequest asked;

  friend bool operator==(const PageKey&, const PageKey&) = default;
};
/// Pages as they were made: an operator's console asks for the same few again and again.
using Pages = dialects::KeptByEpoch<PageKey, std::shared_ptr<const Buffer>, 8>;
constexpr std::size_t kLongestKept = std::size_t{128} << 10;

/// Nothing where the page is not the same for everybody who may see it.
std::optional<PageKey> KeyOfPage(const Context& context, const ListRequest& asked) {
  const Caller& caller = context.caller;
  if (!Users::MayReadAll(caller) || caller.user) return std::nullopt;
  return PageKey{context.services.serial, context.tenant->id, caller.operator_id.has_value(),
                 std::string(context.request.path), asked};
}

/// Whether the page is more than an event loop should do.
bool IsLong(const Context& context, bool kept) {
  return !kept || Selection::Read(context.request, http::Method::kGet).has_value();
}

Result<http::Response> MakePage(const Context& context, const ListRequest& asked) {
  const auto& [page, prefix] = asked;
  GH_TRY(std::vector<UserPointer> users,
         prefix ? ReadUsers(context, prefix, page.ToSeek()) : FindUsers(context, page.ToSeek()));
  GH_TRY(const auto profiles, FindProfiles(context));
  return RenderPage(
      context.request, page, std::move(users),
      [](const UserPointer& user) { return user->user.id.value(); },
      [&](Buffer& out, const UserPointer& user) {
        WriteUser(out, context.tenant->name, *user, *profiles,
                  StyleFor(context.caller, *user, context.services.files));
      });
}

}  // namespace

Result<http::Answer> ListUsers(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  const ListRequest asked{*page, ReadNamePrefix(context.request, "username__startswith")};
  // Asked for before anything is read: what is kept is never older than its epoch.
  GH_TRY(const std::int64_t epoch, EpochOfInstance(context));
  const auto key = KeyOfPage(context, asked);
  auto kept = key ? Pages::Recall(*key, epoch) : std::nullopt;
  if (kept && kept->epoch != epoch) kept.reset();
  if (context.patience() == Patience::kInstant && IsLong(context, kept.has_value())) {
    return Fail(Errc::kWouldWait);
  }
  http::Response response;
  if (kept) {
    response.body.Append(kept->value->view());
    return response;
  }
  GH_TRY(response, MakePage(context, asked));
  if (key && response.body.size() <= kLongestKept) {
    Pages::Keep({*key, epoch, std::make_shared<const Buffer>(response.body.view())});
  }
  return response;
}

Result<http::Answer> CreateUser(const Context& context) {
  GH_TRY(const auto profiles, FindProfiles(context));
  FieldErrors errors;
  Input input(context.body, errors);
  UserInput user = ReadUser(input, errors, *profiles, Extent::kCreate);
  if (user.profile) {
    GH_CHECK(StageFiles(context, *profiles, {}, *user.profile, errors, "profile"));
  }
  RecordPatch profile;
  if (user.profile) profile = PatchOf(*user.profile, *profiles, NewRecord(), errors, "profile");
  if (!errors.empty() || !user.username || !user.password) return errors.Render();

  Users::Draft draft{*user.username, HashPassword(*user.password), std::move(profile)};
  return MakeChange(
      context, Noun::kUser, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, files = &context.services.files,
       draft = std::move(draft)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const auto made, core->users().Create(tx, caller, draft));
        return ShowWritten(tx, caller, {*tenant, *files}, *made, 201, draft.username);
      });
}

Result<http::Answer> ShowUser(const Context& context) {
  GH_TRY(const UserPointer user, FindShown(context));
  GH_TRY(const auto profiles, FindProfiles(context));
  http::Response response;
  WriteUser(response.body, context.tenant->name, *user, *profiles,
            StyleFor(context.caller, *user, context.services.files));
  return response;
}

Result<http::Answer> PutUser(const Context& context) {
  GH_TRY(const UserPointer user, FindWritable(context));
  return UpdateUser(context, user->user.id, Extent::kFull);
}

Result<http::Answer> PatchUser(const Context& context) {
  GH_TRY(const UserPointer user, FindWritable(context));
  return UpdateUser(context, user->user.id, Extent::kPartial);
}

Result<http::Answer> DeleteUser(const Context& context) {
  GH_TRY(const UserPointer user, FindWritable(context));
  return MakeChange(context, Noun::kUser, Touches::kTenant,
                    [core = &context.core(), id = user->user.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->users().Remove(tx, caller, id));
                      return NoContent();
                    });
}

Result<http::Answer> ResetUserKey(const Context& context) {
  GH_TRY(const UserPointer user, FindWritable(context));
  return MakeChange(
      context, Noun::kUser, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, files = &context.services.files,
       id = user->user.id](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const auto after, core->users().ResetKey(tx, caller, id));
        return ShowWritten(tx, caller, {*tenant, *files}, *after, 200, std::nullopt);
      });
}

}  // namespace guildhall::syncano
