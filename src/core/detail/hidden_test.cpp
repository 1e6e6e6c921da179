#include "core/detail/hidden.h"

#include <gtest/gtest.h>

namespace guildhall::detail {
namespace {

Job RemovalOf(JobKind kind, std::int64_t subject) {
  return {.id = JobId(1),
          .tenant = TenantId(1),
          .kind = kind,
          .due_at = Time(1),
          .state = RemovalState{subject, 0}.Text()};
}

Grant GrantTo(std::int64_t group) {
  Grant grant;
  grant.group = GroupId(group);
  grant.rights = {Right::kRead};
  return grant;
}

TEST(RemovalStates, AreReadAsTheyWereWritten) {
  const auto read = RemovalState::Parse(RemovalState{42, 3000}.Text());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->subject, 42);
  EXPECT_EQ(read->done, 3000);
}

TEST(RemovalStates, OfOtherKindsOfJobsAreNone) {
  for (const char* text : {"", "42", "42 x", "x 1", "index of 3"}) {
    EXPECT_FALSE(RemovalState::Parse(text)) << text;
  }
}

TEST(Hiding, ARecordGoesWithItsOwnerAndItsChannel) {
  const std::vector<Job> jobs{RemovalOf(JobKind::kRemoveUserRecords, 9),
                              RemovalOf(JobKind::kRemoveUserRecords, 7),
                              RemovalOf(JobKind::kRemoveChannelRecords, 3)};
  const Hidden hidden = HiddenBy(jobs);
  const Collection books;
  Record record;
  EXPECT_FALSE(IsHidden(hidden, books, record));
  record.access.owner = UserId(8);
  record.channel = ChannelId(7);
  EXPECT_FALSE(IsHidden(hidden, books, record));
  record.access.owner = UserId(7);
  EXPECT_TRUE(IsHidden(hidden, books, record));
  record.access.owner.reset();
  record.channel = ChannelId(3);
  EXPECT_TRUE(IsHidden(hidden, books, record));
}

TEST(Hiding, ARecordThatOutlivesItsOwnerIsShownWithoutHim) {
  const std::vector<Job> jobs{RemovalOf(JobKind::kRemoveUserRecords, 7),
                              RemovalOf(JobKind::kRemoveChannelRecords, 3)};
  const Hidden hidden = HiddenBy(jobs);
  Collection books;
  books.outlives_owners = true;
  std::vector<Record> records(2);
  records[0].access.owner = UserId(7);
  records[1].access.owner = UserId(8);
  EXPECT_FALSE(IsHidden(hidden, books, records[0]));
  DropHidden(hidden, books, records);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0].access.owner, std::nullopt);
  EXPECT_EQ(records[1].access.owner, UserId(8));
  records[0].channel = ChannelId(3);
  EXPECT_TRUE(IsHidden(hidden, books, records[0]));
}

TEST(Hiding, AListLosesGroupsThatAreGone) {
  const std::vector<Job> jobs{RemovalOf(JobKind::kRemoveGroupRows, 5)};
  AccessList list;
  list.primary_group = GroupId(5);
  list.group_bits = 3;
  list.grants = {GrantTo(4), GrantTo(5)};
  const AccessList shown = WithoutHidden(HiddenBy(jobs), list);
  EXPECT_EQ(shown.primary_group, std::nullopt);
  EXPECT_EQ(shown.group_bits, 3);
  EXPECT_EQ(shown.grants, std::vector<Grant>({GrantTo(4)}));
  EXPECT_EQ(WithoutHidden(Hidden(), list), list);
}

TEST(Hiding, IsWhatRemovalsOfThingsThatRecordsPointToDo) {
  const std::vector<Job> jobs{RemovalOf(JobKind::kRemoveCollectionRecords, 16),
                              RemovalOf(JobKind::kRemoveTenantRows, 1),
                              RemovalOf(JobKind::kBuildIndex, 17)};
  EXPECT_TRUE(HiddenBy(jobs).empty());
}

TEST(Hiding, LeavesThePagesOrder) {
  std::vector<Record> records(3);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].id = RecordId(static_cast<std::int64_t>(i) + 1);
    records[i].access.owner = UserId(i == 1 ? 7 : 8);
  }
  const std::vector<Job> jobs{RemovalOf(JobKind::kRemoveUserRecords, 7)};
  DropHidden(HiddenBy(jobs), Collection(), records);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0].id, RecordId(1));
  EXPECT_EQ(records[1].id, RecordId(3));
}

}  // namespace
}  // namespace guildhall::detail
