#include "dialects/syncano/record_wire.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dialects/syncano/class_schema.h"
#include "dialects/syncano/field_wire.h"
#include "dialects/syncano/permission_words.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

void AppendPath(Buffer& out, std::string_view instance, std::string_view collection,
                std::string_view name) {
  AppendInstancePath(out, instance);
  out.Append(collection);
  out.Append('/');
  out.Append(name);
  out.Append('/');
}

void AppendPath(Buffer& out, std::string_view instance, std::string_view collection,
                std::int64_t id) {
  AppendPath(out, instance, collection, std::to_string(id));
}

// `,"name":"/v1.1/instances/..."` for the group, where there is one.
void WriteGroupLink(Buffer& out, std::string_view instance, std::optional<GroupId> group) {
  if (!group) return;
  out.Append(",\"group\":\"");
  AppendPath(out, instance, "groups", group->value());
  out.Append('"');
}

template <class AnyId>
void WriteId(Buffer& out, const std::optional<AnyId>& id) {
  if (id) {
    out.AppendNumber(id->value());
  } else {
    out.Append("null");
  }
}

void WriteWord(Buffer& out, Vocabulary vocabulary, std::int32_t word) {
  out.Append('"');
  out.Append(NameOfWord(vocabulary, word));
  out.Append('"');
}

// `"group":1,"group_permissions":"read","other_permissions":"none"`
void WriteSharing(Buffer& out, Vocabulary vocabulary, const AccessList& list) {
  out.Append("\"group\":");
  WriteId(out, list.primary_group);
  out.Append(",\"group_permissions\":");
  WriteWord(out, vocabulary, ShownGroupWord(vocabulary, list));
  out.Append(",\"other_permissions\":");
  WriteWord(out, vocabulary, ShownWord(vocabulary, list.everyone));
}

void WriteTimes(Buffer& out, Time created_at, Time updated_at) {
  out.Append(",\"created_at\":");
  WriteTime(out, created_at);
  out.Append(",\"updated_at\":");
  WriteTime(out, updated_at);
}

void WriteObjectLinks(Buffer& out, std::string_view instance, const Collection& collection,
                      const Record& record, std::string_view channel) {
  out.Append("{\"self\":\"");
  AppendPath(out, instance, "classes", ShownClassName(collection));
  out.Append("objects/");
  out.AppendNumber(record.id.value());
  out.Append("/\"");
  if (record.access.owner) {
    out.Append(",\"owner\":\"");
    AppendPath(out, instance, "users", record.access.owner->value());
    out.Append('"');
  }
  WriteGroupLink(out, instance, record.access.primary_group);
  if (!channel.empty()) {
    out.Append(",\"channel\":\"");
    AppendPath(out, instance, "channels", channel);
    out.Append('"');
  }
  out.Append('}');
}

std::string_view NameOf(MessageKind kind) {
  switch (kind) {
    case MessageKind::kCustom:
      return "custom";
    case MessageKind::kCreate:
      return "create";
    case MessageKind::kUpdate:
      return "update";
    case MessageKind::kDelete:
      return "delete";
  }
  return "custom";
}

void WriteAuthor(Buffer& out, const Message& message) {
  out.Append('{');
  if (message.by_operator) {
    out.Append("\"admin\":");
    out.AppendNumber(message.by_operator->value());
  } else {
    out.Append("\"api_key\":");
    WriteId(out, message.by_api_key);
    if (message.by_user) {
      out.Append(",\"user\":");
      out.AppendNumber(message.by_user->value());
    }
  }
  out.Append('}');
}

// The changed members of an update, each preceded by a comma.
void WriteChangedFields(Buffer& out, const Collection& collection, const Record& before,
                        const Record& after, const FileLinks& files) {
  for (const Field& field : collection.fields) {
    const Value& value = ValueOf(after.fields, field.number);
    if (value == ValueOf(before.fields, field.number)) continue;
    out.Append(',');
    WriteText(out, field.name);
    out.Append(':');
    WriteFieldValue(out, field, value, &files);
  }
}

void WriteChangedAccess(Buffer& out, const AccessList& before, const AccessList& after) {
  struct Change {
    std::string_view name;
    std::int32_t before, after;
  };
  const auto shown = [](Rights rights) { return ShownWord(Vocabulary::kObject, rights); };
  const std::array<Change, 3> changes{{
      {"owner_permissions", shown(before.owner_rights), shown(after.owner_rights)},
      {"group_permissions", ShownGroupWord(Vocabulary::kObject, before),
       ShownGroupWord(Vocabulary::kObject, after)},
      {"other_permissions", shown(before.everyone), shown(after.everyone)},
  }};
  for (const Change& change : changes) {
    if (change.before == change.after) continue;
    out.Append(",\"");
    out.Append(change.name);
    out.Append("\":");
    WriteWord(out, Vocabulary::kObject, change.after);
  }
  if (before.owner != after.owner) {
    out.Append(",\"owner\":");
    WriteId(out, after.owner);
  }
  if (before.primary_group != after.primary_group) {
    out.Append(",\"group\":");
    WriteId(out, after.primary_group);
  }
}

}  // namespace

std::string_view ShownClassName(const Collection& collection) {
  return collection.holds_profiles() ? kProfileClass : collection.name;
}

void WriteClass(Buffer& out, std::string_view instance, const Collection& collection,
                std::int64_t objects_count) {
  const std::string_view name = ShownClassName(collection);
  // What Syncano says of the class that every instance has (Syncano v1.1 "Classes").
  const std::string_view description = collection.holds_profiles() && collection.description.empty()
                                           ? "Class that holds profiles for users."
                                           : std::string_view(collection.description);
  out.Append("{\"name\":");
  WriteText(out, name);
  out.Append(",\"description\":");
  WriteText(out, description);
  out.Append(",\"schema\":");
  WriteSchema(out, collection.fields);
  const bool migrating = std::ranges::any_of(collection.fields, &Field::building);
  out.Append(",\"status\":");
  out.Append(migrating ? std::string_view("\"migrating\"") : "\"ready\"");
  WriteTimes(out, collection.created_at, collection.updated_at);
  out.Append(",\"objects_count\":");
  out.AppendNumber(objects_count);
  out.Append(",\"revision\":");
  out.AppendNumber(collection.revision);
  out.Append(',');
  WriteSharing(out, Vocabulary::kClass, collection.access);
  out.Append(",\"metadata\":");
  out.Append(collection.metadata);
  out.Append(",\"links\":{\"self\":\"");
  AppendPath(out, instance, "classes", name);
  out.Append("\",\"objects\":\"");
  AppendPath(out, instance, "classes", name);
  out.Append("objects/\"");
  WriteGroupLink(out, instance, collection.access.primary_group);
  out.Append("}}");
}

void WriteObject(Buffer& out, const InstancePlace& place, const Collection& collection,
                 const Record& record, std::string_view channel, ObjectParts parts) {
  out.Append("{\"id\":");
  out.AppendNumber(record.id.value());
  WriteTimes(out, record.created_at, record.updated_at);
  out.Append(",\"revision\":");
  out.AppendNumber(record.revision);
  out.Append(",\"owner\":");
  WriteId(out, record.access.owner);
  out.Append(",\"owner_permissions\":");
  WriteWord(out, Vocabulary::kObject, ShownWord(Vocabulary::kObject, record.access.owner_rights));
  out.Append(',');
  WriteSharing(out, Vocabulary::kObject, record.access);
  if (parts == ObjectParts::kAll) {
    out.Append(",\"channel\":");
    if (channel.empty()) {
      out.Append("null");
    } else {
      WriteText(out, channel);
    }
    out.Append(",\"channel_room\":");
    if (record.room.empty()) {
      out.Append("null");
    } else {
      WriteText(out, record.room);
    }
  }
  WriteFields(out, collection, record, &place.files);
  if (parts == ObjectParts::kAll) {
    out.Append(",\"links\":");
    WriteObjectLinks(out, place.tenant.name, collection, record, channel);
  }
  out.Append('}');
}

void WriteObjectChange(Buffer& out, const InstancePlace& place, const Collection& collection,
                       const Record& before, const Record& after) {
  if (before == after) {
    WriteObject(out, place, collection, after, "", ObjectParts::kMessage);
    return;
  }
  out.Append("{\"id\":");
  out.AppendNumber(after.id.value());
  WriteChangedFields(out, collection, before, after, place.files);
  WriteChangedAccess(out, before.access, after.access);
  out.Append(",\"revision\":");
  out.AppendNumber(after.revision);
  out.Append(",\"updated_at\":");
  WriteTime(out, after.updated_at);
  out.Append('}');
}

void WriteChannel(Buffer& out, std::string_view instance, const Channel& channel) {
  out.Append("{\"name\":");
  WriteText(out, channel.name);
  out.Append(",\"description\":");
  WriteText(out, channel.description);
  out.Append(",\"type\":");
  out.Append(channel.rooms ? std::string_view("\"separate_rooms\"") : "\"default\"");
  out.Append(',');
  WriteSharing(out, Vocabulary::kChannel, channel.access);
  WriteTimes(out, channel.created_at, channel.updated_at);
  out.Append(",\"custom_publish\":");
  out.Append(channel.publishable ? std::string_view("true") : "false");
  out.Append(",\"links\":{\"self\":\"");
  AppendPath(out, instance, "channels", channel.name);
  for (const std::string_view what : {"poll", "publish", "history"}) {
    out.Append("\",\"");
    out.Append(what);
    out.Append("\":\"");
    AppendPath(out, instance, "channels", channel.name);
    out.Append(what);
    out.Append('/');
  }
  out.Append('"');
  WriteGroupLink(out, instance, channel.access.primary_group);
  out.Append("}}");
}

Result<std::string> ChannelNames::Find(const Record& record) {
  if (!record.channel) return std::string();
  if (const auto known = names_.find(*record.channel); known != names_.end()) return known->second;
  GH_TRY(const std::optional<Channel> channel, snapshot_.channels().Find(tenant_, *record.channel));
  return names_.emplace(*record.channel, channel ? channel->name : std::string()).first->second;
}

namespace {

void WriteMessageMembers(Buffer& out, const Message& message) {
  out.Append("{\"id\":");
  out.AppendNumber(message.id.value());
  out.Append(",\"created_at\":");
  WriteTime(out, message.at);
  out.Append(",\"action\":\"");
  out.Append(NameOf(message.kind));
  out.Append("\",\"author\":");
  WriteAuthor(out, message);
  if (message.kind == MessageKind::kCustom) {
    out.Append(",\"metadata\":{\"type\":\"message\"}");
  } else {
    out.Append(",\"metadata\":{\"type\":\"object\",\"class\":");
    WriteText(out, message.about);
    out.Append('}');
  }
  out.Append(",\"payload\":");
  out.Append(message.payload);
}

}  // namespace

void WriteBareMessage(Buffer& out, const Message& message) {
  WriteMessageMembers(out, message);
  out.Append('}');
}

void WriteMessage(Buffer& out, std::string_view instance, std::string_view channel,
                  const Message& message) {
  WriteMessageMembers(out, message);
  out.Append(",\"links\":{\"self\":\"");
  AppendPath(out, instance, "channels", channel);
  out.Append("history/");
  out.AppendNumber(message.id.value());
  out.Append("/\"}}");
}

}  // namespace guildhall::syncano
