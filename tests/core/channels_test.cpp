#include "core/channels.h"

#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

constexpr Rights kSubscribing{Right::kPeek, Right::kRead};
constexpr Rights kPublishing{Right::kPeek, Right::kRead, Right::kCreate};

class ChannelUseCases : public RecordUseCases {
 protected:
  Result<Channel> Make(const Caller& caller, const Channels::Draft& draft) {
    return town.Write([&](Transaction& tx) { return town.channels.Create(tx, caller, draft); });
  }
  Result<Channel> Change(const Caller& caller, ChannelId id, const Channels::Patch& patch) {
    return town.Write([&](Transaction& tx) { return town.channels.Update(tx, caller, id, patch); });
  }
  Result<void> Drop(const Caller& caller, ChannelId id) {
    return town.Write([&](Transaction& tx) { return town.channels.Remove(tx, caller, id); });
  }
  Result<Channel> Find(const Caller& caller, std::string_view name) {
    return town.Read(
        [&](const Snapshot& snapshot) { return town.channels.Get(snapshot, caller, name); });
  }
  Numbers ListFor(const Caller& caller, Seek seek = {}) {
    return IdsOf(Must(town.Read(
        [&](const Snapshot& snapshot) { return town.channels.List(snapshot, caller, seek); })));
  }
  Result<Message> Say(const Caller& caller, const Channel& channel, std::string_view room = "") {
    return town.Write([&](Transaction& tx) {
      return town.channels.Publish(tx, caller, channel, room, R"({"content":"hi"})");
    });
  }
  Result<std::vector<Message>> History(const Caller& caller, const Channel& channel,
                                       std::string_view room = "", Seek seek = {}) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.channels.History(snapshot, caller, channel, room, seek);
    });
  }
  Result<Message> GetMessage(const Caller& caller, const Channel& channel, std::string_view room,
                             MessageId id) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.channels.GetMessage(snapshot, caller, channel, room, id);
    });
  }
  static Channels::Draft Draft(std::string name) {
    return {.origin = kOurs,
            .name = std::move(name),
            .description = "",
            .rooms = false,
            .publishable = false,
            .access = {}};
  }
};
GUILDHALL_ON_EVERY_ENGINE(ChannelUseCases);

TEST_P(ChannelUseCases, OperatorsAndBypassingKeysChangeThem) {
  const Channel old = town.AddChannel("old", OpenTo(kPublishing));
  for (const Caller& caller : {town.AsOperator(), town.AsKey({.bypass_lists = true})}) {
    const Channel made = Must(Make(caller, Draft("chat")));
    EXPECT_EQ(Outcome(Change(caller, made.id, {})), "ok");
    EXPECT_EQ(Outcome(Drop(caller, made.id)), "ok");
  }
  for (const Caller& caller : {town.AsOperator(Role::kRead), town.AsKey(), town.AsStranger(),
                               town.AsUser(geralt, {false, true, true, true})}) {
    EXPECT_EQ(Outcome(Make(caller, Draft("chat"))), "forbidden");
    EXPECT_EQ(Outcome(Change(caller, old.id, {})), "forbidden");
    EXPECT_EQ(Outcome(Drop(caller, old.id)), "forbidden");
  }
}

TEST_P(ChannelUseCases, NamesAreUniqueAndGroupsMustExist) {
  Must(Make(town.AsOperator(), Draft("chat")));
  EXPECT_EQ(Problems(Make(town.AsOperator(), Draft("chat"))),
            (std::vector<Problem>{{"name", Reason::kTaken}}));
  Channels::Draft draft = Draft("contracts");
  draft.access = SharedWith(GroupId(99), kSubscribing);
  EXPECT_EQ(Problems(Make(town.AsOperator(), draft)),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
}

TEST_P(ChannelUseCases, AnUpdateChangesOnlyWhatItNames) {
  const Channel made = town.AddChannel("chat", SharedWith(witchers, kPublishing));
  Channels::Patch patch;
  patch.publishable = false;
  const Channel after = Must(Change(town.AsOperator(), made.id, patch));
  EXPECT_FALSE(after.publishable);
  EXPECT_EQ(after.access, made.access);
  EXPECT_GT(after.updated_at, made.updated_at);
  const std::int64_t event = town.LastEvent();
  patch.access = Sharing(witchers, kPublishing);
  EXPECT_EQ(Must(Change(town.AsOperator(), made.id, patch)), after);
  EXPECT_EQ(town.LastEvent(), event);
}

TEST_P(ChannelUseCases, BuiltInOnesStay) {
  const Channel builtin = Must(town.Write([&](Transaction& tx) -> Result<Channel> {
    Channel channel = MakeChannel(tx.Next(town.rivia, Sequence::kChannel), "default");
    channel.builtin = true;
    channel.access = {};
    GH_CHECK(tx.channels().Insert(town.rivia, channel));
    return channel;
  }));
  const auto refused = Drop(town.AsOperator(Role::kOwner), builtin.id);
  EXPECT_EQ(Outcome(refused), "forbidden");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kProtected}}));
}

TEST_P(ChannelUseCases, RemovalTakesItsRecordsAlong) {
  const Channel channel = town.AddChannel("chat", {});
  RecordPatch attached;
  attached.channel = channel.id;
  const RecordId goes = town.AddRecord(books, attached).id;
  const RecordId stays = town.AddRecord(books).id;
  Must(Drop(town.AsOperator(), channel.id));
  EXPECT_EQ(IdsOf(Must(List(town.AsOperator()))), Numbers{stays.value()});
  EXPECT_EQ(Outcome(Get(town.AsOperator(), goes)), "not_found");
  EXPECT_EQ(Outcome(Drop(town.AsOperator(), channel.id)), "not_found");
}

TEST_P(ChannelUseCases, ThoseThatMayNotBeReadAreForbiddenAndNotListed) {
  const Channel open = town.AddChannel("open", OpenTo(kSubscribing));
  const Channel shared = town.AddChannel("shared", SharedWith(witchers, kSubscribing));
  const Channel closed = town.AddChannel("closed", OpenTo({Right::kCreate}));
  const Numbers all{open.id.value(), shared.id.value(), closed.id.value()};
  EXPECT_EQ(ListFor(town.AsOperator(Role::kRead)), all);
  EXPECT_EQ(ListFor(town.AsKey({.bypass_lists = true})), all);
  EXPECT_EQ(ListFor(town.AsUser(geralt)), (Numbers{open.id.value(), shared.id.value()}));
  EXPECT_EQ(ListFor(town.AsUser(geralt), {{}, true, 1}), Numbers{shared.id.value()});
  EXPECT_EQ(ListFor(town.AsKey()), Numbers{open.id.value()});
  EXPECT_EQ(ListFor(town.AsOperator(Role::kNone)), Numbers{});
  EXPECT_EQ(Outcome(Find(town.AsUser(geralt), "shared")), "ok");
  EXPECT_EQ(Outcome(Find(town.AsUser(yennefer), "shared")), "forbidden");
  EXPECT_EQ(Outcome(Find(town.AsUser(geralt), "closed")), "forbidden");
  EXPECT_EQ(Outcome(Find(town.AsUser(geralt), "missing")), "not_found");
}

TEST_P(ChannelUseCases, PublishingAsksTheCallerFirstAndThenTheChannel) {
  const Channel chat = town.AddChannel("chat", SharedWith(witchers, kPublishing));
  EXPECT_EQ(Outcome(Say(town.AsUser(geralt), chat)), "ok");
  EXPECT_EQ(Outcome(Say(town.AsKey({.bypass_lists = true}), chat)), "ok");
  for (const Caller& caller : {town.AsUser(yennefer), town.AsKey(), town.AsOperator(Role::kRead)}) {
    const auto refused = Say(caller, chat);
    EXPECT_EQ(Outcome(refused), "forbidden");
    EXPECT_TRUE(Problems(refused).empty());
  }
  Channels::Patch patch;
  patch.publishable = false;
  const Channel silent = Must(Change(town.AsOperator(), chat.id, patch));
  EXPECT_EQ(Problems(Say(town.AsOperator(), silent)),
            (std::vector<Problem>{{"", Reason::kNotPublishable}}));
  EXPECT_TRUE(Problems(Say(town.AsUser(yennefer), silent)).empty());
}

TEST_P(ChannelUseCases, SubscribersDoNotPublish) {
  const Channel chat = town.AddChannel("chat", OpenTo(kSubscribing));
  EXPECT_EQ(Outcome(Say(town.AsUser(geralt), chat)), "forbidden");
  EXPECT_EQ(Outcome(History(town.AsUser(geralt), chat)), "ok");
}

TEST_P(ChannelUseCases, MessagesSayWhoSpoke) {
  const Channel chat = town.AddChannel("chat", OpenTo(kPublishing));
  const Message his = Must(Say(town.AsUser(geralt), chat));
  EXPECT_EQ(his.by_user, geralt);
  EXPECT_EQ(his.by_api_key, ApiKeyId(5));
  EXPECT_EQ(his.by_operator, std::nullopt);
  EXPECT_EQ(his.kind, MessageKind::kCustom);
  const Message ours = Must(Say(town.AsOperator(), chat));
  EXPECT_EQ(ours.by_operator, OperatorId(1));
  EXPECT_EQ(ours.by_api_key, std::nullopt);
  EXPECT_EQ(ours.by_user, std::nullopt);
  EXPECT_EQ(ours.id.value(), his.id.value() + 1);
  EXPECT_EQ(Must(History(town.AsUser(yennefer), chat)), (std::vector{his, ours}));
  EXPECT_EQ(IdsOf(Must(History(town.AsKey(), chat, "", {{}, true, 1}))), Numbers{ours.id.value()});
}

TEST_P(ChannelUseCases, MessagesAreNumberedOverTheWholeTenant) {
  const Channel chat = town.AddChannel("chat", {});
  const Channel news = town.AddChannel("news", {});
  const Message first = Must(Say(town.AsOperator(), chat));
  const Message second = Must(Say(town.AsOperator(), news));
  EXPECT_EQ(second.id.value(), first.id.value() + 1);
  EXPECT_EQ(Must(History(town.AsOperator(), chat)), std::vector{first});
  EXPECT_EQ(Outcome(GetMessage(town.AsOperator(), chat, "", first.id)), "ok");
  EXPECT_EQ(Outcome(GetMessage(town.AsOperator(), chat, "", second.id)), "not_found");
}

TEST_P(ChannelUseCases, RoomsAreSeparateAndFoldTheirCase) {
  const Channel chat = town.AddChannel("chat", OpenTo(kPublishing), true);
  const std::vector<Problem> needs_room{{"room", Reason::kNeedsRoom}};
  EXPECT_EQ(Problems(Say(town.AsUser(geralt), chat)), needs_room);
  EXPECT_EQ(Problems(History(town.AsUser(geralt), chat)), needs_room);
  const Message said = Must(Say(town.AsUser(geralt), chat, "ŁÓDŹ"));
  EXPECT_EQ(Must(History(town.AsUser(geralt), chat, "łódź")), std::vector{said});
  EXPECT_TRUE(Must(History(town.AsUser(geralt), chat, "kraków")).empty());
  EXPECT_EQ(Must(GetMessage(town.AsUser(geralt), chat, "Łódź", said.id)), said);
  EXPECT_EQ(Outcome(GetMessage(town.AsUser(geralt), chat, "kraków", said.id)), "not_found");
}

TEST_P(ChannelUseCases, ARoomIsIgnoredWhereThereAreNone) {
  const Channel chat = town.AddChannel("chat", OpenTo(kPublishing));
  const Message said = Must(Say(town.AsUser(geralt), chat, "attic"));
  EXPECT_EQ(Must(History(town.AsUser(geralt), chat, "cellar")), std::vector{said});
}

TEST_P(ChannelUseCases, HistoryIsForSubscribersOnly) {
  const Channel chat = town.AddChannel("chat", SharedWith(witchers, kSubscribing));
  const Message said = Must(Say(town.AsOperator(), chat));
  EXPECT_EQ(Must(History(town.AsUser(geralt), chat)), std::vector{said});
  for (const Caller& caller : {town.AsUser(yennefer), town.AsKey(), town.AsStranger()}) {
    EXPECT_EQ(Outcome(History(caller, chat)), "forbidden");
    EXPECT_EQ(Outcome(GetMessage(caller, chat, "", said.id)), "forbidden");
  }
}

TEST_P(ChannelUseCases, RecordsInAChannelNeedTheRightToPublishOnEveryWrite) {
  const Channel chat = town.AddChannel("chat", SharedWith(witchers, kPublishing));
  RecordPatch attached = Listed(Opening(Rights::All()));
  attached.channel = chat.id;
  const Caller outsider = town.AsUser(yennefer);
  const std::vector<Problem> no_right{{"channel", Reason::kNoPublishRight}};
  const auto refused = Create(outsider, attached);
  EXPECT_EQ(Outcome(refused), "forbidden");
  EXPECT_EQ(Problems(refused), no_right);
  EXPECT_TRUE(Must(List(town.AsOperator())).empty()) << "the whole write is undone";
  const Record made = Must(Create(town.AsUser(geralt), attached));
  EXPECT_EQ(made.channel, chat.id);
  EXPECT_EQ(Problems(Update(outsider, made.id, Titled("Ubik"))), no_right);
  EXPECT_EQ(Problems(Update(outsider, made.id, {})), no_right) << "also when nothing changes";
  EXPECT_EQ(Problems(Remove(outsider, made.id)), no_right);
  EXPECT_EQ(Must(Get(outsider, made.id)), made);
  EXPECT_EQ(Outcome(Remove(town.AsKey({.bypass_lists = true}), made.id)), "ok");
}

TEST_P(ChannelUseCases, RecordsNameARoomWhereThereAreRooms) {
  const Channel rooms = town.AddChannel("rooms", {}, true);
  const Channel plain = town.AddChannel("plain", {});
  RecordPatch patch;
  patch.channel = rooms.id;
  EXPECT_EQ(Problems(Create(town.AsOperator(), patch)),
            (std::vector<Problem>{{"room", Reason::kNeedsRoom}}));
  patch.room = "Attic";
  EXPECT_EQ(Must(Create(town.AsOperator(), patch)).room, "Attic");
  patch.channel = plain.id;
  EXPECT_EQ(Must(Create(town.AsOperator(), patch)).room, "");
  patch.channel = ChannelId(99);
  EXPECT_EQ(Problems(Create(town.AsOperator(), patch)),
            (std::vector<Problem>{{"channel", Reason::kUnknownId, 99}}));
}

TEST_P(ChannelUseCases, ARecordStaysInItsChannel) {
  const Channel chat = town.AddChannel("chat", {});
  const Record made = town.AddRecord(books);
  RecordPatch patch = Titled("Ubik");
  patch.channel = chat.id;
  EXPECT_EQ(Must(Update(town.AsOperator(), made.id, patch)).channel, std::nullopt);
}

TEST_P(ChannelUseCases, WhatHappensToARecordIsToldInItsRoom) {
  const Channel chat = town.AddChannel("chat", OpenTo(kPublishing), true);
  RecordPatch attached;
  attached.channel = chat.id;
  attached.room = "Attic";
  const auto announce = [&](const Record& record) {
    return town.Write([&](Transaction& tx) {
      return town.channels.Announce(tx, town.AsUser(geralt), record, MessageKind::kCreate, "book",
                                    R"({"id":1})");
    });
  };
  Must(announce(town.AddRecord(books, attached)));
  Must(announce(town.AddRecord(books)));
  const std::vector<Message> told = Must(History(town.AsUser(geralt), chat, "attic"));
  ASSERT_EQ(told.size(), 1U) << "nothing about the record without a channel";
  EXPECT_EQ(told[0].kind, MessageKind::kCreate);
  EXPECT_EQ(told[0].about, "book");
  EXPECT_EQ(told[0].payload, R"({"id":1})");
  EXPECT_EQ(told[0].by_user, geralt);
}

TEST_P(ChannelUseCases, AListenerGetsTheOldestMessageThatHeDoesNotHave) {
  const Channel channel = town.AddChannel("news", OpenTo(kPublishing), true);
  const Caller caller = town.AsOperator();
  const auto listen = [&](std::optional<MessageId> last, std::string_view room = "Lobby") {
    return town.Read([&](const Snapshot& snapshot) {
      return town.channels.Listen(snapshot, caller, channel, room, last);
    });
  };
  const auto next = [&](const Channels::Place& place) {
    return town.Read(
        [&](const Snapshot& snapshot) { return town.channels.Next(snapshot, caller, place); });
  };
  EXPECT_EQ(Must(next(Must(listen(MessageId(0))))), std::nullopt);
  const Message first = Must(Say(caller, channel, "lobby"));
  Must(Say(caller, channel, "attic"));
  const Channels::Place from_now = Must(listen(std::nullopt));
  const Message third = Must(Say(caller, channel, "LOBBY"));
  EXPECT_EQ(Must(next(Must(listen(MessageId(0))))), first);
  EXPECT_EQ(Must(next(Must(listen(first.id)))), third);
  EXPECT_EQ(Must(next(from_now)), third);
  EXPECT_EQ(Must(next(Must(listen(third.id)))), std::nullopt);
  EXPECT_EQ(from_now.topic, Topic::Of(caller.tenant, channel.id, "lobby"));
  EXPECT_EQ(Outcome(listen(std::nullopt, "")), "invalid");
}

TEST_P(ChannelUseCases, WhoMayNotSubscribeNeitherListensNorGetsAnything) {
  const Channel channel = town.AddChannel("news", OpenTo(kPublishing));
  const Caller caller = town.AsKey({});
  const Channels::Place place = Must(town.Read([&](const Snapshot& snapshot) {
    return town.channels.Listen(snapshot, caller, channel, "", MessageId(0));
  }));
  Must(Say(caller, channel));
  const auto next = [&] {
    return town.Read(
        [&](const Snapshot& snapshot) { return town.channels.Next(snapshot, caller, place); });
  };
  EXPECT_TRUE(Must(next()));
  Channels::Patch closed;
  closed.access.everyone = Rights{};
  const Channel after = Must(Change(town.AsOperator(), channel.id, closed));
  EXPECT_EQ(Outcome(next()), "forbidden");
  EXPECT_EQ(Outcome(town.Read([&](const Snapshot& snapshot) {
              return town.channels.Listen(snapshot, caller, after, "", MessageId(0));
            })),
            "forbidden");
  Must(Drop(town.AsOperator(), channel.id));
  EXPECT_EQ(Outcome(next()), "not_found");
}

}  // namespace
}  // namespace guildhall::test
