#include "core/detail/field_targets.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/detail/lists.h"
#include "core/detail/rules.h"

namespace guildhall::detail {
namespace {

constexpr Rights kRefer{Right::kRefer};

template <class Identifier>
std::vector<Identifier> As(const Ids& ids) {
  std::vector<Identifier> rows;
  rows.reserve(ids.size());
  for (const std::int64_t id : ids) rows.emplace_back(id);
  return rows;
}

/// By lists: whether the account's list lets the caller point to it.
Result<bool> MayReferTo(const RecordReader& reader, const User& user) {
  if (reader.caller.Has(Power::kBypassTables)) return true;
  GH_TRY(const AccessList list, ListOfAccount(reader.snapshot, reader.caller.tenant, user));
  return HoldsAll(reader.caller, list, kRefer);
}

Result<Ids> KnownUsers(const RecordReader& reader, const Ids& ids) {
  GH_TRY(const std::vector<User> users,
         reader.snapshot.users().FindMany(reader.caller.tenant, As<UserId>(ids)));
  Ids known;
  for (const User& user : users) {
    bool may_point = !IsSystem(user.id);
    if (reader.gates.by_lists) {
      GH_TRY(may_point, MayReferTo(reader, user));
    }
    if (may_point) known.push_back(user.id.value());
  }
  return known;
}

Result<Ids> KnownGroups(const RecordReader& reader, const Ids& ids) {
  GH_TRY(const std::vector<Group> groups,
         reader.snapshot.groups().FindMany(reader.caller.tenant, As<GroupId>(ids)));
  Ids known;
  for (const Group& group : groups) {
    const bool may_point = reader.gates.by_lists ? HoldsAll(reader.caller, ListOf(group), kRefer)
                                                 : MaySee(reader.caller, group);
    if (may_point) known.push_back(group.id.value());
  }
  return known;
}

Result<Ids> KnownRecords(const RecordReader& reader, const Collection& target, const Ids& ids) {
  Ids known;
  const bool by_lists = reader.gates.by_lists;
  if (!by_lists && !PassCollection(Right::kRead, reader, target)) return known;
  GH_TRY(std::vector<Record> records,
         reader.snapshot.records().FindMany(reader.caller.tenant, target.id, As<RecordId>(ids)));
  DropHidden(reader.hidden, target, records);
  for (const Record& record : records) {
    const bool may_point =
        by_lists ? HoldsAll(reader.caller, record.access, kRefer) : MayRead(reader, record);
    if (may_point) known.push_back(record.id.value());
  }
  return known;
}

/// The collection that a target other than people means; nothing when it is gone.
Result<std::optional<Collection>> FindCollection(const RecordReader& reader,
                                                 const Collection& collection,
                                                 const Target& target) {
  if (target.kind == Target::Kind::kSelf) return std::optional(collection);
  if (target.kind != Target::Kind::kCollection) return std::optional<Collection>();
  return reader.snapshot.collections().Find(reader.caller.tenant, target.collection);
}

}  // namespace

Result<std::optional<Ids>> KnownIds(const RecordReader& reader, const Collection& collection,
                                    const Target& target, const Ids& ids) {
  Ids known;
  if (target.kind == Target::Kind::kUsers) {
    GH_TRY(known, KnownUsers(reader, ids));
  } else if (target.kind == Target::Kind::kGroups) {
    GH_TRY(known, KnownGroups(reader, ids));
  } else {
    GH_TRY(const std::optional<Collection> other, FindCollection(reader, collection, target));
    if (!other) return std::optional<Ids>();
    GH_TRY(known, KnownRecords(reader, *other, ids));
  }
  const bool all = known.size() == ids.size();
  if (reader.gates.by_lists && !all && !reader.caller.Has(Power::kBypassTables)) {
    return Refuse("object");
  }
  std::ranges::sort(known);
  return std::optional(std::move(known));
}

}  // namespace guildhall::detail
