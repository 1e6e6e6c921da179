#include "core/memberships.h"

#include <gtest/gtest.h>

#include "tests/support/untouchable.h"

namespace guildhall {
namespace {

class MembershipRefusals : public testing::Test {
 protected:
  FakeClock clock_{Time(0)};
  SeededRandom random_{1};
  Identities identities_{clock_, random_};
  Memberships memberships_{identities_};
  test::Untouchable untouchable_;
};

Caller UserCaller(UserId id) {
  Caller caller = test::KeyCaller({.bypass_lists = true});
  auto view = std::make_shared<UserView>();
  view->user.id = id;
  caller.user = view;
  return caller;
}

TEST_F(MembershipRefusals, OfChangesAskTheStoreNothing) {
  const Memberships::Draft draft{.user = UserId(1), .group = GroupId(1), .origin = Origin(1)};
  for (const Caller& caller : {Caller(), test::KeyCaller({true, true, true, true}),
                               UserCaller(UserId(1)), test::OperatorCaller(Role::kRead)}) {
    EXPECT_EQ(test::CodeOf(memberships_.Add(untouchable_, caller, draft)), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(memberships_.Remove(untouchable_, caller, UserId(1), GroupId(1))),
              Errc::kForbidden);
  }
}

TEST_F(MembershipRefusals, OfAnotherUsersGroupsAskTheStoreNothing) {
  const Caller caller = UserCaller(UserId(1));
  EXPECT_EQ(test::CodeOf(memberships_.ListOfUser(untouchable_, caller, UserId(2), {})),
            Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(memberships_.GetOfUser(untouchable_, caller, UserId(2), GroupId(1))),
            Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(memberships_.GetOfGroup(untouchable_, caller, GroupId(1), UserId(2))),
            Errc::kNotFound);
}

TEST_F(MembershipRefusals, OfCallersWithoutAUserAskTheStoreNothing) {
  const Caller caller = test::KeyCaller({.bypass_lists = true});
  EXPECT_EQ(test::CodeOf(memberships_.ListOfGroup(untouchable_, caller, GroupId(1), {})),
            Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(memberships_.GetOfGroup(untouchable_, caller, GroupId(1), UserId(1))),
            Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(memberships_.ListOfUser(untouchable_, caller, UserId(1), {})),
            Errc::kForbidden);
}

}  // namespace
}  // namespace guildhall
