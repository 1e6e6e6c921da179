#include <optional>
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

}  // namespace

Result<http::Answer> ListOrganisations(const Context& context) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Answer> {
        http::Response response;
        JsonWriter out(response.body);
        out.BeginObject();
        out.Key("organisations");
        GH_TRY(const std::int64_t pages,
               WritePage(
                   out, ReadPage(context.request),
                   [&](Seek seek) {
                     return context.core().tenants().List(snapshot, context.caller, seek);
                   },
                   [](const Tenant& tenant) { return tenant.id.value(); },
                   [&](const Tenant& tenant) { WriteOrganisation(out, tenant); }));
        out.Key("pages");
        out.Integer(pages);
        out.EndObject();
        return response;
      });
}

Result<http::Answer> CreateOrganisation(const Context& context) {
  auto given = ReadOrganisation(context.body);
  if (!given) return RefuseBody(context.spec);
  return MakeChange(context, {kSite}, context.caller,
                    [core = &context.core(), given = std::move(*given)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      Tenants::Draft draft;
                      GH_TRY(draft.name, core->tenants().FreeName(tx, TenantNameOf(given.label)));
                      draft.organisation = given.document;
                      GH_TRY(const Tenant made, core->tenants().Create(tx, caller, draft));
                      return Done("Org created", Quoted(TextOf(made.object_id)));
                    });
}

Result<http::Answer> ShowOrganisation(const Context& context) {
  const auto id = ParseObjectId(context.parameter());
  if (!id) return Fail(Errc::kNotFound);
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Tenant> {
        GH_TRY(const std::optional<Tenant> row, snapshot.tenants().FindByObjectId(*id));
        if (!row) return Fail(Errc::kNotFound);
        return context.core().tenants().Get(snapshot, context.caller, row->id);
      });
  GH_TRY(const Tenant tenant, std::move(read));
  http::Response response;
  JsonWriter out(response.body);
  WriteOrganisation(out, tenant);
  return response;
}

}  // namespace guildhall::tyk
