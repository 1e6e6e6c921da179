#include "core/detail/epochs.h"

#include <optional>

#include <gtest/gtest.h>

#include "core/detail/follower.h"

namespace guildhall::detail {
namespace {

constexpr TenantId kTenant{1};

Touched User(std::int64_t id) { return {Touched::Kind::kUser, id}; }

/// A commit that raises the epoch by one, or from `before`.
Commit CommitOf(std::int64_t epoch, std::vector<Touched> touched, TenantId tenant = kTenant,
                std::optional<std::int64_t> before = std::nullopt) {
  Commit commit;
  commit.tenants.push_back({.tenant = tenant,
                            .epoch_before = before.value_or(epoch - 1),
                            .epoch = epoch,
                            .touched = std::move(touched)});
  return commit;
}

TEST(EpochLogs, TellsWhoWatchesWhatHeMissed) {
  EpochLogs logs;
  const auto log = logs.Watch(kTenant);
  logs.Committed(CommitOf(5, {User(1)}));
  logs.Committed(CommitOf(7, {User(2), User(3)}, kTenant, 5));
  EXPECT_EQ(log->newest(), 7);
  const auto missed = log->Since(5);
  ASSERT_TRUE(missed.steps);
  ASSERT_EQ(missed.steps->size(), 1);
  EXPECT_EQ(missed.steps->front().epoch, 7);
  EXPECT_EQ(missed.steps->front().touched, (std::vector<Touched>{User(2), User(3)}));
  EXPECT_TRUE(log->Since(7).steps->empty());
  EXPECT_EQ(log->Since(4).steps->size(), 2);
}

TEST(EpochLogs, ACommitOfAnotherTenantIsNoNews) {
  EpochLogs logs;
  const auto log = logs.Watch(kTenant);
  logs.Committed(CommitOf(5, {User(1)}, TenantId(2)));
  EXPECT_EQ(log->newest(), -1);
}

TEST(EpochLogs, EverybodyWhoWatchesSharesOneLog) {
  EpochLogs logs;
  EXPECT_EQ(logs.Watch(kTenant), logs.Watch(kTenant));
  EXPECT_NE(logs.Watch(kTenant), logs.Watch(TenantId(2)));
}

TEST(EpochLogs, ACommitThatDoesNotRaiseTheEpochIsNoNews) {
  EpochLogs logs;
  const auto log = logs.Watch(kTenant);
  logs.Committed(CommitOf(5, {User(1)}));
  logs.Committed(CommitOf(5, {}));
  EXPECT_EQ(log->newest(), 5);
  EXPECT_TRUE(log->Since(5).steps->empty());
}

TEST(EpochLogs, ARiseWithoutAReasonMakesEverythingUntrusted) {
  EpochLogs logs;
  const auto log = logs.Watch(kTenant);
  logs.Committed(CommitOf(5, {User(1)}));
  logs.Committed(CommitOf(6, {}));
  EXPECT_FALSE(log->Since(5).steps);
  EXPECT_TRUE(log->Since(6).steps);
}

TEST(EpochLogs, ARiseThatNobodyToldOfMakesWhatIsOlderUntrusted) {
  EpochLogs logs;
  const auto log = logs.Watch(kTenant);
  logs.Committed(CommitOf(5, {User(1)}));
  // Another node committed 6.
  logs.Committed(CommitOf(7, {User(2)}));
  EXPECT_FALSE(log->Since(5).steps);
  ASSERT_TRUE(log->Since(6).steps);
  EXPECT_EQ(log->Since(6).steps->size(), 1);
}

TEST(EpochLogs, WhoIsTooFarBehindIsToldSo) {
  EpochLogs logs;
  const auto log = logs.Watch(kTenant);
  for (std::int64_t epoch = 1; epoch <= 1000; ++epoch) {
    logs.Committed(CommitOf(epoch, {User(epoch)}));
  }
  EXPECT_FALSE(log->Since(1).steps);
  EXPECT_EQ(log->Since(1).newest, 1000);
  ASSERT_TRUE(log->Since(999).steps);
  EXPECT_EQ(log->Since(999).steps->size(), 1);
}

TEST(Followers, TakeWhatWasReadUnderTheirEpochOnly) {
  EpochLogs logs;
  Follower follower(logs.Watch(kTenant));
  EXPECT_TRUE(follower.Admit(5, true)) << "who holds nothing joins";
  EXPECT_TRUE(follower.Admit(5, false));
  EXPECT_FALSE(follower.Admit(6, false)) << "a commit that it has not been told of";
  EXPECT_FALSE(follower.Admit(4, false)) << "an old snapshot";
  logs.Committed(CommitOf(6, {User(1)}));
  EXPECT_TRUE(follower.behind());
  EXPECT_EQ(follower.CatchUp().steps->size(), 1);
  EXPECT_FALSE(follower.behind());
  EXPECT_TRUE(follower.Admit(6, false));
}

TEST(Followers, AreInDoubtUntilTheLogTellsWhatTheStoreSaid) {
  EpochLogs logs;
  Follower follower(logs.Watch(kTenant));
  EXPECT_FALSE(follower.Learn(5, true));
  EXPECT_EQ(follower.applied(), 5) << "who holds nothing joins";
  EXPECT_FALSE(follower.Learn(5, false));
  EXPECT_FALSE(follower.in_doubt());
  EXPECT_FALSE(follower.Learn(6, false));
  EXPECT_TRUE(follower.in_doubt());
  EXPECT_FALSE(follower.Admit(6, false)) << "nothing joins what may be stale";
  logs.Committed(CommitOf(6, {User(1)}));
  EXPECT_EQ(follower.CatchUp().steps->size(), 1)
      << "a commit of this node, seen before it was told";
  EXPECT_FALSE(follower.in_doubt());
  EXPECT_FALSE(follower.Learn(5, false)) << "an answer from before the commit";
  EXPECT_FALSE(follower.in_doubt());
}

TEST(Followers, DoNotWaitForeverForWhatNobodyTells) {
  EpochLogs logs;
  Follower follower(logs.Watch(kTenant));
  EXPECT_FALSE(follower.Learn(5, true));
  // Another node committed 6, and goes on.
  int waited = 1;
  while (!follower.Learn(5 + waited, false)) {
    EXPECT_TRUE(follower.in_doubt());
    ASSERT_LT(++waited, 10);
  }
  EXPECT_EQ(follower.applied(), 5 + waited);
  EXPECT_FALSE(follower.in_doubt());
  EXPECT_FALSE(follower.Learn(5 + waited, false)) << "known from now on";
}

TEST(Followers, TrustNothingOfATenantThatIsGone) {
  EpochLogs logs;
  Follower follower(logs.Watch(kTenant));
  EXPECT_FALSE(follower.Learn(5, true));
  EXPECT_FALSE(follower.Learn(0, false));
  EXPECT_TRUE(follower.in_doubt());
  EXPECT_FALSE(follower.Learn(5, false));
  EXPECT_FALSE(follower.in_doubt());
}

}  // namespace
}  // namespace guildhall::detail
