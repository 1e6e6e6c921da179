#include "core/access_patch.h"

#include <gtest/gtest.h>

namespace guildhall {
namespace {

constexpr Rights kReadOnly{Right::kPeek, Right::kRead};

AccessList Before() {
  AccessList list;
  list.owner = UserId(1);
  list.owner_rights = Rights::All();
  list.everyone = kReadOnly;
  list.signed_in = kReadOnly;
  list.SetPrimary(GroupId(3), kReadOnly);
  list.group_bits = 2;
  return list;
}

TEST(AccessPatches, ChangeNothingWhenEmpty) {
  EXPECT_TRUE(AccessPatch().empty());
  EXPECT_EQ(AccessPatch().Apply(Before()), Before());
}

TEST(AccessPatches, ChangeWhatTheyName) {
  AccessPatch patch;
  patch.everyone = Rights();
  EXPECT_FALSE(patch.empty());
  AccessList expected = Before();
  expected.everyone = Rights();
  EXPECT_EQ(patch.Apply(Before()), expected);

  patch = AccessPatch();
  patch.signed_in = Rights::All();
  patch.owner_rights = kReadOnly;
  expected = Before();
  expected.signed_in = Rights::All();
  expected.owner_rights = kReadOnly;
  EXPECT_EQ(patch.Apply(Before()), expected);
}

TEST(AccessPatches, TellNoOwnerFromNoChange) {
  AccessPatch patch;
  patch.owner = std::optional<UserId>();
  EXPECT_FALSE(patch.empty());
  EXPECT_EQ(patch.Apply(Before()).owner, std::nullopt);
  patch.owner = UserId(9);
  EXPECT_EQ(patch.Apply(Before()).owner, UserId(9));
}

TEST(AccessPatches, SetThePrimaryGroupWithItsSetting) {
  AccessPatch patch;
  patch.primary = AccessPatch::Primary{GroupId(4), Rights::All(), 3};
  const AccessList list = patch.Apply(Before());
  EXPECT_EQ(list.primary_group, GroupId(4));
  EXPECT_EQ(list.PrimaryRights(), Rights::All());
  EXPECT_EQ(list.group_bits, 3);
  EXPECT_EQ(list.FindGrant(GroupId(3)), nullptr);
}

TEST(AccessPatches, KeepTheSettingWithoutAGroup) {
  AccessPatch patch;
  patch.primary = AccessPatch::Primary{std::nullopt, Rights(), 1};
  const AccessList list = patch.Apply(Before());
  EXPECT_EQ(list.primary_group, std::nullopt);
  EXPECT_TRUE(list.grants.empty());
  EXPECT_EQ(list.group_bits, 1);
}

}  // namespace
}  // namespace guildhall
