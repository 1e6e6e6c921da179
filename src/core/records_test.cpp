#include "core/records.h"

#include <gtest/gtest.h>

#include "core/detail/rules.h"
#include "tests/support/untouchable.h"

namespace guildhall {
namespace {

class RecordRefusals : public testing::Test {
 protected:
  FakeClock clock_{Time(0)};
  SeededRandom random_{1};
  Identities identities_{clock_, random_};
  Records records_{identities_};
  test::Untouchable untouchable_;
  Collection closed_;
};

TEST_F(RecordRefusals, OfAClosedCollectionAskTheStoreNothing) {
  for (const Caller& caller : {Caller(), test::KeyCaller(), test::OperatorCaller(Role::kNone)}) {
    EXPECT_EQ(test::CodeOf(records_.Create(untouchable_, caller, closed_, {})), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(
                  records_.Update(untouchable_, caller, closed_, RecordId(1), {}, Excess::kClamp)),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(records_.Remove(untouchable_, caller, closed_, RecordId(1))),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(records_.Get(untouchable_, caller, closed_, RecordId(1))),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(records_.List(untouchable_, caller, closed_, {})), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(records_.Count(untouchable_, caller, closed_, {}, 10)),
              Errc::kForbidden);
  }
}

TEST_F(RecordRefusals, OfProfilesAskTheStoreNothing) {
  Collection profiles;
  profiles.id = kProfiles;
  profiles.access.everyone = Rights::All();
  const Caller owner = test::OperatorCaller(Role::kOwner);
  EXPECT_EQ(test::CodeOf(records_.Create(untouchable_, owner, profiles, {})), Errc::kForbidden);
  EXPECT_EQ(test::CodeOf(records_.Remove(untouchable_, owner, profiles, RecordId(1))),
            Errc::kForbidden);
}

TEST(Judging, ListsGiveOperatorsNothing) {
  AccessList open;
  open.everyone = Rights::All();
  EXPECT_EQ(detail::Judge(Right::kRead, open, test::KeyCaller(), false).term, Term::kEveryone);
  EXPECT_EQ(detail::Judge(Right::kRead, open, Caller(), false).term, Term::kEveryone);
  EXPECT_EQ(detail::Judge(Right::kRead, open, test::OperatorCaller(Role::kOwner), false).term,
            Term::kNone);
  EXPECT_EQ(detail::Judge(Right::kRead, {}, test::OperatorCaller(Role::kOwner), true).term,
            Term::kBypass);
}

AccessList Granted(Rights rights, std::int64_t id) {
  AccessList list;
  Grant grant;
  grant.group = GroupId(7);
  grant.rights = rights;
  grant.id = GrantId(id);
  grant.created_at = Time(id);
  list.grants.push_back(grant);
  return list;
}

TEST(Grants, ThatSayTheSameKeepTheirIdentity) {
  const AccessList before = Granted({Right::kRead}, 3);
  EXPECT_EQ(detail::KeepGrants(before, Granted({Right::kRead}, 0)), before);
  EXPECT_NE(detail::KeepGrants(before, Granted({Right::kUpdate}, 0)), before);
}

}  // namespace
}  // namespace guildhall
