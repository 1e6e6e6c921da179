#include <utility>

#include "dialects/syncano/change.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/paths.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

constexpr TextRule kLabelRule{.max = 64, .blank = true};
constexpr TextRule kDescriptionRule{.max = 256, .blank = true};

Groups::Patch ReadGroup(const Context& context, FieldErrors& errors) {
  Input input(context.body, errors);
  Groups::Patch patch;
  patch.name = input.Text("label", kLabelRule);
  patch.description = input.Text("description", kDescriptionRule);
  return patch;
}

Result<Group> FindShown(const Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id) return Fail(Errc::kNotFound);
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Group> {
    return context.core().groups().Get(snapshot, context.caller, GroupId(*id));
  });
}

http::Response Show(const Tenant& tenant, const Group& group, int status) {
  http::Response response;
  response.status = status;
  WriteGroup(response.body, tenant.name, group);
  return response;
}

}  // namespace

Result<http::Answer> ListGroups(const Context& context) {
  const auto prefix = ReadPrefix(context.request, "label__startswith");
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<Group>> {
        return ListBeginning<Group>(
            prefix, page->ToSeek(),
            [&](Seek seek) { return context.core().groups().List(snapshot, context.caller, seek); },
            [](const Group& group) -> const std::string& { return group.name; });
      });
  GH_TRY(std::vector<Group> groups, std::move(read));
  return RenderPage(
      context.request, *page, std::move(groups),
      [](const Group& group) { return group.id.value(); },
      [&](Buffer& out, const Group& group) { WriteGroup(out, context.tenant->name, group); });
}

Result<http::Answer> CreateGroup(const Context& context) {
  FieldErrors errors;
  const Groups::Patch input = ReadGroup(context, errors);
  if (!errors.empty()) return errors.Render();
  Groups::Draft draft{input.name.value_or(""), input.description.value_or("")};
  return MakeChange(context, Noun::kGroup, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant, draft = std::move(draft)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Group made, core->groups().Create(tx, caller, draft));
                      return Show(*tenant, made, 201);
                    });
}

Result<http::Answer> ShowGroup(const Context& context) {
  GH_TRY(const Group group, FindShown(context));
  return Show(*context.tenant, group, 200);
}

Result<http::Answer> UpdateGroup(const Context& context) {
  GH_TRY(const Group group, FindShown(context));
  FieldErrors errors;
  Groups::Patch patch = ReadGroup(context, errors);
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kGroup, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, id = group.id, patch = std::move(patch)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Group after, core->groups().Update(tx, caller, id, patch));
        return Show(*tenant, after, 200);
      });
}

Result<http::Answer> DeleteGroup(const Context& context) {
  GH_TRY(const Group group, FindShown(context));
  return MakeChange(context, Noun::kGroup, Touches::kTenant,
                    [core = &context.core(), id = group.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->groups().Remove(tx, caller, id));
                      return NoContent();
                    });
}

}  // namespace guildhall::syncano
