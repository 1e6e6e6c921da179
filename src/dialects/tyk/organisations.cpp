#include <optional>
#include <string>
#include <utility>

#include "dialects/tyk/change.h"
#include "dialects/tyk/input.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/organisation_fields.h"
#include "dialects/tyk/organisation_names.h"
#include "dialects/tyk/paging.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

/// An organisation as a body describes it.
struct OrganisationInput {
  std::string document;  ///< JSON text of what was given
  std::string label;     ///< what its tenant is named after
};

/// Nothing when the body is malformed.
std::optional<OrganisationInput> ReadOrganisation(const Json& body) {
  Input input(body);
  Json::Object document;
  OrganisationInput given;
  for (const OrganisationField& field : kOrganisationFields) {
    const Json* value = input.Value(field.name, field.kind);
    if (value == nullptr) continue;
    const std::string* text = value->AsString();
    const bool slug = field.name == "owner_slug";
    // An empty slug is none: the name of the tenant is shown then.
    if (slug && text->empty()) continue;
    if (slug || field.name == "owner_name") given.label = *text;
    document.emplace_back(field.name, *value);
  }
  if (input.malformed()) return std::nullopt;
  given.document = ToText(Json(std::move(document)));
  return given;
}

/// Makes the organisation, with the id that it is to have, and says `done`.
http::Answer MakeOne(const Context& context, OrganisationInput given, std::optional<ObjectId> id,
                     std::string_view done) {
  return MakeChange(context, {kSite}, context.caller,
                    [core = &context.core(), given = std::move(given), id, done](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      Tenants::Draft draft;
                      GH_TRY(draft.name, core->tenants().FreeName(tx, TenantNameOf(given.label)));
                      draft.organisation = given.document;
                      draft.object_id = id;
                      GH_TRY(const Tenant made, core->tenants().Create(tx, caller, draft));
                      return Done(done, Quoted(TextOf(made.object_id)));
                    });
}

/// The tenant that the path names. kNotFound.
Result<Tenant> FindPathTenant(const Context& context) {
  const auto id = ParseObjectId(context.parameter());
  if (!id) return Fail(Errc::kNotFound);
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Tenant> {
    GH_TRY(const std::optional<Tenant> row, snapshot.tenants().FindByObjectId(*id));
    if (!row) return Fail(Errc::kNotFound);
    return context.core().tenants().Get(snapshot, context.caller, row->id);
  });
}

}  // namespace

Result<http::Answer> ListOrganisations(const Context& context) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Answer> {
        http::Response response;
        JsonWriter out(response.body);
        out.BeginObject();
        out.Key("organisations");
        GH_TRY(const std::int64_t pages, WritePage(
                                             out, ReadPage(context.request),
                                             [&](Seek seek) {
                                               return context.core().tenants().List(
                                                   snapshot, context.caller, seek);
                                             },
                                             [](const Tenant& tenant) { return tenant.id.value(); },
                                             [&](const Tenant& tenant) -> Result<void> {
                                               WriteOrganisation(out, tenant);
                                               return {};
                                             }));
        out.Member("pages", pages);
        out.EndObject();
        return response;
      });
}

Result<http::Answer> CreateOrganisation(const Context& context) {
  auto given = ReadOrganisation(context.body);
  if (!given) return RefuseBody(context.spec);
  return MakeOne(context, std::move(*given), std::nullopt, "Org created");
}

Result<http::Answer> ImportOrganisation(const Context& context) {
  auto given = ReadOrganisation(context.body);
  Input input(context.body);
  const std::string text = input.Text("id").value_or("");
  if (!given || input.malformed()) return RefuseBody(context.spec);
  const auto id = ParseObjectId(text);
  if (!id) return Refuse(403, kOrganisationNotSaved);
  return MakeOne(context, std::move(*given), id, "Org imported");
}

Result<http::Answer> ShowOrganisation(const Context& context) {
  GH_TRY(const Tenant tenant, FindPathTenant(context));
  http::Response response;
  JsonWriter out(response.body);
  WriteOrganisation(out, tenant);
  return response;
}

Result<http::Answer> UpdateOrganisation(const Context& context) {
  auto given = ReadOrganisation(context.body);
  if (!given) return RefuseBody(context.spec);
  GH_TRY(const Tenant tenant, FindPathTenant(context));
  return MakeChange(context, {kSite, tenant.id}, Callers::Installation(tenant.id),
                    [core = &context.core(), id = tenant.id, document = given->document](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      Tenants::Patch patch;
                      patch.organisation = document;
                      GH_CHECK(core->tenants().Update(tx, caller, id, patch));
                      return Done("Org updated");
                    });
}

Result<http::Answer> DeleteOrganisation(const Context& context) {
  GH_TRY(const Tenant tenant, FindPathTenant(context));
  return MakeChange(context, {kSite, tenant.id}, Callers::Installation(tenant.id),
                    [core = &context.core(), id = tenant.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->tenants().Remove(tx, caller, id));
                      return Done("Org deleted");
                    });
}

}  // namespace guildhall::tyk
