// Messages over a WebSocket (Syncano v1.1 "Channels - poll" with `transport=websocket`), but for
// the WebSocket itself.
#include <memory>
#include <string>

#include "tests/scenarios/syncano_channels.h"

namespace guildhall::scenarios {
namespace {

class SyncanoLiveMessages : public SyncanoChannelsTest {
 protected:
  static Call Live(const std::string& channel, const std::string& query = "",
                   std::string_view key = "$app", std::string_view user_key = "$geralt") {
    return With("GET", kChannels + channel + "/poll/?transport=websocket" + query, key, user_key);
  }
  static void ExpectMessage(const Reply& reply, int id, const std::string& text) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_TRUE(reply.body.starts_with("{\"id\":" + std::to_string(id) + ",")) << reply.body;
    EXPECT_TRUE(reply.body.ends_with(R"("payload":{"content":")" + text + "\"}}")) << reply.body;
  }
  static void ExpectRefusal(const Reply& reply) {
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.body, kPermission);
  }
};
GUILDHALL_EVERY_ENGINE(SyncanoLiveMessages);

TEST_P(SyncanoLiveMessages, EveryMessageComesOnceAndInOrder) {
  Say("chat", "before");
  const auto live = Begin(Live("chat"));
  EXPECT_EQ(live->seconds(), 300);
  EXPECT_FALSE(live->Look());
  Say("chat", "one");
  Say("guild", "elsewhere");
  Say("chat", "two");
  ExpectMessage(live->Await(), 2, "one");
  ExpectMessage(live->Await(), 4, "two");
  EXPECT_FALSE(live->Look());
  Say("chat", "three");
  ExpectMessage(live->Await(), 5, "three");
}

TEST_P(SyncanoLiveMessages, WithLastIdTheyBeginBehindIt) {
  for (const char* text : {"one", "two", "three"}) Say("chat", text);
  const auto live = Begin(Live("CHAT", "&last_id=1"));
  ExpectMessage(live->Await(), 2, "two");
  ExpectMessage(live->Await(), 3, "three");
  EXPECT_FALSE(live->Look());
  Say("chat", "four");
  ExpectMessage(live->Await(), 4, "four");
}

TEST_P(SyncanoLiveMessages, RoomsAreApart) {
  const auto lobby = Begin(Live("rooms", "&room=Lobby"));
  EXPECT_FALSE(lobby->Look());
  Say("rooms", "creak", "attic");
  EXPECT_FALSE(lobby->woken());
  EXPECT_FALSE(lobby->Look());
  Say("rooms", "hello", "LOBBY");
  ExpectMessage(lobby->Await(), 2, "hello");
}

TEST_P(SyncanoLiveMessages, WhatCanBeRefusedBeforehandIs) {
  Say("guild", "secret");
  Play({{"no room",
         Live("rooms"),
         400,
         {R"({"room":"This field is required for channels with separate rooms."})"},
         {}},
        {"a word",
         Live("chat", "&last_id=x"),
         400,
         {R"({"last_id":["A valid integer is required."]})"},
         {}},
        {"no member", Live("guild", "", "$app", "$ciri"), 403, {kPermission}, {"secret"}},
        {"no user", Live("guild", "", "$app", ""), 403, {kPermission}, {"secret"}},
        {"another operator", Live("guild", "", "$stranger", ""), 403, {kPermission}, {"secret"}},
        {"a key of elsewhere",
         Live("guild", "", "$foreign", ""),
         403,
         {"No such API Key."},
         {"secret"}},
        {"a channel that is not there",
         Live("nowhere"),
         404,
         {R"({"detail":"Channel was not found."})"},
         {}},
        {"who may, but does not ask for a WebSocket",
         Live("guild", "&last_id=0"),
         426,
         {R"({"detail":"A WebSocket handshake is required."})"},
         {"secret"}}});
}

TEST_P(SyncanoLiveMessages, AnotherTransportIsALongPoll) {
  Say("chat", "one");
  const Reply reply = world_->Send(With(
      "GET", std::string(kChannels) + "chat/poll/?transport=sse&last_id=0", "$app", "$geralt"));
  ExpectMessage(reply, 1, "one");
}

TEST_P(SyncanoLiveMessages, WhoLosesHisRightGetsTheRefusalAndNoFurtherMessage) {
  const auto leaves = Begin(Live("guild"));
  const auto stays = Begin(Live("guild", "", "$ignore_acl", ""));
  Say("guild", "for both");
  ExpectMessage(leaves->Await(), 1, "for both");
  ExpectMessage(stays->Await(), 1, "for both");
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/groups/1/users/1/", "$admin"));
  Say("guild", "secret");
  ExpectRefusal(leaves->Await());
  ExpectMessage(stays->Await(), 2, "secret");
}

TEST_P(SyncanoLiveMessages, SoDoesWhoseKeyIsRevokedOrWhoseChannelIsClosedToHim) {
  const auto revoked = Begin(Live("guild", "", "$ignore_acl", ""));
  const auto lowered = Begin(Live("chat", "", "$app", "$ciri"));
  Say("guild", "one");
  Say("chat", "two");
  ExpectMessage(revoked->Await(), 1, "one");
  ExpectMessage(lowered->Await(), 2, "two");
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/api_keys/$ignore_acl_id/", "$admin"));
  world_->Expect(200, With("PATCH", std::string(kChannels) + "chat/", "$admin", "",
                           R"({"other_permissions":"none"})"));
  Say("guild", "secret");
  Say("chat", "secret");
  for (Waiting* live : {revoked.get(), lowered.get()}) {
    const Reply reply = live->Await();
    EXPECT_EQ(reply.status, 403) << reply.body;
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
  }
}

TEST_P(SyncanoLiveMessages, AChannelThatIsRemovedEndsThem) {
  const auto live = Begin(Live("chat"));
  EXPECT_FALSE(live->Look());
  world_->Expect(204, With("DELETE", std::string(kChannels) + "chat/", "$admin"));
  const auto reply = live->Look();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 404);
}

}  // namespace
}  // namespace guildhall::scenarios
