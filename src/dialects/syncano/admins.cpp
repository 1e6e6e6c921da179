#include <utility>

#include "dialects/syncano/admin_wire.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/invitation_input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/paths.h"

namespace guildhall::syncano {
namespace {

Result<Administrator> FindShown(const Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id) return Fail(Errc::kNotFound);
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<Administrator> {
        return context.core().administrators().Get(snapshot, context.caller, OperatorId(*id));
      });
}

http::Response Show(const Tenant& tenant, const Administrator& row) {
  http::Response response;
  WriteAdministrator(response.body, tenant.name, row);
  return response;
}

Result<http::Answer> Update(const Context& context, std::optional<Role> when_absent) {
  GH_TRY(const Administrator before, FindShown(context));
  if (before.role == Role::kOwner) return NoPermission();
  FieldErrors errors;
  Input input(context.body, errors);
  std::optional<Role> role = ReadRole(input);
  if (!errors.empty()) return errors.Render();
  if (!role) role = when_absent;
  if (!role) return Show(*context.tenant, before);
  return MakeChange(
      context, Noun::kAdministrator, Touches::kSiteAndTenant,
      [core = &context.core(), tenant = context.tenant, id = before.row.id, role = *role](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Administrator after, core->administrators().SetRole(tx, caller, id, role));
        return Show(*tenant, after);
      });
}

}  // namespace

Result<http::Answer> ListAdmins(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<Administrator>> {
        return context.core().administrators().List(snapshot, context.caller, page->ToSeek());
      });
  GH_TRY(std::vector<Administrator> rows, std::move(read));
  return RenderPage(
      context.request, *page, std::move(rows),
      [](const Administrator& row) { return row.row.id.value(); },
      [&](Buffer& out, const Administrator& row) {
        WriteAdministrator(out, context.tenant->name, row);
      });
}

Result<http::Answer> ShowAdmin(const Context& context) {
  GH_TRY(const Administrator row, FindShown(context));
  return Show(*context.tenant, row);
}

Result<http::Answer> PutAdmin(const Context& context) { return Update(context, Role::kFull); }
Result<http::Answer> PatchAdmin(const Context& context) { return Update(context, std::nullopt); }

Result<http::Answer> DeleteAdmin(const Context& context) {
  GH_TRY(const Administrator row, FindShown(context));
  return MakeChange(context, Noun::kAdministrator, Touches::kSiteAndTenant,
                    [core = &context.core(), id = row.row.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->administrators().Remove(tx, caller, id));
                      return NoContent();
                    });
}

}  // namespace guildhall::syncano
