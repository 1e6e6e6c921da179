#include "store/sql/ledger.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

constexpr TenantId kTenant{1};
constexpr std::array<TenantId, 2> kBoth{kSite, kTenant};
constexpr Touched kUser5{Touched::Kind::kUser, 5};

class Ledgers : public testing::Test {
 protected:
  Ledgers() {
    ledger_.Add(kSite, FreshCounters(), 77);
    ledger_.Add(kTenant, FreshCounters(), 77);
  }
  std::int64_t Epoch() { return *ledger_.Value(kTenant, Counter::kEpoch); }

  FakeClock clock_{Time(500)};
  Ledger ledger_{clock_};
};

TEST_F(Ledgers, TimeStandsStillWithinAChangeAndRisesBetweenChanges) {
  ledger_.BeginChange(kBoth);
  EXPECT_EQ(ledger_.Now(kTenant), Time(500));
  clock_.Advance(100);
  EXPECT_EQ(ledger_.Now(kTenant), Time(500));
  ledger_.KeepChange();
  clock_.Advance(-100);
  ledger_.BeginChange(kBoth);
  EXPECT_EQ(ledger_.Now(kTenant), Time(501));
  EXPECT_EQ(ledger_.Now(kSite), Time(500));
}

TEST_F(Ledgers, NumbersAreDensePerTenantAndCounter) {
  ledger_.BeginChange(kBoth);
  EXPECT_EQ(ledger_.Next(kTenant, Counter::kUser), 1);
  EXPECT_EQ(ledger_.Next(kTenant, Counter::kUser), 2);
  EXPECT_EQ(ledger_.Next(kTenant, Counter::kGroup), 1);
  EXPECT_EQ(ledger_.Next(kTenant, Counter::kCollection), 16);
  EXPECT_EQ(ledger_.Next(kSite, Counter::kUser), 1);
}

TEST_F(Ledgers, EpochRisesOncePerChangeAndRemembersTheTransaction) {
  ledger_.BeginChange(kBoth);
  ledger_.Touch(kTenant, kUser5);
  ledger_.Touch(kTenant, {Touched::Kind::kGroup, 5});
  ledger_.KeepChange();
  EXPECT_EQ(Epoch(), 2);
  EXPECT_EQ(ledger_.Value(kTenant, Counter::kChangedIn), 77);
  ledger_.BeginChange(kBoth);
  ledger_.Touch(kTenant, kUser5);
  ledger_.KeepChange();
  EXPECT_EQ(Epoch(), 3);
  const Commit commit = ledger_.Summary();
  ASSERT_EQ(commit.tenants.size(), 1U);
  EXPECT_EQ(commit.tenants[0].touched, std::vector<Touched>({kUser5, {Touched::Kind::kGroup, 5}}));
}

TEST_F(Ledgers, UndoneChangeLeavesNothing) {
  ledger_.BeginChange(kBoth);
  ledger_.Touch(kTenant, kUser5);
  static_cast<void>(ledger_.Now(kTenant));
  ledger_.Open(TenantId(2), FreshCounters());
  EXPECT_EQ(ledger_.Next(TenantId(2), Counter::kUser), 1);
  ledger_.UndoChange();
  EXPECT_EQ(Epoch(), 1);
  EXPECT_FALSE(ledger_.Holds(TenantId(2)));
  EXPECT_TRUE(ledger_.Summary().tenants.empty());
}

TEST_F(Ledgers, UsingATenantThatTheChangeDidNotNameIsAFault) {
  const std::array<TenantId, 1> only{kTenant};
  ledger_.BeginChange(only);
  EXPECT_EQ(ledger_.Next(kSite, Counter::kTenant), 0);
  EXPECT_TRUE(ledger_.fault());
  ledger_.UndoChange();
  EXPECT_FALSE(ledger_.fault());
  EXPECT_EQ(ledger_.Value(kSite, Counter::kTenant), 0);
}

TEST_F(Ledgers, ACommitSaysWhereWhichMessagesWereSaid) {
  const Topic lobby = Topic::Of(kTenant, ChannelId(1), "lobby");
  const Topic attic = Topic::Of(kTenant, ChannelId(1), "attic");
  for (const Topic& topic : {lobby, attic, lobby}) {
    ledger_.BeginChange(kBoth);
    ledger_.Say(topic);
    ledger_.Next(kTenant, Counter::kMessage);
    ledger_.KeepChange();
  }
  ledger_.BeginChange(kBoth);
  ledger_.Say(Topic::Of(kTenant, ChannelId(9), ""));
  ledger_.Next(kTenant, Counter::kMessage);
  ledger_.UndoChange();
  const Commit commit = ledger_.Summary();
  ASSERT_EQ(commit.said.size(), 1U);
  std::vector<Topic> topics{lobby, attic};
  std::sort(topics.begin(), topics.end());
  EXPECT_EQ(commit.said[0], (Said{kTenant, MessageId(1), MessageId(3), topics}));
}

TEST_F(Ledgers, ATenantIsSettledUntilItsGroupsCollectionsOrJobsAreWrittenEvenIfThatIsUndone) {
  EXPECT_TRUE(ledger_.IsSettled(kTenant));
  EXPECT_FALSE(ledger_.IsSettled(TenantId(99)));
  ledger_.BeginChange(kBoth);
  ledger_.Unsettle(kTenant);
  ledger_.UndoChange();
  EXPECT_FALSE(ledger_.IsSettled(kTenant));
  const std::uint64_t transaction = ledger_.transaction();
  ledger_.Clear();
  EXPECT_NE(ledger_.transaction(), transaction);
}

TEST_F(Ledgers, ACommitWithoutMessagesSaysNothing) {
  ledger_.BeginChange(kBoth);
  ledger_.Next(kTenant, Counter::kUser);
  ledger_.KeepChange();
  EXPECT_TRUE(ledger_.Summary().said.empty());
}

}  // namespace
}  // namespace guildhall::store
