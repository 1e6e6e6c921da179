#include "core/groups.h"

#include <gtest/gtest.h>

#include "core/detail/rules.h"
#include "tests/support/untouchable.h"

namespace guildhall {
namespace {

class GroupRefusals : public testing::Test {
 protected:
  FakeClock clock_{Time(0)};
  SeededRandom random_{1};
  Identities identities_{clock_, random_};
  Groups groups_{identities_};
  test::Untouchable untouchable_;
};

TEST_F(GroupRefusals, WithoutThePowerAskTheStoreNothing) {
  for (const Caller& caller : {Caller(), test::KeyCaller(), test::OperatorCaller(Role::kNone)}) {
    EXPECT_EQ(test::CodeOf(groups_.Create(untouchable_, caller, {})), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(groups_.Update(untouchable_, caller, GroupId(1), {})), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(groups_.Remove(untouchable_, caller, GroupId(1))), Errc::kForbidden);
  }
  EXPECT_EQ(test::CodeOf(groups_.Get(untouchable_, Caller(), GroupId(1))), Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(groups_.List(untouchable_, Caller(), {})), Errc::kForbidden);
}

TEST_F(GroupRefusals, AnEmptyPageAsksTheStoreNothing) {
  const auto page = groups_.List(untouchable_, test::KeyCaller(), Seek{{}, false, 0});
  ASSERT_TRUE(page.has_value());
  EXPECT_TRUE(page->empty());
}

Caller MemberOf(GroupId id) {
  Caller caller = test::KeyCaller();
  auto view = std::make_shared<UserView>();
  auto group = std::make_shared<Group>();
  group->id = id;
  view->groups = {group};
  caller.user = view;
  return caller;
}

TEST(HomeGroups, AreSeenByTheirMemberAndByOperators) {
  Group home;
  home.id = GroupId(4);
  home.personal = true;
  EXPECT_TRUE(detail::MaySee(MemberOf(GroupId(4)), home));
  EXPECT_TRUE(detail::MaySee(test::OperatorCaller(Role::kRead), home));
  EXPECT_FALSE(detail::MaySee(MemberOf(GroupId(5)), home));
  EXPECT_FALSE(detail::MaySee(test::KeyCaller({.bypass_lists = true}), home));
  home.personal = false;
  EXPECT_TRUE(detail::MaySee(test::KeyCaller(), home));
}

AccessList TwoGroups() {
  AccessList list;
  list.SetPrimary(GroupId(1), {Right::kRead});
  list.group_bits = 3;
  Grant other;
  other.group = GroupId(2);
  other.rights = {Right::kUpdate};
  list.grants.push_back(other);
  return list;
}

TEST(ListsOfARemovedGroup, LoseItsGrantAndKeepItsSetting) {
  const AccessList after = detail::WithoutGroup(TwoGroups(), GroupId(1));
  EXPECT_EQ(after.primary_group, std::nullopt);
  EXPECT_EQ(after.group_bits, 3);
  ASSERT_EQ(after.grants.size(), 1U);
  EXPECT_EQ(after.grants[0].group, GroupId(2));
}

TEST(ListsOfARemovedGroup, KeepAPrimaryGroupThatStays) {
  const AccessList after = detail::WithoutGroup(TwoGroups(), GroupId(2));
  EXPECT_EQ(after.primary_group, GroupId(1));
  ASSERT_EQ(after.grants.size(), 1U);
  EXPECT_EQ(after.grants[0].group, GroupId(1));
}

}  // namespace
}  // namespace guildhall
