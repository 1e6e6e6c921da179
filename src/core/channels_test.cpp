#include "core/channels.h"

#include <gtest/gtest.h>

#include "tests/support/untouchable.h"

namespace guildhall {
namespace {

class ChannelRefusals : public testing::Test {
 protected:
  FakeClock clock_{Time(0)};
  SeededRandom random_{1};
  Identities identities_{clock_, random_};
  Channels channels_{identities_};
  test::Untouchable untouchable_;
};

TEST_F(ChannelRefusals, OfChangesAskTheStoreNothing) {
  for (const Caller& caller :
       {Caller(), test::KeyCaller({false, true, true, true}), test::OperatorCaller(Role::kRead)}) {
    EXPECT_EQ(test::CodeOf(channels_.Create(untouchable_, caller, {})), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(channels_.Update(untouchable_, caller, ChannelId(1), {})),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(channels_.Remove(untouchable_, caller, ChannelId(1))), Errc::kForbidden);
  }
}

TEST_F(ChannelRefusals, OfSpeakersAndListenersAskTheStoreNothing) {
  Channel channel;
  channel.publishable = true;
  channel.access.everyone = {Right::kRead};
  EXPECT_EQ(test::CodeOf(channels_.Publish(untouchable_, test::KeyCaller(), channel, "", "{}")),
            Errc::kForbidden);
  channel.access.everyone = {Right::kCreate};
  const Caller key = test::KeyCaller();
  EXPECT_EQ(test::CodeOf(channels_.History(untouchable_, key, channel, "", {})), Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(channels_.GetMessage(untouchable_, key, channel, "", MessageId(1))),
            Errc::kForbidden);
}

TEST_F(ChannelRefusals, ARecordWithoutAChannelIsNotAnnounced) {
  EXPECT_TRUE(
      channels_
          .Announce(untouchable_, test::KeyCaller(), Record(), MessageKind::kCreate, "book", "{}")
          .has_value());
}

}  // namespace
}  // namespace guildhall
