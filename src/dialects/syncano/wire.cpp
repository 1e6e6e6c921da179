#include "dialects/syncano/wire.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/cursor.h"
#include "base/json.h"
#include "base/timestamp.h"
#include "dialects/syncano/field_wire.h"
#include "dialects/syncano/permission_words.h"

namespace guildhall::syncano {
namespace {

// Answers are made of a few long literals and the values between them: the reading of one's own
// user is the busiest request, and member by member it would cost several times as much.

void AppendGroupPath(Buffer& out, std::string_view instance, GroupId id) {
  AppendInstancePath(out, instance);
  out.Append("groups/");
  out.AppendNumber(id.value());
  out.Append('/');
}

/// A text in an answer that stands there again further on.
struct Place {
  std::size_t begin = 0;
  std::size_t size = 0;
  [[nodiscard]] std::string_view In(const Buffer& out) const {
    return out.view().substr(begin, size);
  }
};

/// The paths that a user's answer repeats.
struct UserPlaces {
  Place user;
  Place profile;
};

/// Writes into room that was reserved at the end of `out`; what it wrote is committed at its end.
class Tail : public Cursor {
 public:
  Tail(Buffer& out, std::size_t room) : Cursor(out.Reserve(room)), out_(out) {}
  ~Tail() { out_.Commit(size()); }
  Tail(const Tail&) = delete;
  Tail& operator=(const Tail&) = delete;

  Place Path(std::string_view instance, std::string_view below, std::int64_t id) {
    const std::size_t begin = size();
    Literal("/v1.1/instances/");
    Text(instance);
    Text(below);
    Number(id);
    Literal("/");
    return {out_.size() + begin, size() - begin};
  }
  void Moment(Time time) {
    Written([time](char* at) { return PutTimestamp(at, time); });
  }
  template <class AnyId>
  void IdOrNull(const std::optional<AnyId>& id) {
    if (!id) return Literal("null");
    Number(id->value());
  }

 private:
  Buffer& out_;
};

// More than the literals, numbers, times and words of a profile or of what follows it; the
// instance's name is counted apart.
constexpr std::size_t kUserRoom = 1024;

/// What an object's rights are called, by their bits.
std::string_view ObjectWord(Rights rights) {
  static const auto words = [] {
    std::array<std::string_view, 128> made;
    for (std::size_t bits = 0; bits < made.size(); ++bits) {
      const Rights shown = Rights::FromBits(static_cast<std::int64_t>(bits));
      made[bits] = NameOfWord(Vocabulary::kObject, ShownWord(Vocabulary::kObject, shown));
    }
    return made;
  }();
  return words[rights.bits()];
}

UserPlaces WriteProfileLinks(Tail& tail, std::string_view instance, const UserView& view) {
  UserPlaces places;
  tail.Literal("{\"owner\":\"");
  places.user = tail.Path(instance, "/users/", view.user.id.value());
  tail.Literal("\",\"self\":\"");
  places.profile = tail.Path(instance, "/classes/user_profile/objects/", view.profile.id.value());
  if (const auto& group = view.profile.access.primary_group) {
    tail.Literal("\",\"group\":\"");
    tail.Path(instance, "/groups/", group->value());
  }
  tail.Literal("\"}");
  return places;
}

/// The profile up to its fields.
UserPlaces WriteProfile(Buffer& out, std::string_view instance, const UserView& view) {
  const Record& profile = view.profile;
  const AccessList& access = profile.access;
  Tail tail(out, kUserRoom + 3 * instance.size());
  tail.Literal("{\"channel_room\":null,\"group\":");
  tail.IdOrNull(access.primary_group);
  tail.Literal(",\"links\":");
  const UserPlaces places = WriteProfileLinks(tail, instance, view);
  tail.Literal(",\"group_permissions\":\"");
  tail.Text(NameOfWord(Vocabulary::kObject, ShownGroupWord(Vocabulary::kObject, access)));
  tail.Literal("\",\"created_at\":\"");
  tail.Moment(profile.created_at);
  tail.Literal("\",\"owner_permissions\":\"");
  tail.Text(ObjectWord(access.owner_rights));
  tail.Literal("\",\"updated_at\":\"");
  tail.Moment(profile.updated_at);
  tail.Literal("\",\"other_permissions\":\"");
  tail.Text(ObjectWord(access.everyone));
  tail.Literal("\",\"owner\":");
  tail.IdOrNull(access.owner);
  tail.Literal(",\"id\":");
  tail.Number(profile.id.value());
  tail.Literal(",\"channel\":null,\"revision\":");
  tail.Number(profile.revision);
  return places;
}

/// The links and the key.
void WriteBehindProfile(Buffer& out, const UserPlaces& places, std::string_view user_key) {
  const std::size_t paths = 3 * places.user.size + places.profile.size;
  Tail tail(out, kUserRoom + paths + user_key.size());
  const std::string_view user = places.user.In(out);
  tail.Literal("},\"links\":{\"profile\":\"");
  tail.Text(places.profile.In(out));
  tail.Literal("\",\"self\":\"");
  tail.Text(user);
  tail.Literal("\",\"groups\":\"");
  tail.Text(user);
  tail.Literal("groups/\",\"reset-key\":\"");
  tail.Text(user);
  tail.Literal("reset_key/\"},\"user_key\":\"");
  tail.Text(user_key);
  tail.Literal("\",\"groups\":[");
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

UserStyle StyleFor(const Caller& caller, const UserView& user, const FileLinks& files) {
  UserStyle style;
  style.files = &files;
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
  const UserPlaces places = WriteProfile(out, instance, view);
  WriteFields(out, profiles, view.profile, style.files);
  WriteBehindProfile(out, places, view.user_key.Reveal());
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
