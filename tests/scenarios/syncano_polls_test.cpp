// Waiting for messages (Syncano v1.1 "Channels - poll").
#include <memory>
#include <string>
#include <utility>

#include "realtime/log_watch.h"
#include "tests/scenarios/syncano_channels.h"

namespace guildhall::scenarios {
namespace {

class SyncanoPolls : public SyncanoChannelsTest {
 protected:
  static Call Poll(const std::string& channel, const std::string& query = "",
                   std::string_view key = "$app", std::string_view user_key = "$geralt") {
    return With("GET", kChannels + channel + "/poll/" + query, key, user_key);
  }
  static void ExpectMessage(const Reply& reply, int id, const std::string& text) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_NE(reply.body.find("{\"id\":" + std::to_string(id) + ","), std::string::npos)
        << reply.body;
    EXPECT_NE(reply.body.find(R"("payload":{"content":")" + text + "\"}"), std::string::npos)
        << reply.body;
    EXPECT_EQ(reply.headers.at("X-Last-Id"), std::to_string(id));
  }
};
GUILDHALL_EVERY_ENGINE(SyncanoPolls);

TEST_P(SyncanoPolls, TheOldestMessageBehindLastIdIsAnsweredAtOnceWithoutLinks) {
  Say("chat", "one");
  Say("guild", "elsewhere");
  Say("chat", "three");
  Say("chat", "four");
  ExpectMessage(world_->Send(Poll("chat", "?last_id=0")), 1, "one");
  const Reply reply = world_->Send(Poll("CHAT", "?last_id=1"));
  ExpectMessage(reply, 3, "three");
  EXPECT_TRUE(reply.body.ends_with(R"("action":"custom","author":{"admin":1},)"
                                   R"("metadata":{"type":"message"},)"
                                   R"("payload":{"content":"three"}})"))
      << reply.body;
}

TEST_P(SyncanoPolls, WithoutLastIdOnlyWhatIsSaidAfterwardsComes) {
  Say("chat", "before");
  for (const char* query : {"", "?last_id=&room="}) {
    const auto poll = Begin(Poll("chat", query));
    EXPECT_FALSE(poll->Look());
    EXPECT_FALSE(poll->woken());
    Say("chat", "after");
    EXPECT_TRUE(poll->woken());
    const Reply reply = poll->Await();
    EXPECT_EQ(reply.body.find("before"), std::string::npos);
    EXPECT_NE(reply.body.find("after"), std::string::npos);
  }
}

TEST_P(SyncanoPolls, WhatIsSaidBetweenTheRequestAndItsFirstLookIsNotLost) {
  const auto poll = Begin(Poll("chat"));
  Say("chat", "quick");
  Say("chat", "second");
  ExpectMessage(poll->Await(), 1, "quick");
}

TEST_P(SyncanoPolls, AClientThatGoesOnFromTheLastIdMissesNothing) {
  std::string last = "0";
  for (const std::string text : {"a", "b", "c"}) {
    const auto poll = Begin(Poll("chat", "?last_id=" + last));
    EXPECT_FALSE(poll->Look());
    Say("chat", text);
    const Reply reply = poll->Await();
    EXPECT_NE(reply.body.find("\"" + text + "\""), std::string::npos) << reply.body;
    last = reply.headers.at("X-Last-Id");
  }
}

TEST_P(SyncanoPolls, WithoutAMessageItEndsWithNothing) {
  const auto poll = Begin(Poll("chat", "?last_id=7"));
  EXPECT_EQ(poll->seconds(), 300);
  EXPECT_FALSE(poll->Look());
  const Reply reply = poll->Expire();
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(reply.headers.count("X-Last-Id"), 0U);
}

TEST_P(SyncanoPolls, RoomsAreApartAndTheirCaseDoesNotMatter) {
  const auto lobby = Begin(Poll("rooms", "?room=LobbY&last_id=0"));
  const auto attic = Begin(Poll("rooms", "?room=attic&last_id=0"));
  EXPECT_FALSE(lobby->Look());
  EXPECT_FALSE(attic->Look());
  Say("rooms", "hello", "lobby");
  EXPECT_FALSE(attic->woken());
  EXPECT_FALSE(attic->Look());
  ExpectMessage(lobby->Await(), 1, "hello");
  Say("rooms", "creak", "ATTIC");
  ExpectMessage(attic->Await(), 2, "creak");
}

TEST_P(SyncanoPolls, ParametersThatCannotBeAreRefused) {
  const std::string long_room(129, 'r');
  Play({{"no room",
         Poll("rooms"),
         400,
         {R"({"room":"This field is required for channels with separate rooms."})"},
         {}},
        {"an empty room, and no number",
         Poll("rooms", "?room=&last_id=x"),
         400,
         {R"({"room":"This field is required for channels with separate rooms."})"},
         {}},
        {"a long room",
         Poll("rooms", "?room=" + long_room),
         400,
         {R"({"room":["Ensure this field has no more than 128 characters."]})"},
         {}},
        {"a word",
         Poll("chat", "?last_id=x"),
         400,
         {R"({"last_id":["A valid integer is required."]})"},
         {}},
        {"more than a number holds",
         Poll("chat", "?last_id=99999999999999999999"),
         400,
         {R"({"last_id":["A valid integer is required."]})"},
         {}},
        {"a fraction",
         Poll("rooms", "?room=a&last_id=1.5"),
         400,
         {R"({"last_id":["A valid integer is required."]})"},
         {}},
        {"a room where there are none is ignored",
         Poll("chat", "?last_id=-3&room=" + long_room),
         204,
         {},
         {}}});
}

TEST_P(SyncanoPolls, WhoMayNotSubscribeDoesNotWait) {
  Say("guild", "secret");
  const std::string query = "?last_id=0";
  Play({{"a member", Poll("guild", query), 200, {"secret"}, {}},
        {"an operator", Poll("guild", query, "$admin", ""), 200, {"secret"}, {}},
        {"a key that ignores lists", Poll("guild", query, "$ignore_acl", ""), 200, {"secret"}, {}},
        {"no member", Poll("guild", query, "$app", "$ciri"), 403, {kPermission}, {"secret"}},
        {"no user", Poll("guild", query, "$app", ""), 403, {kPermission}, {"secret"}},
        {"no user, and no number",
         Poll("guild", "?last_id=x", "$app", ""),
         403,
         {kPermission},
         {"last_id"}},
        {"no key", Poll("guild", query, "", ""), 403, {kPermission}, {"secret"}},
        {"another operator", Poll("guild", query, "$stranger", ""), 403, {kPermission}, {"secret"}},
        {"a key of elsewhere",
         Poll("guild", query, "$foreign", ""),
         403,
         {"No such API Key."},
         {"secret"}},
        {"a channel that is not there",
         Poll("nowhere", query),
         404,
         {R"({"detail":"Channel was not found."})"},
         {}}});
}

TEST_P(SyncanoPolls, WhoLostHisRightWhileHeWaitedGetsTheRefusal) {
  const auto left = Begin(Poll("guild", "?last_id=0"));
  const auto stays = Begin(Poll("guild", "?last_id=0", "$ignore_acl", ""));
  EXPECT_FALSE(left->Look());
  EXPECT_FALSE(stays->Look());
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/groups/1/users/1/", "$admin"));
  Say("guild", "secret");
  const Reply reply = left->Await();
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.body, kPermission);
  ExpectMessage(stays->Await(), 1, "secret");
}

TEST_P(SyncanoPolls, ARevokedKeyOrALoweredPermissionIsRefusedToo) {
  const auto revoked = Begin(Poll("guild", "?last_id=0", "$ignore_acl", ""));
  const auto lowered = Begin(Poll("chat", "?last_id=0", "$app", "$ciri"));
  EXPECT_FALSE(revoked->Look());
  EXPECT_FALSE(lowered->Look());
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/api_keys/$ignore_acl_id/", "$admin"));
  world_->Expect(200, With("PATCH", std::string(kChannels) + "chat/", "$admin", "",
                           R"({"other_permissions":"none"})"));
  Say("guild", "secret");
  Say("chat", "secret");
  for (Waiting* poll : {revoked.get(), lowered.get()}) {
    const Reply reply = poll->Await();
    EXPECT_EQ(reply.status, 403) << reply.body;
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
    EXPECT_EQ(reply.headers.count("X-Last-Id"), 0U);
  }
}

TEST_P(SyncanoPolls, ChangesOfObjectsWakeWhoListensInTheirRoom) {
  Make("classes", "quest",
       R"(,"schema":[{"name":"title","type":"string"}],"other_permissions":"create_objects")");
  const std::string objects = "/v1.1/instances/rivia/classes/quest/objects/";
  const auto poll = [&](int last) {
    auto waiting = Begin(Poll("rooms", "?room=board&last_id=" + std::to_string(last)));
    EXPECT_FALSE(waiting->Look());
    return waiting;
  };
  auto created = poll(0);
  const Json object =
      world_->Expect(201, With("POST", objects, "$admin", "",
                               R"({"title":"wolf","channel":"rooms","channel_room":"Board"})"));
  EXPECT_NE(created->Await().body.find(R"("action":"create")"), std::string::npos);
  const std::string path = objects + ToText(*object.Find("id")) + "/";
  auto updated = poll(1);
  world_->Expect(200, With("PATCH", path, "$admin", "", R"({"title":"griffin"})"));
  const std::string update = updated->Await().body;
  EXPECT_NE(update.find(R"("action":"update")"), std::string::npos) << update;
  EXPECT_NE(update.find(R"("metadata":{"type":"object","class":"quest"})"), std::string::npos);
  EXPECT_NE(update.find("griffin"), std::string::npos);
  auto removed = poll(2);
  world_->Expect(204, With("DELETE", path, "$admin"));
  EXPECT_NE(removed->Await().body.find(R"("action":"delete")"), std::string::npos);
}

TEST_P(SyncanoPolls, AChannelThatIsRemovedIsNotFoundAtTheNextLook) {
  const auto poll = Begin(Poll("chat", "?last_id=0"));
  EXPECT_FALSE(poll->Look());
  world_->Expect(204, With("DELETE", std::string(kChannels) + "chat/", "$admin"));
  const auto reply = poll->Look();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 404);
}

/// One home for several nodes.
class SharedHome final : public test::StoreHome {
 public:
  explicit SharedHome(std::shared_ptr<test::StoreHome> home) : home_(std::move(home)) {}
  Result<std::unique_ptr<Store>> Open(const test::StoreOptions& options) override {
    return home_->Open(options);
  }
  void Meddle(const std::string& sql) override { home_->Meddle(sql); }

 private:
  std::shared_ptr<test::StoreHome> home_;
};

/// Two nodes on one PostgreSQL, with the same data key.
class SyncanoPollsOfTwoNodes : public testing::Test {
 protected:
  void SetUp() override {
    BuildRivia(one_);
    one_.Expect(201,
                With("POST", kChannels, "$admin", "",
                     R"({"name":"chat","other_permissions":"publish","custom_publish":true})"));
    for (const char* name : {"admin", "app", "geralt"}) two_.Set(name, one_.Get(name));
  }
  void SayAtOne(const std::string& text) {
    one_.Expect(201, With("POST", std::string(kChannels) + "chat/publish/", "$admin", "",
                          R"({"payload":{"content":")" + text + "\"}}"));
  }

  std::shared_ptr<test::StoreHome> home_ = test::PostgresStores().make();
  World one_{std::make_unique<SharedHome>(home_), {}};
  World two_{std::make_unique<SharedHome>(home_), {}};
};

TEST_F(SyncanoPollsOfTwoNodes, AMessageOfOneNodeWakesWhoWaitsAtTheOther) {
  const realtime::LogWatch watch(two_.hub(), two_.store());
  const auto poll =
      two_.Begin(two_.hub(), With("GET", std::string(kChannels) + "chat/poll/", "$app", "$geralt"));
  EXPECT_FALSE(poll->Look());
  SayAtOne("across");
  const Reply reply = poll->Await();
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("across"), std::string::npos);
}

TEST_F(SyncanoPollsOfTwoNodes, WithoutNewsTheLogItselfTells) {
  realtime::Hub deaf;
  const auto poll =
      two_.Begin(deaf, With("GET", std::string(kChannels) + "chat/poll/", "$app", "$geralt"));
  realtime::LogWatch::Look(deaf, two_.store());
  EXPECT_FALSE(poll->Look());
  SayAtOne("unheard");
  realtime::LogWatch::Look(deaf, two_.store());
  EXPECT_FALSE(poll->woken());
  realtime::LogWatch::Look(deaf, two_.store());
  EXPECT_TRUE(poll->woken());
  EXPECT_NE(poll->Await().body.find("unheard"), std::string::npos);
}

}  // namespace
}  // namespace guildhall::scenarios
