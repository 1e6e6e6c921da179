#include "dialects/syncano/wire.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/json.h"
#include "base/timestamp.h"
#include "dialects/syncano/permission_words.h"

namespace guildhall::syncano {
namespace {

// Answers are made of a few long literals and the values between them: the reading of one's own
// user is the busiest request, and member by member it would cost several times as much.

/// Appends `/v1.1/instances/rivia/users/1/`.
void AppendUserPath(Buffer& out, std::string_view instance, UserId id) {
  AppendInstancePath(out, instance);
  out.Append("users/");
  out.AppendNumber(id.value());
  out.Append('/');
}

void AppendGroupPath(Buffer& out, std::string_view instance, GroupId id) {
  AppendInstancePath(out, instance);
  out.Append("groups/");
  out.AppendNumber(id.value());
  out.Append('/');
}

void AppendProfilePath(Buffer& out, std::string_view instance, RecordId id) {
  AppendInstancePath(out, instance);
  out.Append("classes/user_profile/objects/");
  out.AppendNumber(id.value());
  out.Append('/');
}

void AppendWord(Buffer& out, std::int32_t word) {
  out.Append(NameOfWord(Vocabulary::kObject, word));
}

template <class AnyId>
void WriteIdOrNull(Buffer& out, const std::optional<AnyId>& id) {
  if (id) {
    out.AppendNumber(id->value());
  } else {
    out.Append("null");
  }
}

/// The paths that a user's answer repeats, formatted once.
class UserPaths {
 public:
  UserPaths(std::string_view instance, UserId user, RecordId profile) {
    AppendUserPath(text_, instance, user);
    user_size_ = text_.size();
    AppendProfilePath(text_, instance, profile);
  }
  [[nodiscard]] std::string_view user() const { return text_.view().substr(0, user_size_); }
  [[nodiscard]] std::string_view profile() const { return text_.view().substr(user_size_); }

 private:
  Buffer text_;
  std::size_t user_size_ = 0;
};

void WriteProfileLinks(Buffer& out, std::string_view instance, const Record& profile,
                       const UserPaths& paths) {
  out.Append("{\"owner\":\"");
  out.Append(paths.user());
  out.Append("\",\"self\":\"");
  out.Append(paths.profile());
  if (profile.access.primary_group) {
    out.Append("\",\"group\":\"");
    AppendGroupPath(out, instance, *profile.access.primary_group);
  }
  out.Append("\"}");
}

void WriteUserLinks(Buffer& out, const UserPaths& paths) {
  out.Append("{\"profile\":\"");
  out.Append(paths.profile());
  out.Append("\",\"self\":\"");
  out.Append(paths.user());
  out.Append("\",\"groups\":\"");
  out.Append(paths.user());
  out.Append("groups/\",\"reset-key\":\"");
  out.Append(paths.user());
  out.Append("reset_key/\"}");
}

void WriteProfile(Buffer& out, std::string_view instance, const Record& profile,
                  const Collection& profiles, const UserPaths& paths) {
  const AccessList& access = profile.access;
  out.Append("{\"channel_room\":null,\"group\":");
  WriteIdOrNull(out, access.primary_group);
  out.Append(",\"links\":");
  WriteProfileLinks(out, instance, profile, paths);
  out.Append(",\"group_permissions\":\"");
  AppendWord(out, ShownGroupWord(Vocabulary::kObject, access));
  out.Append("\",\"created_at\":");
  WriteTime(out, profile.created_at);
  out.Append(",\"owner_permissions\":\"");
  AppendWord(out, ShownWord(Vocabulary::kObject, access.owner_rights));
  out.Append("\",\"updated_at\":");
  WriteTime(out, profile.updated_at);
  out.Append(",\"other_permissions\":\"");
  AppendWord(out, ShownWord(Vocabulary::kObject, access.everyone));
  out.Append("\",\"owner\":");
  WriteIdOrNull(out, access.owner);
  out.Append(",\"id\":");
  out.AppendNumber(profile.id.value());
  out.Append(",\"channel\":null,\"revision\":");
  out.AppendNumber(profile.revision);
  WriteFields(out, profiles, profile);
  out.Append('}');
}

void WriteBool(Buffer& out, bool value) { out.Append(value ? "true" : "false"); }

/// A link of an instance: its name for clients, and its path below the instance.
struct Link {
  std::string_view name;
  std::string_view path;
};

constexpr std::array<Link, 15> kCommonLinks{{
    {"self", ""},
    {"admins", "admins/"},
    {"classes", "classes/"},
    {"invitations", "invitations/"},
    {"api_keys", "api_keys/"},
    {"users", "users/"},
    {"groups", "groups/"},
    {"channels", "channels/"},
    {"batch", "batch/"},
    {"rename", "rename/"},
    {"push_notification", "push_notifications/"},
    {"triggers", "triggers/"},
    {"schedules", "schedules/"},
    {"backups", "backups/"},
    {"restores", "restores/"},
}};

constexpr std::array<Link, 3> kLinksOfVersion11{{
    {"snippets", "snippets/"},
    {"endpoints", "endpoints/"},
    {"hosting", "hosting/"},
}};

// What version 1 has in their place.
constexpr std::array<Link, 5> kLinksOfVersion1{{
    {"codeboxes", "codeboxes/"},
    {"runtimes", "codeboxes/runtimes/"},
    {"webhooks", "webhooks/"},
    {"hla_objects", "hla_objects/"},
    {"templates", "templates/"},
}};

void WriteLinks(Buffer& out, std::string_view instance, std::span<const Link> links) {
  for (const Link& link : links) {
    // The instance itself is the first of the map and the only one without a path of its own.
    if (!link.path.empty()) out.Append(',');
    out.Append('"');
    out.Append(link.name);
    out.Append("\":\"");
    AppendInstancePath(out, instance);
    out.Append(link.path);
    out.Append('"');
  }
}

}  // namespace

void WriteText(Buffer& out, std::string_view text) {
  out.Append('"');
  AppendEscaped(out, text);
  out.Append('"');
}

void WriteTime(Buffer& out, Time time) {
  out.Append('"');
  AppendTimestamp(out, time);
  out.Append('"');
}

void AppendInstancePath(Buffer& out, std::string_view instance) {
  out.Append("/v1.1/instances/");
  out.Append(instance);
  out.Append('/');
}

void WriteFieldValue(Buffer& out, const Value& value) {
  JsonWriter writer(out);
  if (const bool* flag = std::get_if<bool>(&value)) return writer.Bool(*flag);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return writer.Integer(*integer);
  if (const auto* number = std::get_if<double>(&value)) return writer.Number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return writer.Text(*text);
  if (const auto* time = std::get_if<Time>(&value)) {
    out.Append("{\"type\":\"datetime\",\"value\":");
    WriteTime(out, *time);
    out.Append('}');
    return;
  }
  writer.Null();
}

void WriteFields(Buffer& out, const Collection& collection, const Record& record) {
  for (const Field& field : collection.fields) {
    out.Append(',');
    WriteText(out, field.name);
    out.Append(':');
    const auto stored =
        std::find_if(record.fields.begin(), record.fields.end(),
                     [&](const auto& entry) { return entry.first == field.number; });
    WriteFieldValue(out, stored == record.fields.end() ? Value{} : stored->second);
  }
}

UserStyle StyleFor(const Caller& caller, const UserView& user) {
  UserStyle style;
  style.personal_groups = caller.operator_id.has_value() || caller.user_id() == user.user.id;
  return style;
}

void WriteGroup(Buffer& out, std::string_view instance, const Group& group) {
  out.Append("{\"description\":");
  WriteText(out, group.description);
  out.Append(",\"id\":");
  out.AppendNumber(group.id.value());
  out.Append(",\"links\":{\"self\":\"");
  AppendGroupPath(out, instance, group.id);
  out.Append("\",\"users\":\"");
  AppendGroupPath(out, instance, group.id);
  out.Append("users/\"},\"label\":");
  WriteText(out, group.name);
  out.Append('}');
}

void WriteUser(Buffer& out, std::string_view instance, const UserView& view,
               const Collection& profiles, const UserStyle& style) {
  out.Append("{\"username\":");
  WriteText(out, style.username.value_or(view.user.username));
  out.Append(",\"profile\":");
  const UserPaths paths(instance, view.user.id, view.profile.id);
  WriteProfile(out, instance, view.profile, profiles, paths);
  out.Append(",\"links\":");
  WriteUserLinks(out, paths);
  out.Append(",\"user_key\":\"");
  out.Append(view.user_key.Reveal());
  out.Append("\",\"groups\":[");
  bool fresh = true;
  for (const auto& group : view.groups) {
    // System groups have negative ids and are never listed.
    if (group->id.value() <= 0 || (group->personal && !style.personal_groups)) continue;
    if (!fresh) out.Append(',');
    fresh = false;
    WriteGroup(out, instance, *group);
  }
  out.Append("],\"id\":");
  out.AppendNumber(view.user.id.value());
  out.Append('}');
}

void WriteApiKey(Buffer& out, std::string_view instance, const ApiKeyView& key) {
  const ApiKeyFlags& flags = key.row.flags;
  out.Append("{\"id\":");
  out.AppendNumber(key.row.id.value());
  out.Append(",\"description\":");
  WriteText(out, key.row.description);
  out.Append(",\"api_key\":\"");
  out.Append(key.key.Reveal());
  out.Append("\",\"ignore_acl\":");
  WriteBool(out, flags.bypass_lists);
  out.Append(",\"allow_user_create\":");
  WriteBool(out, flags.create_users);
  out.Append(",\"allow_group_create\":");
  WriteBool(out, flags.create_groups);
  out.Append(",\"allow_anonymous_read\":");
  WriteBool(out, flags.anonymous_read);
  out.Append(",\"created_at\":");
  WriteTime(out, key.row.created_at);
  out.Append(",\"links\":{\"self\":\"");
  AppendInstancePath(out, instance);
  out.Append("api_keys/");
  out.AppendNumber(key.row.id.value());
  out.Append("/\",\"reset_key\":\"");
  AppendInstancePath(out, instance);
  out.Append("api_keys/");
  out.AppendNumber(key.row.id.value());
  out.Append("/reset_key/\"}}");
}

void WriteAccount(Buffer& out, const Operator& row, const Secret* key) {
  out.Append("{\"id\":");
  out.AppendNumber(row.id.value());
  out.Append(",\"email\":");
  WriteText(out, row.email);
  out.Append(",\"first_name\":");
  WriteText(out, row.first_name);
  out.Append(",\"last_name\":");
  WriteText(out, row.last_name);
  out.Append(",\"is_active\":");
  WriteBool(out, row.active);
  out.Append(",\"has_password\":");
  WriteBool(out, !row.password_hash.empty());
  out.Append(",\"metadata\":");
  out.Append(row.metadata.empty() ? std::string_view("{}") : std::string_view(row.metadata));
  if (key != nullptr) {
    out.Append(",\"account_key\":\"");
    out.Append(key->Reveal());
    out.Append('"');
  }
  out.Append('}');
}

void WriteInstance(Buffer& out, const Tenant& tenant, const Operator& owner,
                   const InstanceStyle& style) {
  out.Append("{\"name\":");
  WriteText(out, tenant.name);
  out.Append(",\"description\":");
  WriteText(out, tenant.description);
  out.Append(",\"owner\":");
  WriteAccount(out, owner, nullptr);
  out.Append(",\"created_at\":");
  WriteTime(out, tenant.created_at);
  out.Append(",\"updated_at\":");
  WriteTime(out, tenant.updated_at);
  out.Append(",\"role\":");
  WriteText(out, style.role);
  out.Append(",\"location\":");
  WriteText(out, style.location);
  out.Append(",\"metadata\":");
  out.Append(tenant.metadata.empty() ? std::string_view("{}") : std::string_view(tenant.metadata));
  out.Append(",\"links\":{");
  WriteLinks(out, tenant.name, kCommonLinks);
  if (style.v1) {
    WriteLinks(out, tenant.name, kLinksOfVersion1);
  } else {
    WriteLinks(out, tenant.name, kLinksOfVersion11);
  }
  out.Append("}}");
}

}  // namespace guildhall::syncano
