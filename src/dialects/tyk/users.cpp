#include <memory>
#include <utility>

#include "base/crypto.h"
#include "dialects/tyk/change.h"
#include "dialects/tyk/find.h"
#include "dialects/tyk/gates.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/paging.h"
#include "dialects/tyk/user_input.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

using View = std::shared_ptr<const UserView>;

http::Response Show(const Context& context, const UserView& view) {
  http::Response response;
  JsonWriter out(response.body);
  WriteUser(out, context.organisation, view,
            SeesKeyOf(context.caller, context.services.options, view.user.id));
  return response;
}

/// Those whose e-mail contains `text`. Only who is shown is read with all that he has.
Result<http::Answer> ListMatching(const Context& context, std::string_view text) {
  const Users& users = context.core().users();
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Answer> {
        http::Response response;
        JsonWriter out(response.body);
        out.BeginObject();
        out.Key("users");
        GH_TRY(const std::int64_t pages,
               WritePage(
                   out, ReadPage(context.request),
                   [&](Seek seek) {
                     return users.ListContaining(snapshot, context.caller, text, seek);
                   },
                   [](const User& user) { return user.id.value(); },
                   [&](const User& user) -> Result<void> {
                     GH_TRY(const View view, users.Get(snapshot, context.caller, user.id));
                     WriteUser(out, context.organisation, *view,
                               SeesKeyOf(context.caller, context.services.options, user.id));
                     return {};
                   }));
        out.Member("pages", pages);
        out.EndObject();
        return response;
      });
}

/// The same for a search, which has a sentence for what takes too long: a text that hardly anybody
/// of very many has.
Result<http::Answer> Search(const Context& context, std::string_view text) {
  Result<http::Answer> found = ListMatching(context, text);
  if (!found && found.error().code == Errc::kBudgetExceeded) return Fail(Errc::kNotFound);
  return found;
}

}  // namespace

Result<http::Answer> ListUsers(const Context& context) { return ListMatching(context, ""); }

Result<http::Answer> SearchUsers(const Context& context) {
  Input input(context.body);
  const Json* filters = input.Value("filters", FieldKind::kObject);
  if (filters == nullptr) return RefuseBody(context.spec);
  Input filter(*filters);
  const auto text = filter.Text("query");
  if (filter.malformed()) return RefuseBody(context.spec);
  return Search(context, text.value_or(""));
}

Result<http::Answer> SearchUsersByQuery(const Context& context) {
  return Search(context, context.request.QueryParameter("q").value_or(""));
}

Result<http::Answer> CreateUser(const Context& context) {
  auto given = ReadUser(context.body);
  if (!given) return RefuseBody(context.spec);
  if (given->password && FindFault(*given->password, context.services.options.password_rules)) {
    return Refuse(400, "User object validation failed.");
  }
  if (!given->permissions) given->permissions = Permissions{"{}", true};
  if (LeavesNothing(*given, "")) return Refuse(403, kNeedsPermission);
  std::string hash;
  if (given->password) hash = HashPassword(*given->password);
  Users::Draft draft = DraftOf(std::move(*given));
  draft.password_hash = std::move(hash);
  return MakeChange(context,
                    [core = &context.core(), draft = std::move(draft)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const View made, core->users().Create(tx, caller, draft));
                      return Done("User and session have been created",
                                  Quoted(TextOf(made->user.object_id)));
                    });
}

Result<http::Answer> ShowOwnUser(const Context& context) {
  return Show(context, *context.caller.user);
}

Result<http::Answer> ShowUser(const Context& context) {
  if (IsSelf(context)) return Show(context, *context.caller.user);
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<View> {
        GH_TRY(const UserId id, FindUser(snapshot, context.caller.tenant, context.parameter()));
        return context.core().users().Get(snapshot, context.caller, id);
      });
  GH_TRY(const View view, std::move(read));
  return Show(context, *view);
}

Result<http::Answer> UpdateUser(const Context& context) {
  auto given = ReadUser(context.body);
  if (!given) return RefuseBody(context.spec);
  // Passwords are set by their own operation.
  given->password.reset();
  GH_TRY(const UserId id, FindPathUser(context));
  return MakeChange(context,
                    [core = &context.core(), id, given = std::move(*given)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const View before, core->users().Get(tx, caller, id));
                      const Users::Patch patch = PatchOf(given, before->user);
                      // Whom another API made has neither, and may be written back.
                      const bool changed = patch.capabilities.own || patch.capabilities.group;
                      if (changed && LeavesNothing(given, before->user.capability_group)) {
                        return Refuse(403, kNeedsPermission);
                      }
                      GH_CHECK(core->users().Update(tx, caller, id, patch));
                      return Done("User updated");
                    });
}

Result<http::Answer> DeleteUser(const Context& context) {
  GH_TRY(const UserId id, FindPathUser(context));
  return MakeChange(context,
                    [core = &context.core(), id](Transaction& tx,
                                                 const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->users().Remove(tx, caller, id));
                      return Done("User deleted", kEmptyMeta);
                    });
}

}  // namespace guildhall::tyk
