#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "core/collection.h"
#include "core/people.h"
#include "dialects/daptin/builtin_tables.h"
#include "http/answer.h"

namespace guildhall::daptin {

/// What names a resource in a document.
struct Identifier {
  std::string type;
  std::string id;

  friend bool operator==(const Identifier&, const Identifier&) = default;
};

struct RelationData {
  std::string name;
  bool to_one = false;
  std::vector<Identifier> targets{};
};

/// A row as clients see it: nothing of it is hidden from who may read the row.
struct Resource {
  std::string type;
  std::string id;
  std::int64_t number = 0;    ///< the core's own id, by which lists are walked; never shown
  Json::Object attributes{};  ///< without "__type", which every resource shows first
  std::vector<RelationData> relations{};

  void Set(std::string_view attribute, Json value);
  /// The relation of that name, or null.
  [[nodiscard]] RelationData* FindRelation(std::string_view name);
};

/// The e-mail, else the user name; the guest has one that is nobody's.
std::string EmailOf(const User& user);
/// The name, else first and last name, else the user name.
std::string NameOf(const User& user);
/// Unique in the tenant.
std::string NameOf(const Group& group);

Resource ResourceOf(const User& user);
Resource ResourceOf(const Group& group);
/// `owner` is the owner's reference id, "" for none. `open`: nobody administers the tenant yet.
Resource ResourceOf(const Collection& table, std::string owner, bool open);
/// `world` is the reference id of the table that the action is on.
Resource ResourceOf(const Action& action, std::string world, std::string owner, bool open);

/// A row of a join table.
struct LinkRow {
  Uid uid{};
  std::int64_t number = 0;
  std::int64_t permission = 0;
  Time created_at;
  Time updated_at;
  std::string subject;  ///< reference id of the account, table or action
  std::string group;    ///< reference id of the group
};
Resource ResourceOf(const BuiltinTable& join, const LinkRow& link);

/// `related` as it is shown at the other end of a link: by the link's id, permission and times,
/// with its own id besides. [Daptin "Relations", the id rule of group relations]
Resource ThroughLink(Resource related, const LinkRow& link);

/// Leaves out all attributes but `fields` and those that are always shown. No fields: no effect.
void KeepFields(Resource& resource, const std::vector<std::string>& fields);

void WriteResource(JsonWriter& out, const Resource& resource);
/// `{"data": ...}` with what the relation leads to.
void WriteLinkage(JsonWriter& out, const RelationData& relation);
/// The member "included" of a document, where there is something to be included.
void WriteIncluded(JsonWriter& out, const std::vector<Resource>& included);
/// A document with one resource. `readable`: else its type and id only, with no attributes.
http::Response ShowResource(int status, const Resource& resource,
                            const std::vector<Resource>& included = {}, bool readable = true);

}  // namespace guildhall::daptin
