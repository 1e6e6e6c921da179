// Collections, channels and the log.
#include "tests/contract/store_contract.h"

namespace guildhall::test {

TEST_P(StoreContract, CollectionsAreFoundByNumberAndNameOfTheirOrigin) {
  const Collection books = MakeCollection(16, "book");
  Collection theirs = MakeCollection(17, "book");
  theirs.origin = Origin(2);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, books));
    EXPECT_EQ(Outcome(tx.collections().Insert(kRivia, MakeCollection(18, "book"))),
              "already_exists");
    return tx.collections().Insert(kRivia, theirs);
  });
  const auto by_name = [&](std::int64_t origin, std::string_view name) {
    return See(
        [&](auto& view) { return view.collections().FindByName(kRivia, Origin(origin), name); });
  };
  EXPECT_EQ(See([](auto& v) { return v.collections().Find(kRivia, CollectionId(16)); }), books);
  EXPECT_EQ(by_name(1, "book"), books);
  EXPECT_EQ(by_name(2, "book"), theirs);
  EXPECT_FALSE(by_name(3, "book"));
  EXPECT_FALSE(by_name(1, "BOOK"));
}

TEST_P(StoreContract, CollectionsAreListedWithTheCoresOwn) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 16; id <= 20; ++id) {
      Collection collection = MakeCollection(id, "c" + std::to_string(id));
      collection.origin = Origin(id == 16 ? 0 : id % 2 + 1);
      GH_CHECK(tx.collections().Insert(kRivia, collection));
    }
    return {};
  });
  const auto list = [&](std::int64_t origin, Seek seek) {
    return Numbers(
        See([&](auto& view) { return view.collections().List(kRivia, Origin(origin), seek); }));
  };
  EXPECT_EQ(list(1, {}), List({16, 18, 20}));
  EXPECT_EQ(list(2, {}), List({16, 17, 19}));
  EXPECT_EQ(list(2, {.descending = true, .limit = 2}), List({19, 17}));
  EXPECT_EQ(list(1, {.from = 16}), List({18, 20}));
  EXPECT_EQ(list(1, {.from = 18, .descending = true}), List({16}));
  EXPECT_EQ(See([](auto& v) { return v.collections().Count(kRivia, Origin(1)); }), 3);
}

TEST_P(StoreContract, CollectionsChangeAndEndWithTheirGrants) {
  Collection books = MakeCollection(16, "book");
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Insert(kRivia, books); });
  books.name = "novel";
  books.fields = {{4, "pages", FieldType::kInteger, false, false}};
  books.unique_sets = {{8, {4, 5}}, {9, {5, 6, 7}}};
  books.declaration = "";
  books.outlives_owners = false;
  books.revision = 3;
  books.access.owner.reset();
  books.access.SetPrimary(std::nullopt, {});
  books.access.grants = {MakeGrant(70, 7, {Right::kUpdate}), MakeGrant(71, 8, {})};
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.collections().Update(kRivia, MakeCollection(30, "x"))), "not_found");
    EXPECT_EQ(Outcome(tx.collections().Remove(kRivia, CollectionId(30))), "not_found");
    return tx.collections().Update(kRivia, books);
  });
  EXPECT_EQ(See([](auto& v) { return v.collections().Find(kRivia, CollectionId(16)); }), books);
  EXPECT_FALSE(See([](auto& v) { return v.collections().FindByName(kRivia, Origin(1), "book"); }));
  const auto granted = [&](std::int64_t group) {
    return See([&](auto& v) { return v.collections().ListGrantedTo(kRivia, GroupId(group)); });
  };
  EXPECT_EQ(granted(7), std::vector<Collection>({books}));
  EXPECT_EQ(Numbers(granted(8)), List({16}));
  EXPECT_EQ(Numbers(granted(40)), List());

  Do(kRivia, [](Transaction& tx) { return tx.collections().Remove(kRivia, CollectionId(16)); });
  EXPECT_FALSE(See([](auto& v) { return v.collections().Find(kRivia, CollectionId(16)); }));
  books.access.grants.clear();
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Insert(kRivia, books); });
  EXPECT_EQ(See([](auto& v) { return v.collections().Find(kRivia, CollectionId(16)); }), books);
}

TEST_P(StoreContract, ChannelsAreFoundListedChangedAndRemoved) {
  Channel news = MakeChannel(1, "news");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.channels().Insert(kRivia, news));
    EXPECT_EQ(Outcome(tx.channels().Insert(kRivia, MakeChannel(5, "news"))), "already_exists");
    GH_CHECK(tx.channels().Insert(kRivia, MakeChannel(2, "chat")));
    return tx.channels().Insert(kRivia, MakeChannel(3, "Chat"));
  });
  EXPECT_EQ(See([](auto& v) { return v.channels().Find(kRivia, ChannelId(1)); }), news);
  EXPECT_EQ(See([](auto& v) { return v.channels().FindByName(kRivia, "news"); }), news);
  const auto list = [&](Seek seek) {
    return Numbers(See([&](auto& view) { return view.channels().List(kRivia, seek); }));
  };
  EXPECT_EQ(list({}), List({1, 2, 3}));
  EXPECT_EQ(list({.from = 3, .descending = true, .limit = 1}), List({2}));

  news.access.SetPrimary(GroupId(42), {Right::kRead});
  news.builtin = true;
  news.rooms = false;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.channels().Update(kRivia, MakeChannel(9, "x"))), "not_found");
    EXPECT_EQ(Outcome(tx.channels().Remove(kRivia, ChannelId(9))), "not_found");
    GH_CHECK(tx.channels().Remove(kRivia, ChannelId(3)));
    return tx.channels().Update(kRivia, news);
  });
  const auto of_group = [&](std::int64_t group) {
    return See([&](auto& view) { return view.channels().ListOfGroup(kRivia, GroupId(group)); });
  };
  EXPECT_EQ(of_group(42), std::vector<Channel>({news}));
  EXPECT_EQ(Numbers(of_group(41)), List({2}));
  EXPECT_EQ(list({}), List({1, 2}));
}

TEST_P(StoreContract, TopicsAreInternedOnceByChannelAndRoom) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.channels().Insert(kRivia, MakeChannel(1, "news")));
    GH_TRY(const TopicId lobby, tx.events().InternTopic(kRivia, ChannelId(1), "lobby"));
    GH_TRY(const TopicId again, tx.events().InternTopic(kRivia, ChannelId(1), "lobby"));
    GH_TRY(const TopicId upper, tx.events().InternTopic(kRivia, ChannelId(1), "Lobby"));
    GH_TRY(const TopicId other, tx.events().InternTopic(kRivia, ChannelId(2), "lobby"));
    EXPECT_EQ(lobby, again);
    EXPECT_NE(lobby, upper);
    EXPECT_NE(lobby, other);
    return {};
  });
  const auto find = [&](TenantId tenant, std::string_view room) {
    return See([&](auto& v) { return v.events().FindTopic(tenant, ChannelId(1), room); });
  };
  EXPECT_TRUE(find(kRivia, "lobby"));
  EXPECT_NE(find(kRivia, "lobby"), find(kRivia, "Lobby"));
  EXPECT_FALSE(find(kRivia, ""));
  EXPECT_FALSE(find(kNilfgaard, "lobby"));
}

TEST_P(StoreContract, MessagesOfATopicAreListedByTheirNumber) {
  std::vector<TopicId> topics;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    topics.clear();
    for (const char* room : {"a", "b"}) {
      GH_TRY(const TopicId topic, tx.events().InternTopic(kRivia, ChannelId(1), room));
      topics.push_back(topic);
    }
    for (std::size_t i = 0; i < 6; ++i) {
      const std::int64_t id = tx.Next(kRivia, Sequence::kMessage);
      GH_CHECK(tx.events().AppendMessage(kRivia, MakeMessage(id, topics[i % 2])));
    }
    return {};
  });
  const auto list = [&](std::size_t topic, Seek seek) {
    return Numbers(
        See([&](auto& v) { return v.events().ListMessages(kRivia, topics[topic], seek); }));
  };
  EXPECT_EQ(list(0, {}), List({1, 3, 5}));
  EXPECT_EQ(list(1, {.descending = true, .limit = 2}), List({6, 4}));
  EXPECT_EQ(list(1, {.from = 2}), List({4, 6}));
  EXPECT_EQ(list(0, {.from = 3, .descending = true}), List({1}));
  const auto find = [&](std::size_t topic, std::int64_t id) {
    return See(
        [&](auto& v) { return v.events().FindMessage(kRivia, topics[topic], MessageId(id)); });
  };
  EXPECT_EQ(find(1, 4), MakeMessage(4, topics[1]));
  EXPECT_FALSE(find(0, 4));
  EXPECT_FALSE(find(0, 99));
}

TEST_P(StoreContract, EventsAreNumberedDenselyWithMessagesAmongThem) {
  EXPECT_EQ(LastEvent(kRivia), 0);
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.events().Append(kRivia, 7, R"({"user":1})"));
    GH_TRY(const TopicId topic, tx.events().InternTopic(kRivia, ChannelId(1), ""));
    GH_CHECK(tx.events().AppendMessage(kRivia, MakeMessage(1, topic)));
    GH_CHECK(tx.events().Append(kRivia, 7, R"({"user":2})"));
    GH_TRY(const std::int64_t last, tx.events().LastEvent(kRivia));
    EXPECT_EQ(last, 3);
    return {};
  });
  EXPECT_EQ(LastEvent(kRivia), 3);
  EXPECT_EQ(LastEvent(kNilfgaard), 0);
}

}  // namespace guildhall::test
