#include "dialects/daptin/rows/resource.h"

#include <algorithm>
#include <utility>

#include "base/timestamp.h"
#include "core/uid_text.h"
#include "dialects/daptin/actions/action_declaration.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/attributes.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

std::string TimeText(Time time) {
  Buffer text;
  AppendTimestamp(text, time);
  return std::string(text.view());
}

/// Takes attributes one by one as JSON values.
struct AttributeKeeper {
  Json::Object& attributes;

  void operator()(const char* name, Time time) const {
    attributes.emplace_back(name, Json(TimeText(time)));
  }
  void operator()(const char* name, std::string_view text) const {
    attributes.emplace_back(name, Json(std::string(text)));
  }
  void operator()(const char* name, std::int64_t number) const {
    attributes.emplace_back(name, Json(number));
  }
  void operator()(const char* name, bool truth) const {
    attributes.emplace_back(name, Json(truth));
  }
};

Json TextOrNull(std::string text) { return text.empty() ? Json() : Json(std::move(text)); }

Resource MakeResource(const Table& table, const Standard& row) {
  Resource resource{table.name, TextOf(row.uid), row.number};
  ShowStandard(row, resource.id, AttributeKeeper{resource.attributes});
  for (const Relation& relation : table.relations) {
    resource.relations.push_back({relation.name, relation.to_one()});
  }
  return resource;
}

/// Sets a to-one relation, and the attribute that says the same.
void SetToOne(Resource& resource, std::string_view name, std::string_view type, std::string id) {
  resource.Set(name, TextOrNull(id));
  RelationData* relation = resource.FindRelation(name);
  if (relation != nullptr && !id.empty()) {
    relation->targets = {{std::string(type), std::move(id)}};
  }
}

std::int64_t ShownPermission(const AccessList& list, bool open) {
  return open ? kOpenPermission : PermissionOf(list);
}

}  // namespace

void Resource::Set(std::string_view attribute, Json value) {
  for (auto& [name, present] : attributes) {
    if (name != attribute) continue;
    present = std::move(value);
    return;
  }
  attributes.emplace_back(attribute, std::move(value));
}

RelationData* Resource::FindRelation(std::string_view name) {
  const auto found =
      std::find_if(relations.begin(), relations.end(),
                   [&](const RelationData& relation) { return relation.name == name; });
  return found == relations.end() ? nullptr : &*found;
}

std::string EmailOf(const User& user) {
  if (user.id == kGuest) return "guest@cms.go";
  return user.email.empty() ? user.username : user.email;
}

std::string NameOf(const User& user) {
  if (user.id == kGuest) return "guest";
  if (!user.display_name.empty()) return user.display_name;
  if (user.first_name.empty() && user.last_name.empty()) return user.username;
  if (user.first_name.empty() || user.last_name.empty()) return user.first_name + user.last_name;
  return user.first_name + " " + user.last_name;
}

std::string NameOf(const Group& group) {
  if (group.id == kGuests) return "guests";
  if (group.id == kAdministrators) return "administrators";
  if (group.id == kEverybody) return "users";
  return group.unique_name;
}

Resource ResourceOf(const Table& accounts, const User& user) {
  Resource resource = MakeResource(accounts, StandardOf(user));
  ShowAccount(user, AttributeKeeper{resource.attributes});
  // An account owns itself.
  SetToOne(resource, "user_account_id", kAccounts, resource.id);
  return resource;
}

Resource ResourceOf(const Table& groups, const Group& group) {
  Resource resource = MakeResource(groups, {group.uid, group.id.value(), PermissionOf(group.access),
                                            group.created_at, group.updated_at});
  resource.Set("name", Json(NameOf(group)));
  return resource;
}

Resource ResourceOf(const Table& world, const Table& table, std::string owner, std::string schema,
                    bool open) {
  const Collection& row = table.stored;
  Resource resource = MakeResource(
      world,
      {row.uid, row.id.value(), ShownPermission(row.access, open), row.created_at, row.updated_at});
  resource.Set("table_name", Json(table.name));
  resource.Set("world_schema_json", Json(std::move(schema)));
  resource.Set("default_order", Json(table.default_order));
  resource.Set("icon", Json(table.icon));
  resource.Set("is_top_level", Json(table.top_level));
  resource.Set("is_hidden", Json(table.hidden));
  resource.Set("is_join_table", Json(table.join()));
  resource.Set("is_state_tracking_enabled", Json(false));
  SetToOne(resource, "user_account_id", kAccounts, std::move(owner));
  return resource;
}

Resource ResourceOf(const Table& actions, const Action& action, std::string world,
                    std::string owner, bool open) {
  Resource resource =
      MakeResource(actions, {action.uid, action.id.value(), ShownPermission(action.access, open),
                             action.created_at, action.updated_at});
  const BuiltinAction* builtin = FindBuiltinAction(action.id);
  const auto declared = ActionOf({}, action);
  const std::string name = builtin != nullptr ? std::string(builtin->name) : action.name;
  resource.Set("action_name", Json(name));
  resource.Set("label", Json(declared ? declared->label : name));
  resource.Set("instance_optional", Json(!declared || declared->instance_optional));
  SetToOne(resource, "world_id", kWorld, std::move(world));
  SetToOne(resource, "user_account_id", kAccounts, std::move(owner));
  return resource;
}

Resource ResourceOf(const Table& table, const Record& record, const References& references) {
  Resource resource =
      MakeResource(table, {record.uid, record.id.value(), PermissionOf(record.access),
                           record.created_at, record.updated_at});
  for (const Column& column : table.columns) {
    if (column.hidden) continue;
    resource.attributes.emplace_back(column.name,
                                     ShowValue(column, ValueOf(record.fields, column.field)));
  }
  for (const Relation& relation : table.relations) {
    if (!relation.to_one()) continue;
    const auto found =
        std::find_if(references.begin(), references.end(),
                     [&](const auto& reference) { return reference.first == relation.name; });
    SetToOne(resource, relation.name, relation.table,
             found != references.end() ? found->second : std::string());
  }
  return resource;
}

Resource ResourceOf(const Table& join, const LinkRow& link) {
  Resource resource = MakeResource(join, link);
  for (const auto& [column, value] : link.columns) resource.Set(column, value);
  const Relation& subject = join.relations.front();
  const Relation& object = join.relations[1];
  SetToOne(resource, subject.name, subject.table, link.subject);
  SetToOne(resource, object.name, object.table, link.object);
  return resource;
}

Resource ThroughLink(Resource related, const Table& join, const LinkRow& link) {
  if (join.relations.front().table == kGroups || join.relations[1].table == kGroups) {
    related.Set("relation_reference_id", Json(std::move(related.id)));
    related.id = TextOf(link.uid);
    related.Set("reference_id", Json(related.id));
    related.Set("permission", Json(link.permission));
  } else {
    for (const auto& [column, value] : link.columns) related.Set(column, value);
  }
  related.Set("relation_created_at", Json(TimeText(link.created_at)));
  related.Set("relation_updated_at", Json(TimeText(link.updated_at)));
  return related;
}

void KeepFields(Resource& resource, const std::vector<std::string>& fields) {
  if (fields.empty()) return;
  std::erase_if(resource.attributes, [&](const Json::Member& attribute) {
    const std::string& name = attribute.first;
    if (name == "user_account_id" || name == "permission" || name == "reference_id") return false;
    return std::find(fields.begin(), fields.end(), name) == fields.end();
  });
}

}  // namespace guildhall::daptin
