// Text and bytes: kept as they are, compared as they are.
#include "tests/contract/store_contract.h"

namespace guildhall::test {

TEST_P(StoreContract, NamesAreComparedByTheirBytes) {
  // An en_US collation sorts these otherwise, and some collations take several of them for one.
  const std::vector<std::string> names{"a",   "B", "ä",  "a_b", "ab", "A", "b", "a\u0308",
                                       "a b", "ß", "ss", "ı",   "i",  "İ", "Ä"};
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    std::int64_t id = 0;
    for (const std::string& name : names) {
      ++id;
      GH_CHECK(tx.users().Insert(kRivia, MakeUser(id, name)));
      GH_CHECK(tx.channels().Insert(kRivia, MakeChannel(id, name)));
      GH_CHECK(tx.collections().Insert(kRivia, MakeCollection(id + 15, name)));
      EXPECT_EQ(Outcome(tx.users().Insert(kRivia, MakeUser(900, name))), "already_exists");
    }
    return {};
  });
  std::int64_t id = 0;
  for (const std::string& name : names) {
    ++id;
    SCOPED_TRACE(name);
    const auto user = See([&](auto& v) { return v.users().FindByName(kRivia, name); });
    const auto channel = See([&](auto& v) { return v.channels().FindByName(kRivia, name); });
    const auto collection =
        See([&](auto& v) { return v.collections().FindByName(kRivia, Origin(1), name); });
    ASSERT_TRUE(user && channel && collection);
    EXPECT_EQ(user->id, UserId(id));
    EXPECT_EQ(channel->id, ChannelId(id));
    EXPECT_EQ(collection->id, CollectionId(id + 15));
  }
}

TEST_P(StoreContract, TenantsOperatorsAndRoomsDistinguishCase) {
  Do({kSite, kRivia}, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.tenants().Insert(MakeTenant(50, "Rivia")));
    GH_CHECK(tx.operators().Insert(MakeOperator(1, "a_b@x.org")));
    GH_CHECK(tx.operators().Insert(MakeOperator(2, "A_B@x.org")));
    GH_CHECK(tx.operators().Insert(MakeOperator(3, "aXb@x.org")));
    return {};
  });
  EXPECT_EQ(See([](auto& v) { return v.tenants().FindByName("Rivia"); })->id, TenantId(50));
  EXPECT_EQ(See([](auto& v) { return v.tenants().FindByName("rivia"); })->id, kRivia);
  EXPECT_EQ(See([](auto& v) { return v.operators().FindByEmail("a_b@x.org"); })->id, OperatorId(1));
}

TEST_P(StoreContract, TextOfEveryScriptComesBackAsItWas) {
  const std::string text = "Ünï \t\n\r\"'\\%_$1 日本語 \U0001F600 \U0010FFFF \u202E end ";
  User user = MakeUser(1, text);
  user.email = text + "@";
  user.display_name = user.first_name = user.last_name = user.password_hash = text;
  user.capabilities = user.capability_group = text;
  Group group = MakeGroup(1, text);
  group.description = group.unique_name = group.capabilities = text;
  const Action action = MakeAction(1, 16, text);
  Collection collection = MakeCollection(16, text);
  collection.description = collection.fields[0].name = text;
  Channel channel = MakeChannel(1, text);
  channel.description = text;
  Record record = MakeRecord(1);
  record.channel = ChannelId(1);
  record.room = text;
  Message message;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, user));
    GH_CHECK(tx.groups().Insert(kRivia, group));
    GH_CHECK(tx.actions().Insert(kRivia, action));
    GH_CHECK(tx.collections().Insert(kRivia, collection));
    GH_CHECK(tx.channels().Insert(kRivia, channel));
    GH_CHECK(tx.records().Insert(kRivia, CollectionOf(record), record));
    GH_TRY(const TopicId topic, tx.events().InternTopic(kRivia, ChannelId(1), text));
    message = MakeMessage(1, topic);
    message.about = text;
    message.payload = "{\"content\":\"" + text + "\"}";
    return tx.events().AppendMessage(kRivia, message);
  });
  EXPECT_EQ(See([](auto& v) { return v.users().Find(kRivia, UserId(1)); }), user);
  EXPECT_EQ(See([](auto& v) { return v.groups().Find(kRivia, GroupId(1)); }), group);
  EXPECT_EQ(See([](auto& v) { return v.actions().Find(kRivia, ActionId(1)); }), action);
  EXPECT_EQ(See([](auto& v) { return v.collections().Find(kRivia, CollectionId(16)); }),
            collection);
  EXPECT_EQ(See([](auto& v) { return v.channels().Find(kRivia, ChannelId(1)); }), channel);
  EXPECT_EQ(See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); }), record);
  const auto said =
      See([&](auto& v) { return v.events().FindMessage(kRivia, message.topic, message.id); });
  EXPECT_EQ(said, message);
}

TEST_P(StoreContract, ZeroCharactersInTextAreRefusedAndLeaveTheTransactionUsable) {
  const std::string zero("a\0b", 3);
  User named = MakeUser(1, zero);
  named.access_key_digest = "digest";
  User shown = MakeUser(2, "b");
  shown.display_name = zero;
  Message message = MakeMessage(1, TopicId(1));
  message.payload = "\"" + zero + "\"";
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.users().Insert(kRivia, named)), "invalid");
    EXPECT_EQ(Outcome(tx.users().Insert(kRivia, shown)), "invalid");
    EXPECT_EQ(Outcome(tx.groups().Insert(kRivia, MakeGroup(1, zero))), "invalid");
    EXPECT_EQ(Outcome(tx.channels().Insert(kRivia, MakeChannel(1, zero))), "invalid");
    EXPECT_EQ(Outcome(tx.events().AppendMessage(kRivia, message)), "invalid");
    EXPECT_EQ(Outcome(tx.events().InternTopic(kRivia, ChannelId(1), zero)), "invalid");
    return tx.users().Insert(kRivia, MakeUser(3, "a"));
  });
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByAccessKey("digest"); }));
  const auto users = See([](auto& v) { return v.users().List(kRivia, {}); });
  EXPECT_EQ(Numbers(users), List({3}));
}

TEST_P(StoreContract, BytesAreKeptWhateverTheyAre) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  ApiKey key = MakeApiKey(1, kRivia);
  key.digest = bytes;
  key.sealed = std::string(bytes.rbegin(), bytes.rend());
  Do({kSite, kRivia}, [&](Transaction& tx) { return tx.api_keys().Insert(key); });
  EXPECT_EQ(See([&](auto& v) { return v.api_keys().FindByDigest(bytes); }), key);
  EXPECT_FALSE(See([&](auto& v) { return v.api_keys().FindByDigest(bytes.substr(0, 255)); }));
}

TEST_P(StoreContract, BigValuesComeBackWhole) {
  Record record = MakeRecord(1);
  record.fields = {{1, std::string(3'000'000, 'x') + "\U0001F600"}};
  Collection collection = MakeCollection(16, "wide");
  for (std::int32_t number = 10; number < 400; ++number) {
    collection.fields.push_back(
        {number, "field_" + std::to_string(number), FieldType::kDatetime, false, true});
  }
  Message message;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.records().Insert(kRivia, CollectionOf(record), record));
    GH_TRY(const TopicId topic, tx.events().InternTopic(kRivia, ChannelId(1), ""));
    message = MakeMessage(1, topic);
    message.payload = "\"" + std::string(200'000, 'y') + "\"";
    GH_CHECK(tx.events().AppendMessage(kRivia, message));
    return tx.collections().Insert(kRivia, collection);
  });
  EXPECT_EQ(See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); }), record);
  EXPECT_EQ(See([](auto& v) { return v.collections().Find(kRivia, CollectionId(16)); }),
            collection);
  const auto said =
      See([&](auto& v) { return v.events().FindMessage(kRivia, message.topic, message.id); });
  EXPECT_EQ(said, message);
}

TEST_P(StoreContract, NumbersAndTimesAreExactToTheirLimits) {
  constexpr std::int64_t kHighest = (std::int64_t{1} << 53) - 1;
  User user = MakeUser(kHighest, "a");
  user.auth_version = kHighest;
  user.profile = RecordId(kHighest);
  user.created_at = Time(-62'135'596'800'000'000);  // the year 1
  user.updated_at = Time(253'402'300'799'999'999);  // the last microsecond of 9999
  user.access.group_bits = -1;
  Do(kRivia, [&](Transaction& tx) { return tx.users().Insert(kRivia, user); });
  EXPECT_EQ(See([](auto& v) { return v.users().Find(kRivia, UserId(kHighest)); }), user);
}

}  // namespace guildhall::test
