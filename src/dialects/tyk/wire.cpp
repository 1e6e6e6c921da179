#include "dialects/tyk/wire.h"

#include "base/timestamp.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/organisation_fields.h"

namespace guildhall::tyk {
namespace {

/// 0 is "never", which Go writes as its zero time.
void WriteTime(JsonWriter& out, Time time) {
  if (time == Time()) return out.Text("0001-01-01T00:00:00Z");
  AppendTimestamp(out.BeginText(), time);
  out.EndText();
}

}  // namespace

void WriteEnvelope(Buffer& out, std::string_view status, std::string_view message,
                   std::optional<std::string_view> meta) {
  JsonWriter writer(out);
  writer.BeginObject();
  writer.Member("Status", status);
  writer.Member("Message", message);
  writer.Key("Meta");
  writer.Raw(meta.value_or("null"));
  writer.EndObject();
}

http::Response Done(std::string_view message, std::optional<std::string_view> meta) {
  http::Response response;
  WriteEnvelope(response.body, "OK", message, meta);
  return response;
}

std::string Quoted(std::string_view text) { return ToText(Json(std::string(text))); }

void WriteGroup(JsonWriter& out, const ObjectId& organisation, const Group& group) {
  out.BeginObject();
  out.Member("org_id", TextOf(organisation));
  out.Member("id", TextOf(group.object_id));
  out.Member("name", group.name);
  out.Member("description", group.description);
  out.Member("active", group.active);
  out.Key("user_permissions");
  out.Raw(group.capabilities);
  if (group.password_max_days != 0) {
    out.Member("password_max_days", group.password_max_days);
  }
  out.EndObject();
}

const std::string& ShownEmail(const User& user) {
  return user.email.empty() ? user.username : user.email;
}

const std::string& ShownFirstName(const User& user) {
  if (!user.first_name.empty()) return user.first_name;
  if (!user.display_name.empty()) return user.display_name;
  // The display name is then what there is of both names, else the user name.
  return user.last_name.empty() ? user.username : user.first_name;
}

void WriteUser(JsonWriter& out, const ObjectId& organisation, const UserView& view, bool with_key) {
  const User& user = view.user;
  out.BeginObject();
  out.Key("api_model");
  out.BeginObject();
  out.EndObject();
  out.Member("first_name", ShownFirstName(user));
  out.Member("last_name", user.last_name);
  out.Member("email_address", ShownEmail(user));
  out.Member("org_id", TextOf(organisation));
  out.Member("active", user.active);
  out.Member("id", TextOf(user.object_id));
  out.Member("access_key", with_key ? view.access_key.Reveal() : std::string_view());
  out.Key("user_permissions");
  out.Raw(user.capabilities);
  out.Member("group_id", user.capability_group);
  out.Member("password_max_days", user.password_max_days);
  out.Key("password_updated");
  WriteTime(out, user.password_set_at);
  out.Key("last_login_date");
  WriteTime(out, user.last_sign_in_at);
  out.Key("created_at");
  WriteTime(out, user.created_at);
  out.EndObject();
}

void WriteOrganisation(JsonWriter& out, const Tenant& tenant) {
  // It was written by this dialect, or is the empty object of a tenant made elsewhere.
  const Result<Json> given = ParseJson(tenant.organisation);
  out.BeginObject();
  out.Member("id", TextOf(tenant.object_id));
  for (const OrganisationField& field : kOrganisationFields) {
    const Json* value = given ? given->Find(field.name) : nullptr;
    if (value == nullptr && field.optional) continue;
    out.KeyText(field.name);
    if (value != nullptr) {
      out.Value(*value);
    } else if (field.name == "owner_name" || field.name == "owner_slug") {
      out.Text(tenant.name);
    } else {
      out.Raw(field.otherwise);
    }
  }
  out.EndObject();
}

}  // namespace guildhall::tyk
