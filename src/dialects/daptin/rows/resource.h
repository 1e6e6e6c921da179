#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "core/collection.h"
#include "core/people.h"
#include "dialects/daptin/tables/table.h"
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

/// `table` is the one in the catalog: it says which relations the row shows.
Resource ResourceOf(const Table& accounts, const User& user);
Resource ResourceOf(const Table& groups, const Group& group);
/// The row of `world` about `table`. `owner` is the owner's reference id, "" for none. `schema`:
/// see `WriteTableSchema`. `open`: nobody administers the tenant yet.
Resource ResourceOf(const Table& world, const Table& table, std::string owner, std::string schema,
                    bool open);
/// `world` is the reference id of the table that the action is on.
Resource ResourceOf(const Table& actions, const Action& action, std::string world,
                    std::string owner, bool open);
/// The reference ids of what a record points to, by relation; missing ones are null.
using References = std::vector<std::pair<std::string, std::string>>;
/// A row of a table's own. Its owner is among the references, as user_account_id.
Resource ResourceOf(const Table& table, const Record& record, const References& references);

/// What every row has.
struct Standard {
  Uid uid{};
  std::int64_t number = 0;
  std::int64_t permission = 0;
  Time created_at;
  Time updated_at;
};

/// A row of a join table.
struct LinkRow : Standard {
  std::string subject{};   ///< reference id of the row at the first end
  std::string object{};    ///< reference id of the row at the second end, mostly a group
  Json::Object columns{};  ///< its own, as they are shown
};
Resource ResourceOf(const Table& join, const LinkRow& link);

/// `related` as it is shown at the other end of a link. Where a group is at one end: by the link's
/// id, permission and times, with its own id besides; else with the link's times and columns added.
/// [Daptin "Relations", the id rule of group relations]
Resource ThroughLink(Resource related, const Table& join, const LinkRow& link);

/// Leaves out all attributes but `fields` and those that are always shown. No fields: no effect.
void KeepFields(Resource& resource, const std::vector<std::string>& fields);

void WriteResource(JsonWriter& out, const Resource& resource);
/// `{"data": ...}` with what the relation leads to.
void WriteLinkage(JsonWriter& out, const RelationData& relation);
/// The member "included" of a document, where there is something to be included.
void WriteIncluded(JsonWriter& out, const std::vector<Resource>& included);
/// 200 with one's own account: byte for byte what `ShowResource` makes of its resource, written
/// without one, for the question that is asked more often than any other.
http::Response ShowOwnAccount(const Table& accounts, const User& user);
/// A document with one resource. `readable`: else its type and id only, with no attributes.
http::Response ShowResource(int status, const Resource& resource,
                            const std::vector<Resource>& included = {}, bool readable = true);

}  // namespace guildhall::daptin
