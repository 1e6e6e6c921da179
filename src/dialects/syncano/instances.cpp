#include <utility>

#include "base/strings.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/instance_names.h"
#include "dialects/syncano/invitation_input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

constexpr std::string_view kNewName = "new_name";
constexpr TextRule kDescriptionRule{.max = 256, .blank = true};

/// An instance with what its answer needs beside the row.
struct InstanceRow {
  Tenant tenant;
  Operator owner;
  Role role = Role::kNone;  ///< of the caller; kNone for an API key
};

/// What an API key sees in the place of a role.
constexpr std::string_view kKeyRole = "api_key";

std::string_view NameOfRole(Role role) { return role == Role::kNone ? kKeyRole : RoleName(role); }

Result<InstanceRow> Complete(const Snapshot& snapshot, const Caller& caller, Tenant tenant) {
  InstanceRow shown;
  GH_TRY(std::optional<Operator> owner, snapshot.operators().Find(tenant.owner));
  if (owner) shown.owner = std::move(*owner);
  if (caller.operator_id) {
    GH_TRY(shown.role, snapshot.tenants().RoleOf(tenant.id, *caller.operator_id));
  }
  shown.tenant = std::move(tenant);
  return shown;
}

/// How the instances of one answer look: by the version that was asked, and the configuration.
struct Look {
  bool v1 = false;
  std::string location;
};
Look LookOf(const Context& context) {
  return {context.request.path.starts_with("/v1/"), context.services.options.location};
}

void Write(Buffer& out, const InstanceRow& shown, const Look& look) {
  WriteInstance(out, shown.tenant, shown.owner, {NameOfRole(shown.role), look.location, look.v1});
}

http::Response Show(const InstanceRow& shown, const Look& look, int status) {
  http::Response response;
  response.status = status;
  Write(response.body, shown, look);
  return response;
}

/// `text` as the name that the member `field` asks for; what is wrong with it is collected.
std::string NameOf(Input& input, std::string_view field, std::string_view text) {
  std::string name = ToLowerUnicode(text);
  for (const std::string& sentence : RefuseInstanceName(name)) input.Refuse(field, sentence);
  return name;
}

std::string ReadName(Input& input) {
  const auto text = input.Text("name", {.required = true});
  return text ? NameOf(input, "name", *text) : std::string();
}

/// Syncano v1.1 says of a new name that is absent what it says of null.
std::string ReadNewName(Input& input, FieldErrors& errors) {
  const auto text = input.Text(kNewName, {});
  if (text) return NameOf(input, kNewName, *text);
  if (input.usable() && errors.empty()) input.Refuse(kNewName, kNullText);
  return {};
}

/// The core's refusal of a name, under the member that asked for it.
Error OfNewName(Error error) {
  for (Problem& problem : error.problems) {
    if (problem.field == "name") problem.field = kNewName;
  }
  return error;
}

Result<http::Answer> Update(const Context& context, bool full) {
  FieldErrors errors;
  Input input(context.body, errors);
  Tenants::Patch patch;
  patch.description = input.Text("description", kDescriptionRule);
  patch.metadata = input.Metadata();
  if (!errors.empty()) return errors.Render();
  // A full update empties absent metadata, and only these (Syncano v1.1).
  if (full && !patch.metadata) patch.metadata = "{}";
  return MakeChange(
      context, Noun::kInstance, Touches::kSiteAndTenant,
      [core = &context.core(), id = context.tenant->id, patch = std::move(patch),
       look = LookOf(context)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(Tenant after, core->tenants().Update(tx, caller, id, patch));
        GH_TRY(const InstanceRow shown, Complete(tx, caller, std::move(after)));
        return Show(shown, look, 200);
      });
}

}  // namespace

Result<http::Answer> ListInstances(const Context& context) {
  const auto prefix = ReadNamePrefix(context.request, "name__startswith");
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<InstanceRow>> {
        const Tenants& all = context.core().tenants();
        GH_TRY(auto tenants,
               ListBeginning<Tenant>(
                   prefix, page->ToSeek(),
                   [&](Seek seek) { return all.List(snapshot, context.caller, seek); },
                   [](const Tenant& tenant) -> const std::string& { return tenant.name; }));
        std::vector<InstanceRow> rows;
        for (Tenant& tenant : tenants) {
          GH_TRY(InstanceRow shown, Complete(snapshot, context.caller, std::move(tenant)));
          rows.push_back(std::move(shown));
        }
        return rows;
      });
  GH_TRY(std::vector<InstanceRow> rows, std::move(read));
  const Look look = LookOf(context);
  return RenderPage(
      context.request, *page, std::move(rows),
      [](const InstanceRow& shown) { return shown.tenant.id.value(); },
      [&](Buffer& out, const InstanceRow& shown) { Write(out, shown, look); });
}

Result<http::Answer> CreateInstance(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  Tenants::Draft draft;
  draft.name = ReadName(input);
  draft.description = input.Text("description", kDescriptionRule).value_or("");
  draft.metadata = input.Metadata().value_or("{}");
  if (!errors.empty()) return errors.Render();
  return MakeChange(context, Noun::kInstance, Touches::kSite,
                    [core = &context.core(), draft = std::move(draft), look = LookOf(context)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(Tenant made, core->tenants().Create(tx, caller, draft));
                      GH_TRY(const InstanceRow shown, Complete(tx, caller, std::move(made)));
                      return Show(shown, look, 201);
                    });
}

Result<http::Answer> ShowInstance(const Context& context) {
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<InstanceRow> {
        GH_TRY(Tenant tenant,
               context.core().tenants().Get(snapshot, context.caller, context.tenant->id));
        return Complete(snapshot, context.caller, std::move(tenant));
      });
  GH_TRY(const InstanceRow shown, std::move(read));
  return Show(shown, LookOf(context), 200);
}

Result<http::Answer> PutInstance(const Context& context) { return Update(context, true); }
Result<http::Answer> PatchInstance(const Context& context) { return Update(context, false); }

Result<http::Answer> RenameInstance(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  std::string name = ReadNewName(input, errors);
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kInstance, Touches::kSiteAndTenant,
      [core = &context.core(), id = context.tenant->id, name = std::move(name),
       look = LookOf(context)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        auto renamed = core->tenants().Rename(tx, caller, id, name);
        if (!renamed) return Fail(OfNewName(std::move(renamed).error()));
        GH_TRY(const InstanceRow shown, Complete(tx, caller, *std::move(renamed)));
        return Show(shown, look, 200);
      });
}

Result<http::Answer> DeleteInstance(const Context& context) {
  return MakeChange(context, Noun::kInstance, Touches::kSiteAndTenant,
                    [core = &context.core(), id = context.tenant->id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->tenants().Remove(tx, caller, id));
                      return NoContent();
                    });
}

}  // namespace guildhall::syncano
