#include "core/seek.h"

#include <gtest/gtest.h>

namespace guildhall {
namespace {

TEST(SeekRows, AreOnePerAudienceInIdOrder) {
  Record record;
  record.access.owner = UserId(1);
  record.access.owner_rights = Rights::All();
  record.access.signed_in = {Right::kRead};
  record.access.SetPrimary(GroupId(2), {Right::kRead});
  const std::vector<SeekRow> expected = {{0, kAudienceSignedIn, ""},
                                         {0, OwnerAudience(UserId(1)), ""},
                                         {0, GroupAudience(GroupId(2)), ""}};
  EXPECT_EQ(SeekRows(record), expected);
}

TEST(SeekRows, OfAPublicRecordAreOne) {
  Record record;
  record.access.everyone = {Right::kRead};
  record.access.owner = UserId(1);
  record.access.owner_rights = Rights::All();
  EXPECT_EQ(SeekRows(record), (std::vector<SeekRow>{{0, kAudienceEveryone, ""}}));
}

TEST(SeekRows, OfAnUnreadableRecordAreNone) { EXPECT_TRUE(SeekRows(Record()).empty()); }

}  // namespace
}  // namespace guildhall
