// A database that the first version made, with rows, opened by this one.
#include "store/sql/migrations.h"

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

using store::SchemaForm;

/// What the first version left: a tenant with users, of whom one is gone, groups, a membership and
/// collections.
constexpr std::string_view kRows =
    "insert into tenants(id, owner, created_at, updated_at, builtin, object_id, name, description, "
    "metadata) values (1, 1, 5, 6, 0, BYTES('000000000000000000000001'), 'rivia', 'd', '{}');"
    "insert into counters(tenant,epoch,changed_in,last_at,event_id,message_id,record_id,user_id,"
    "group_id,membership_id,grant_id,collection_id,channel_id,topic_id,tenant_id,operator_id,"
    "api_key_id) values (1,1,0,0,0,0,0,3,2,1,1,17,0,0,0,0,0);"
    "insert into users(tenant, id, owner, primary_group, profile, auth_version, revision, "
    "created_at, updated_at, everyone, signed_in, owner_rights, group_bits, active, gone, uid, "
    "object_id, key_digest, key_sealed, username, username_key, email, email_key, display_name, "
    "first_name, last_name, password_hash) values "
    "(1, 1, 1, null, 7, 0, 1, 5, 6, 1, 0, 2, 0, 1, 0, BYTES('0000000000000000000000000000000A'), "
    "BYTES('00000000000000000000000A'), BYTES('01'), BYTES('02'), 'ada', 'ada', '', null, '', '', "
    "'', ''), "
    "(1, 2, null, null, 8, 0, 1, 5, 6, 3, 2, 2, 0, 1, 0, "
    "BYTES('0000000000000000000000000000000B'), BYTES('00000000000000000000000B'), null, "
    "BYTES(''), 'bob', 'bob', '', null, '', '', '', ''), "
    "(1, 3, 3, null, 9, 0, 1, 5, 6, 2, 2, 2, 0, 0, 1, "
    "BYTES('0000000000000000000000000000000C'), BYTES('00000000000000000000000C'), null, "
    "BYTES(''), 'gone', null, '', null, '', '', '', '');"
    "insert into groups(tenant, id, owner, primary_group, created_at, updated_at, everyone, "
    "signed_in, owner_rights, group_bits, grants, active, personal, gone, uid, object_id, name, "
    "description) values "
    "(1, 1, 4, null, 5, 6, 0, 2, 2, 2, 0, 1, 0, 0, BYTES('0000000000000000000000000000000A'), "
    "BYTES('00000000000000000000000A'), 'witchers', ''), "
    "(1, 2, 4, null, 5, 6, 0, 0, 0, 5, 0, 1, 0, 0, BYTES('0000000000000000000000000000000B'), "
    "BYTES('00000000000000000000000B'), 'witchers', '');"
    "insert into memberships(tenant, user_id, group_id, id, created_at, updated_at, rights, rest, "
    "origin, uid) values (1, 1, 1, 1, 5, 6, 2, 0, 1, BYTES('0000000000000000000000000000000A'));"
    "insert into collections(tenant, id, owner, primary_group, revision, created_at, updated_at, "
    "origin, next_field, everyone, signed_in, owner_rights, group_bits, grants, name, description, "
    "fields, metadata) values "
    "(1, 16, null, null, 1, 5, 6, 0, 1, 0, 0, 0, 0, 0, 'user_profile', '', '[]', '{}'), "
    "(1, 17, null, null, 1, 5, 6, 1, 2, 0, 0, 0, 0, 0, 'book', '', "
    "'[{\"number\":1,\"name\":\"title\",\"type\":1,\"ordered\":true,\"filterable\":false}]', "
    "'{}');";

/// The rows with hexadecimal bytes as the engine writes them.
std::string RowsFor(SchemaForm form) {
  const bool sqlite = form == SchemaForm::kSqlite;
  std::string text;
  std::string_view rest = kRows;
  constexpr std::string_view kMark = "BYTES(";
  for (std::size_t at = rest.find(kMark); at != rest.npos; at = rest.find(kMark)) {
    const std::size_t end = rest.find(')', at);
    const std::string_view quoted = rest.substr(at + kMark.size(), end - at - kMark.size());
    text += rest.substr(0, at);
    text += sqlite ? "x" + std::string(quoted) : "decode(" + std::string(quoted) + ", 'hex')";
    rest.remove_prefix(end + 1);
  }
  return text + std::string(rest);
}

/// Everything that the first version would have done to an empty database.
std::string FirstVersion(SchemaForm form) {
  const std::string empty =
      form == SchemaForm::kSqlite ? "" : "drop schema public cascade; create schema public;";
  return empty + store::SchemaText(store::Migrations().front().sql, form) +
         "create table schema_migrations(number bigint not null, name text not null, primary "
         "key(number)); insert into schema_migrations(number, name) values (1, '0001_initial');" +
         RowsFor(form);
}

}  // namespace

class StoreOfTheFirstVersion : public testing::TestWithParam<StoreFactory> {
 protected:
  static constexpr TenantId kRivia{1};

  void SetUp() override {
    const bool sqlite = GetParam().name == SqliteStores().name;
    home_->Meddle(FirstVersion(sqlite ? SchemaForm::kSqlite : SchemaForm::kPostgres));
    store_ = Must(home_->Open({.clock = &clock_}));
  }

  template <class Reading>
  void See(const Reading& reading) {
    Must(store_->Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
      reading(view);
      return {};
    }));
  }

  FakeClock clock_{Time(1'700'000'000'000'000)};
  std::unique_ptr<StoreHome> home_ = GetParam().make();
  std::unique_ptr<Store> store_;
};

TEST_P(StoreOfTheFirstVersion, KeepsItsRowsAndGivesThemWhatIsNew) {
  See([](const Snapshot& view) {
    const auto tenant = Must(view.tenants().Find(kRivia));
    EXPECT_EQ(tenant->organisation, "{}");
    EXPECT_EQ(tenant->session_key, 1);
    EXPECT_EQ(tenant->oldest_session_key, 1);
    EXPECT_EQ(Must(view.tenants().ListIncomplete(9)), std::vector<TenantId>({kRivia}));
    const auto ada = Must(view.users().FindByName(kRivia, "ada"));
    EXPECT_EQ(ada->capabilities, "{}");
    EXPECT_EQ(ada->access_key_digest, "");
    EXPECT_EQ(ada->last_sign_in_at, Time(0));
    EXPECT_FALSE(ada->confirmed);
    const auto group = Must(view.groups().Find(kRivia, GroupId(2)));
    EXPECT_EQ(group->unique_name, "");
    EXPECT_EQ(group->capabilities, "{}");
    EXPECT_FALSE(Must(view.memberships().Find(kRivia, UserId(1), GroupId(1)))->capable);
    EXPECT_TRUE(Must(view.actions().List(kRivia)).empty());
  });
}

TEST_P(StoreOfTheFirstVersion, GivesCollectionsUidsOfTheirOwn) {
  See([](const Snapshot& view) {
    const auto profiles = Must(view.collections().Find(kRivia, kProfiles));
    const auto books = Must(view.collections().Find(kRivia, CollectionId(17)));
    EXPECT_NE(profiles->uid, books->uid);
    EXPECT_NE(books->uid, Uid{});
    EXPECT_EQ(Must(view.collections().FindByUid(kRivia, books->uid)), books);
  });
}

TEST_P(StoreOfTheFirstVersion, GivesCollectionsNothingToDeclareAndNoOtherOrigin) {
  See([](const Snapshot& view) {
    const auto books = Must(view.collections().Find(kRivia, CollectionId(17)));
    EXPECT_TRUE(books->unique_sets.empty());
    EXPECT_EQ(books->declaration, "");
    EXPECT_FALSE(books->outlives_owners);
    EXPECT_TRUE(Must(view.collections().ListPublished(kRivia, books->id)).empty());
    EXPECT_TRUE(Must(view.settings().List(kRivia)).empty());
  });
}

TEST_P(StoreOfTheFirstVersion, NumbersActionsAndPasswordResetsFromOne) {
  Must(WriteAndWait(*store_, {kSite, kRivia}, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kRivia, Sequence::kAction), 1);
    EXPECT_EQ(tx.Next(kRivia, Sequence::kPasswordReset), 1);
    return {};
  }));
}

TEST_P(StoreOfTheFirstVersion, GivesFieldsNoListsUntilTheyChange) {
  See([](const Snapshot& view) {
    const auto books = Must(view.collections().Find(kRivia, CollectionId(17)));
    EXPECT_EQ(books->fields, std::vector<Field>({{1, "title", FieldType::kString, true, false}}));
    EXPECT_EQ(books->fields.at(0).index, 0);
    const KeyRange range{.collection = books->id, .field = 1};
    const std::vector<Audience> all{kAudienceAll};
    EXPECT_TRUE(Must(view.records().WalkKeys(kRivia, range, all)).empty());
  });
}

TEST_P(StoreOfTheFirstVersion, ListsPeopleToWhomTheyMayBeRead) {
  See([](const Snapshot& view) {
    const auto users = [&](Audience audience) {
      return Numbers(Must(view.users().Walk(kRivia, std::vector<Audience>{audience}, {})));
    };
    const auto groups = [&](Audience audience) {
      return Numbers(Must(view.groups().Walk(kRivia, std::vector<Audience>{audience}, {})));
    };
    EXPECT_EQ(users(kAudienceEveryone), List({2}));
    EXPECT_EQ(users(kAudienceSignedIn), List());
    EXPECT_EQ(users(OwnerAudience(UserId(1))), List({1}));
    EXPECT_EQ(users(OwnerAudience(UserId(3))), List());
    EXPECT_EQ(users(GroupAudience(GroupId(1))), List({1}));
    EXPECT_EQ(users(kAudienceAll), List({1, 2}));
    EXPECT_EQ(groups(kAudienceSignedIn), List({1}));
    EXPECT_EQ(groups(OwnerAudience(UserId(4))), List({1}));
    EXPECT_EQ(groups(GroupAudience(GroupId(1))), List({1}));
    EXPECT_EQ(groups(GroupAudience(GroupId(2))), List());
    EXPECT_EQ(groups(kAudienceAll), List({1, 2}));
  });
}

TEST_P(StoreOfTheFirstVersion, TakesWhatThisOneWrites) {
  Must(WriteAndWait(*store_, {kRivia}, [](Transaction& tx) -> Result<void> {
    GH_TRY(auto ada, tx.users().Find(kRivia, UserId(1)));
    ada->access = {};
    ada->access_key_digest = "digest";
    GH_CHECK(tx.users().Update(kRivia, *ada));
    GH_CHECK(tx.memberships().Remove(kRivia, UserId(1), GroupId(1)));
    GH_CHECK(tx.groups().Remove(kRivia, GroupId(1)));
    GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(kEverybody.value(), "everybody")));
    GH_CHECK(tx.actions().Insert(kRivia, MakeAction(kLastOfBirth.value(), -1, "last")));
    return tx.actions().Insert(kRivia, MakeAction(1, 17, "publish"));
  }));
  See([](const Snapshot& view) {
    const std::vector<Audience> audiences{kAudienceSignedIn, OwnerAudience(UserId(1)),
                                          GroupAudience(GroupId(1))};
    EXPECT_TRUE(Must(view.users().Walk(kRivia, audiences, {})).empty());
    EXPECT_TRUE(Must(view.groups().Walk(kRivia, audiences, {})).empty());
    EXPECT_EQ(Must(view.users().FindByAccessKey("digest"))->user, UserId(1));
    EXPECT_TRUE(Must(view.tenants().ListIncomplete(9)).empty());
  });
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreOfTheFirstVersion, testing::ValuesIn(StoreFactories()),
                         NameOfEngine);

}  // namespace guildhall::test
