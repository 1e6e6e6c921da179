#include "dialects/daptin/permission_number.h"

#include <utility>

#include <gtest/gtest.h>

#include "core/people.h"

namespace guildhall::daptin {
namespace {

TEST(PermissionNumber, NamesEveryBitOfEveryAudience) {
  for (int bit = 0; bit < 7; ++bit) {
    const Rights right = Rights::FromBits(1 << bit);
    AccessList list;
    list.everyone = right;
    EXPECT_EQ(PermissionOf(list), 1 << bit);
    list = {};
    list.owner_rights = right;
    EXPECT_EQ(PermissionOf(list), 128 << bit);
    list = {};
    list.group_bits = right.bits();
    EXPECT_EQ(PermissionOf(list), 16384 << bit);
  }
}

TEST(PermissionNumber, ANewAccountHasTheDefault) {
  EXPECT_EQ(PermissionOf(AccessOfNewAccount(UserId(7))), kDefaultPermission);
  EXPECT_EQ(PermissionOf(AccessOfNewGroup()), kDefaultPermission);
}

TEST(PermissionNumber, WhatIsWrittenIsShown) {
  for (const std::int64_t number : {std::int64_t{0}, std::int64_t{3}, std::int64_t{16384},
                                    kDefaultPermission, kOpenPermission, kMaxPermission}) {
    AccessList list;
    list = PatchOf(list, number).Apply(std::move(list));
    EXPECT_EQ(PermissionOf(list), number);
    EXPECT_TRUE(PatchOf(list, number).empty());
    EXPECT_EQ(PermissionOf(LinkRightsOf(number)), number);
  }
}

TEST(PermissionNumber, GroupBitsOfAnObjectGiveNothing) {
  const AccessList list = PatchOf({}, 16384 * 127).Apply({});
  const GroupId groups[] = {GroupId(1)};
  EXPECT_FALSE(Allowed(Right::kRead, list, {false, UserId(1), groups}));
}

TEST(PermissionNumber, KeepsWhatTheVocabularyCannotSay) {
  AccessList list;
  list.signed_in = {Right::kRead};
  list.SetPrimary(GroupId(4), {Right::kUpdate});
  const AccessList after = PatchOf(list, kMaxPermission).Apply(list);
  EXPECT_TRUE(after.signed_in.Has(Right::kRead));
  EXPECT_EQ(after.FindGrant(GroupId(4))->rights, Rights{Right::kUpdate});
}

TEST(PermissionNumber, ALinkGivesItsGroupBitsOnly) {
  const LinkRights link = LinkRightsOf(49152 + 1);
  EXPECT_EQ(link.rights, (Rights{Right::kPeek, Right::kRead}));
  EXPECT_EQ(link.rest, 1);
  EXPECT_EQ(ListOfLink(link).everyone, Rights{Right::kPeek});
}

TEST(PermissionNumber, TakesIntegersAndDigits) {
  EXPECT_EQ(ReadPermission(Json(3)), 3);
  EXPECT_EQ(ReadPermission(Json("561441")), 561441);
  EXPECT_FALSE(ReadPermission(Json("")));
  EXPECT_FALSE(ReadPermission(Json("3x")));
  EXPECT_FALSE(ReadPermission(Json(-1)));
  EXPECT_FALSE(ReadPermission(Json(4194304)));
  EXPECT_FALSE(ReadPermission(Json(1.5)));
  EXPECT_FALSE(ReadPermission(Json(true)));
}

}  // namespace
}  // namespace guildhall::daptin
