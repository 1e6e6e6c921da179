#include <utility>

#include "dialects/tyk/change.h"
#include "dialects/tyk/find.h"
#include "dialects/tyk/input.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/paging.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

/// Nothing when the body is malformed.
std::optional<Groups::Patch> ReadGroup(const Json& body) {
  Input input(body);
  Groups::Patch patch;
  patch.name = input.Text("name");
  patch.description = input.Text("description");
  patch.active = input.Boolean("active");
  patch.password_max_days = input.Days("password_max_days");
  if (auto permissions = input.PermissionMap("user_permissions")) {
    patch.capabilities = std::move(permissions->text);
  }
  if (input.malformed()) return std::nullopt;
  return patch;
}

Groups::Draft DraftOf(Groups::Patch given) {
  Groups::Draft draft;
  draft.name = std::move(given.name).value_or("");
  draft.description = std::move(given.description).value_or("");
  draft.active = given.active.value_or(true);
  draft.capabilities = std::move(given.capabilities).value_or("{}");
  draft.password_max_days = given.password_max_days.value_or(0);
  return draft;
}

}  // namespace

Result<http::Answer> ListGroups(const Context& context) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Answer> {
        http::Response response;
        JsonWriter out(response.body);
        out.BeginObject();
        out.Key("groups");
        GH_TRY(const std::int64_t pages, WritePage(
                                             out, ReadPage(context.request),
                                             [&](Seek seek) {
                                               return context.core().groups().List(
                                                   snapshot, context.caller, seek);
                                             },
                                             [](const Group& group) { return group.id.value(); },
                                             [&](const Group& group) -> Result<void> {
                                               WriteGroup(out, context.organisation, group);
                                               return {};
                                             }));
        out.Member("pages", pages);
        out.EndObject();
        return response;
      });
}

Result<http::Answer> CreateGroup(const Context& context) {
  auto given = ReadGroup(context.body);
  if (!given) return RefuseBody(context.spec);
  return MakeChange(context,
                    [core = &context.core(), with_id = context.services.options.create_meta_id,
                     draft = DraftOf(std::move(*given))](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Group made, core->groups().Create(tx, caller, draft));
                      const std::string id = TextOf(made.object_id);
                      http::Response response =
                          Done("User group created", with_id ? Quoted(id) : "\"\"");
                      response.headers.emplace_back("Location", "/api/usergroups/" + id);
                      return response;
                    });
}

Result<http::Answer> ShowGroup(const Context& context) {
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Group> {
        GH_TRY(const GroupId id, FindGroup(snapshot, context.caller.tenant, context.parameter()));
        return context.core().groups().Get(snapshot, context.caller, id);
      });
  GH_TRY(const Group group, std::move(read));
  http::Response response;
  JsonWriter out(response.body);
  WriteGroup(out, context.organisation, group);
  return response;
}

Result<http::Answer> UpdateGroup(const Context& context) {
  auto patch = ReadGroup(context.body);
  if (!patch) return RefuseBody(context.spec);
  GH_TRY(const GroupId id, FindPathGroup(context));
  return MakeChange(context,
                    [core = &context.core(), id, patch = std::move(*patch)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->groups().Update(tx, caller, id, patch));
                      return Done("User group updated");
                    });
}

Result<http::Answer> DeleteGroup(const Context& context) {
  GH_TRY(const GroupId id, FindPathGroup(context));
  return MakeChange(context,
                    [core = &context.core(), id](Transaction& tx,
                                                 const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->groups().Remove(tx, caller, id));
                      return Done("User group deleted", kEmptyMeta);
                    });
}

}  // namespace guildhall::tyk
