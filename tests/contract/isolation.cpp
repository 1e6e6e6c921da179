// Tenants do not see each other, whatever is asked with whatever numbers.
#include <map>

#include "core/keys.h"
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr UserId kUser{1};
constexpr GroupId kGroup{1};
constexpr CollectionId kCollection{16};
constexpr RecordId kRecord{1};
constexpr ChannelId kChannel{1};
/// In a field of `MakeCollection` that is unique, and the list of that field.
constexpr std::int64_t kAuthor = 9;
constexpr std::int32_t kAuthorField = 5;
constexpr std::int32_t kAuthorList = 6;

/// The same numbers and names in every tenant; `mark` tells whose rows they are.
Result<TopicId> Furnish(Transaction& tx, TenantId tenant, const std::string& mark) {
  User user = MakeUser(1, "ada");
  user.display_name = mark;
  GH_CHECK(tx.users().Insert(tenant, user));
  Group group = MakeGroup(1, "group");
  group.description = mark;
  GH_CHECK(tx.groups().Insert(tenant, group));
  Membership membership = MakeMembership(1, 1, 1);
  membership.rest = static_cast<std::int32_t>(mark.size());
  GH_CHECK(tx.memberships().Insert(tenant, membership));
  Collection collection = MakeCollection(16, "book");
  collection.description = mark;
  collection.access.SetPrimary(GroupId(1), {Right::kRead});
  collection.access.grants.front().uid = UidOf(160);
  GH_CHECK(tx.collections().Insert(tenant, collection));
  GH_CHECK(tx.collections().Publish(tenant, collection, Origin(2)));
  GH_CHECK(tx.settings().Put(tenant, {"server", "name", mark}));
  Action action = MakeAction(1, 16, "read");
  action.declaration = mark;
  action.access.SetPrimary(GroupId(1), {Right::kExecute});
  action.access.grants.front().uid = UidOf(12);
  GH_CHECK(tx.actions().Insert(tenant, action));
  Record record = MakeRecord(1);
  record.access.owner = kUser;
  record.access.owner_rights = {Right::kRead};
  record.access.grants = {MakeGrant(1, 1, {Right::kRead})};
  record.channel = kChannel;
  record.room = mark;
  record.fields.emplace_back(kAuthorField, kAuthor);
  GH_CHECK(tx.records().Insert(tenant, collection, record));
  Channel channel = MakeChannel(1, "news");
  channel.access.SetPrimary(kGroup, {Right::kRead});
  channel.access.grants.front().uid = UidOf(11);
  channel.description = mark;
  GH_CHECK(tx.channels().Insert(tenant, channel));
  GH_TRY(const TopicId topic, tx.events().InternTopic(tenant, kChannel, "lobby"));
  Message message = MakeMessage(1, topic);
  message.about = mark;
  GH_CHECK(tx.events().AppendMessage(tenant, message));
  return topic;
}

using Found = std::vector<std::string>;

/// Adds a line a row, with the mark that tells whose it is.
template <class Rows, class Mark>
void Add(Found& found, const char* what, const Rows& rows, const Mark& mark) {
  for (const auto& row : rows) found.push_back(std::string(what) + "=" + mark(row));
}

template <class Row, class Mark>
void Add(Found& found, const char* what, const std::optional<Row>& row, const Mark& mark) {
  if (row) found.push_back(std::string(what) + "=" + mark(*row));
}

void AddPeople(Found& found, const Snapshot& view, TenantId tenant) {
  const auto user = [](const User& row) { return row.display_name; };
  const auto group = [](const Group& row) { return row.description; };
  const auto member = [](const Membership& row) { return std::to_string(row.rest); };
  const std::vector<GroupId> groups{kGroup};
  const std::string key = MakeUser(1, "").key_digest;
  Add(found, "user", Must(view.users().Find(tenant, kUser)), user);
  Add(found, "by name", Must(view.users().FindByName(tenant, "ada")), user);
  Add(found, "by key", Must(view.users().FindByKey(tenant, key)), user);
  Add(found, "by uid", Must(view.users().FindByUid(tenant, UidOf(1))), user);
  Add(found, "by object", Must(view.users().FindByObjectId(tenant, ObjectIdOf(1))), user);
  Add(found, "many", Must(view.users().FindMany(tenant, std::vector<UserId>{kUser})), user);
  Add(found, "users", Must(view.users().List(tenant, {})), user);
  Add(found, "group", Must(view.groups().Find(tenant, kGroup)), group);
  Add(found, "by uid", Must(view.groups().FindByUid(tenant, UidOf(1))), group);
  Add(found, "by object", Must(view.groups().FindByObjectId(tenant, ObjectIdOf(1))), group);
  Add(found, "by name", Must(view.groups().FindByUniqueName(tenant, "unique1")), group);
  Add(found, "groups many", Must(view.groups().FindMany(tenant, groups)), group);
  Add(found, "groups", Must(view.groups().List(tenant, {}, true)), group);
  const auto& members = view.memberships();
  Add(found, "member", Must(members.Find(tenant, kUser, kGroup)), member);
  Add(found, "all of user", Must(members.AllOfUser(tenant, kUser)), member);
  Add(found, "of user", Must(members.ListOfUser(tenant, kUser, {})), member);
  Add(found, "by uid", Must(members.FindByUid(tenant, UidOf(1))), member);
  Add(found, "members", Must(members.List(tenant, {})), member);
  Add(found, "of group", Must(members.ListOfGroup(tenant, kGroup, {})), member);
}

const std::vector<Audience> kReaders{OwnerAudience(kUser), GroupAudience(kGroup)};
const std::vector<Audience> kAll{kAudienceAll};

void AddRecords(Found& found, const Snapshot& view, TenantId tenant) {
  const auto record = [](const Record& row) { return row.room; };
  const auto number = [](const RecordId& id) { return std::to_string(id.value()); };
  const std::vector<RecordId> ids{kRecord};
  const auto& rows = view.records();
  Add(found, "record", Must(rows.Find(tenant, kCollection, kRecord)), record);
  Add(found, "by uid", Must(rows.FindByUid(tenant, UidOf(1))), record);
  Add(found, "by grant", Must(rows.FindByGrant(tenant, kCollection, UidOf(1))), record);
  const auto granted = [](const RecordGrant& row) { return std::to_string(row.record.value()); };
  Add(found, "grants", Must(rows.ListGrants(tenant, kCollection, std::nullopt, 9)), granted);
  Add(found, "records many", Must(rows.FindMany(tenant, kCollection, ids)), record);
  Add(found, "walk", Must(rows.Walk(tenant, kCollection, kReaders, {})), number);
  Add(found, "walk all", Must(rows.Walk(tenant, kCollection, kAll, {})), number);
  const KeyRange range{.collection = kCollection, .field = kAuthorList};
  const auto place = [](const KeyPlace& row) { return std::to_string(row.id); };
  const UniqueRow author{kAuthorField, UniqueKeyOf(kAuthor)};
  Add(found, "keys", Must(rows.WalkKeys(tenant, range, kReaders)), place);
  Add(found, "keys all", Must(rows.WalkKeys(tenant, range, kAll)), place);
  Add(found, "unique", Must(rows.FindUnique(tenant, kCollection, author)), number);
  Add(found, "owned", Must(rows.ListOwnedBy(tenant, kUser, 9)), record);
  Add(found, "in channel", Must(rows.ListInChannel(tenant, kChannel, 9)), record);
  Add(found, "granted", Must(rows.ListGrantedTo(tenant, kGroup, 9)), record);
}

void AddActions(Found& found, const Snapshot& view, TenantId tenant) {
  const auto collection = [](const Collection& row) { return row.description; };
  const auto action = [](const Action& row) { return row.declaration; };
  const auto& actions = view.actions();
  Add(found, "by uid", Must(view.collections().FindByUid(tenant, UidOf(16))), collection);
  Add(found, "by grant", Must(view.collections().FindByGrant(tenant, UidOf(160))), collection);
  Add(found, "action", Must(actions.Find(tenant, ActionId(1))), action);
  Add(found, "by uid", Must(actions.FindByUid(tenant, UidOf(1))), action);
  Add(found, "by grant", Must(actions.FindByGrant(tenant, UidOf(12))), action);
  Add(found, "by name", Must(actions.FindByName(tenant, kCollection, "read")), action);
  Add(found, "actions", Must(actions.List(tenant)), action);
  Add(found, "granted", Must(actions.ListGrantedTo(tenant, kGroup)), action);
}

void AddRest(Found& found, const Snapshot& view, TenantId tenant, TopicId topic) {
  const auto collection = [](const Collection& row) { return row.description; };
  const auto channel = [](const Channel& row) { return row.description; };
  const auto message = [](const Message& row) { return row.about; };
  const auto& collections = view.collections();
  Add(found, "collection", Must(collections.Find(tenant, kCollection)), collection);
  Add(found, "by name", Must(collections.FindByName(tenant, Origin(1), "book")), collection);
  Add(found, "collections", Must(collections.List(tenant, Origin(1), {})), collection);
  const auto origin = [](const Origin& row) { return std::to_string(row.value()); };
  Add(found, "published", Must(collections.FindByName(tenant, Origin(2), "book")), collection);
  Add(found, "published", Must(collections.List(tenant, Origin(2), {})), collection);
  Add(found, "origins", Must(collections.ListPublished(tenant, kCollection)), origin);
  const auto setting = [](const TenantSetting& row) { return row.value; };
  Add(found, "setting", Must(view.settings().Find(tenant, "server", "name")), setting);
  Add(found, "settings", Must(view.settings().List(tenant)), setting);
  Add(found, "granted", Must(collections.ListGrantedTo(tenant, kGroup)), collection);
  Add(found, "channel", Must(view.channels().Find(tenant, kChannel)), channel);
  Add(found, "by name", Must(view.channels().FindByName(tenant, "news")), channel);
  Add(found, "channels", Must(view.channels().List(tenant, {})), channel);
  Add(found, "of group", Must(view.channels().ListOfGroup(tenant, kGroup)), channel);
  Add(found, "messages", Must(view.events().ListMessages(tenant, topic, {})), message);
  Add(found, "message", Must(view.events().FindMessage(tenant, topic, MessageId(1))), message);
}

/// Everything that reading methods find in the tenant, as text with the mark in it.
Found Everything(const Snapshot& view, TenantId tenant, TopicId topic) {
  Found found;
  AddPeople(found, view, tenant);
  AddRecords(found, view, tenant);
  AddActions(found, view, tenant);
  AddRest(found, view, tenant, topic);
  // By his membership the user stands in his group's list; the group's own list is its owner's.
  const std::int64_t counted =
      Must(view.users().Count(tenant, kReaders, 9)) + Must(view.users().Count(tenant, kAll, 9)) +
      Must(view.groups().Count(tenant, kReaders, 9)) + Must(view.groups().Count(tenant, kAll, 9)) +
      Must(view.memberships().Count(tenant, 9)) +
      Must(view.memberships().CountActive(tenant, kGroup, 9)) +
      (Must(view.memberships().StandingOf(tenant, kUser, kGroup, 1))->is_in_many ? 1 : 0) +
      Must(view.collections().Count(tenant, Origin(1))) +
      Must(view.records().Count(tenant, kCollection, kReaders, 9)) +
      Must(view.records().Count(tenant, kCollection, kAll, 9)) +
      Must(view.events().LastEvent(tenant));
  found.push_back("counts=" + std::to_string(counted));
  return found;
}

}  // namespace

TEST_P(StoreContract, TenantsWithTheSameNumbersAndNamesSeeOnlyTheirOwnRows) {
  std::map<TenantId, TopicId> topics;
  for (const auto& [tenant, mark] : {std::pair(kRivia, "white"), std::pair(kNilfgaard, "black!")}) {
    Do(tenant, [&, tenant = tenant, mark = mark](Transaction& tx) -> Result<void> {
      GH_TRY(topics[tenant], Furnish(tx, tenant, mark));
      return {};
    });
  }
  const auto see = [&](TenantId tenant) {
    return See([&](auto& view) {
      return Result<std::vector<std::string>>(Everything(view, tenant, topics[kRivia]));
    });
  };
  const auto rivia = see(kRivia);
  const auto nilfgaard = see(kNilfgaard);
  EXPECT_EQ(rivia.size(), 56U);
  EXPECT_EQ(nilfgaard.size(), 56U);
  for (const std::string& found : rivia) {
    EXPECT_EQ(found.find("black!"), std::string::npos) << found;
    EXPECT_EQ(found.find("=6"), std::string::npos) << found;
  }
  for (const std::string& found : nilfgaard) {
    EXPECT_EQ(found.find("white"), std::string::npos) << found;
  }
  EXPECT_EQ(rivia.back(), "counts=10");
  EXPECT_EQ(see(TenantId(3)), std::vector<std::string>({"counts=0"}));
}

TEST_P(StoreContract, WritesOfATenantLeaveItsNeighbourAlone) {
  TopicId topic;
  for (const TenantId tenant : {kRivia, kNilfgaard}) {
    Do(tenant, [&](Transaction& tx) -> Result<void> {
      GH_TRY(topic, Furnish(tx, tenant, "same"));
      return {};
    });
  }
  const auto see = [&] {
    return See([&](auto& view) {
      return Result<std::vector<std::string>>(Everything(view, kRivia, topic));
    });
  };
  const auto before = see();
  const std::int64_t epoch = EpochOf(kRivia);
  Do(kNilfgaard, [](Transaction& tx) -> Result<void> {
    GH_TRY(const auto shelf, tx.collections().Find(kNilfgaard, kCollection));
    GH_TRY(const auto record, tx.records().Find(kNilfgaard, kCollection, kRecord));
    Record changed = *record;
    changed.access = {};
    changed.room = "other";
    GH_CHECK(tx.records().Update(kNilfgaard, *shelf, *record, changed));
    GH_CHECK(tx.records().RemoveList(kNilfgaard, kCollection, kAuthorList, 9));
    GH_CHECK(tx.records().Reindex(kNilfgaard, CollectionOf(changed), *shelf, changed));
    GH_CHECK(tx.records().Remove(kNilfgaard, *shelf, changed));
    GH_CHECK(tx.records().Insert(kNilfgaard, *shelf, changed));
    GH_CHECK(tx.records().RemoveAll(kNilfgaard, kCollection, 9));
    GH_CHECK(tx.memberships().Remove(kNilfgaard, kUser, kGroup));
    GH_CHECK(tx.users().Update(kNilfgaard, MakeUser(1, "eve")));
    GH_CHECK(tx.users().Remove(kNilfgaard, kUser));
    GH_CHECK(tx.actions().Update(kNilfgaard, MakeAction(1, 16, "x")));
    GH_CHECK(tx.groups().Update(kNilfgaard, MakeGroup(1, "x")));
    GH_CHECK(tx.groups().Remove(kNilfgaard, kGroup));
    GH_CHECK(tx.collections().Update(kNilfgaard, MakeCollection(16, "x")));
    GH_CHECK(tx.actions().Remove(kNilfgaard, ActionId(1)));
    GH_CHECK(tx.settings().Put(kNilfgaard, {"server", "name", "other"}));
    GH_CHECK(tx.settings().Remove(kNilfgaard, "server", "name"));
    GH_CHECK(tx.collections().Withdraw(kNilfgaard, *shelf, Origin(2)));
    GH_CHECK(tx.collections().Publish(kNilfgaard, *shelf, Origin(2)));
    GH_CHECK(tx.collections().Remove(kNilfgaard, kCollection));
    GH_CHECK(tx.channels().Update(kNilfgaard, MakeChannel(1, "x")));
    GH_CHECK(tx.channels().Remove(kNilfgaard, kChannel));
    return tx.events().Append(kNilfgaard, 1, "{}");
  });
  EXPECT_EQ(see(), before);
  EXPECT_EQ(EpochOf(kRivia), epoch);
}

}  // namespace guildhall::test
