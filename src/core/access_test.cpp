#include "core/access.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

constexpr UserId kAnn{1};
constexpr UserId kBob{2};
constexpr GroupId kMasons{10};
constexpr GroupId kBakers{20};
constexpr Rights kNone;
constexpr Rights kReadOnly{Right::kPeek, Right::kRead};
constexpr Rights kWriting{Right::kPeek, Right::kRead, Right::kUpdate};

Grant GrantTo(GroupId group, Rights rights) {
  Grant grant;
  grant.group = group;
  grant.rights = rights;
  return grant;
}

// Ann owns it fully, the masons read and update it, the bakers read it.
AccessList House() {
  AccessList list;
  list.owner = kAnn;
  list.owner_rights = Rights::All();
  list.grants = {GrantTo(kMasons, kWriting), GrantTo(kBakers, kReadOnly)};
  list.primary_group = kMasons;
  return list;
}

struct Who {
  std::optional<UserId> user;
  std::vector<GroupId> groups;
  bool bypass = false;

  [[nodiscard]] Subject AsSubject() const { return {bypass, user, groups}; }
};

const Who kGuest{std::nullopt, {}};
const Who kAnnAlone{kAnn, {}};
const Who kBobAlone{kBob, {}};
const Who kBobMason{kBob, {kMasons}};
const Who kBobBoth{kBob, {kMasons, kBakers}};
const Who kBobBaker{kBob, {kBakers}};
const Who kMaster{std::nullopt, {}, true};

struct Row {
  const char* name;
  AccessList list;
  Who who;
  Right right;
  Decision expected;
};

std::string NameOfRow(const testing::TestParamInfo<Row>& row) { return row.param.name; }

AccessList WithEveryone(Rights rights) {
  AccessList list = House();
  list.everyone = rights;
  return list;
}

AccessList WithSignedIn(Rights rights) {
  AccessList list = House();
  list.signed_in = rights;
  return list;
}

AccessList OfNobody() {
  AccessList list;
  list.owner_rights = Rights::All();
  return list;
}

class AllowedRows : public testing::TestWithParam<Row> {};

TEST_P(AllowedRows, NameTheTermThatDecided) {
  const Row& row = GetParam();
  EXPECT_EQ(Allowed(row.right, row.list, row.who.AsSubject()), row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Access, AllowedRows,
    testing::Values(
        Row{"guest_has_nothing", House(), kGuest, Right::kRead, {}},
        Row{"stranger_has_nothing", House(), kBobAlone, Right::kRead, {}},
        Row{"owner_deletes", House(), kAnnAlone, Right::kDelete, {Term::kOwner, {}}},
        Row{"member_updates", House(), kBobMason, Right::kUpdate, {Term::kGroup, kMasons}},
        Row{"member_does_not_delete", House(), kBobMason, Right::kDelete, {}},
        Row{"one_group_is_enough", House(), kBobBoth, Right::kUpdate, {Term::kGroup, kMasons}},
        Row{"weaker_group_only_reads", House(), kBobBaker, Right::kRead, {Term::kGroup, kBakers}},
        Row{"weaker_group_does_not_update", House(), kBobBaker, Right::kUpdate, {}},
        Row{"everyone_means_guests",
            WithEveryone(kReadOnly),
            kGuest,
            Right::kRead,
            {Term::kEveryone, {}}},
        Row{"everyone_comes_before_owner",
            WithEveryone(kReadOnly),
            kAnnAlone,
            Right::kRead,
            {Term::kEveryone, {}}},
        Row{"no_right_implies_another", WithEveryone({Right::kRead}), kGuest, Right::kPeek, {}},
        Row{"signed_in_is_not_for_guests", WithSignedIn(kReadOnly), kGuest, Right::kRead, {}},
        Row{"signed_in_is_for_any_user",
            WithSignedIn(kReadOnly),
            kBobAlone,
            Right::kRead,
            {Term::kSignedIn, {}}},
        Row{"nobody_is_not_a_guest", OfNobody(), kGuest, Right::kRead, {}},
        Row{"nobody_is_no_user", OfNobody(), kAnnAlone, Right::kRead, {}},
        Row{"bypass_does_anything", AccessList(), kMaster, Right::kExecute, {Term::kBypass, {}}}),
    NameOfRow);

TEST(Access, EffectiveRightsAreTheUnionOfTerms) {
  AccessList list = House();
  list.everyone = {Right::kPeek};
  list.signed_in = {Right::kExecute};
  EXPECT_EQ(EffectiveRights(list, kGuest.AsSubject()), Rights{Right::kPeek});
  EXPECT_EQ(EffectiveRights(list, kBobAlone.AsSubject()), (Rights{Right::kPeek, Right::kExecute}));
  EXPECT_EQ(EffectiveRights(list, kBobMason.AsSubject()), kWriting | Rights{Right::kExecute});
  EXPECT_EQ(EffectiveRights(list, kAnnAlone.AsSubject()), Rights::All());
  EXPECT_EQ(EffectiveRights(AccessList(), kMaster.AsSubject()), Rights::All());
}

TEST(Access, TermsHaveNames) {
  EXPECT_EQ(NameOf(Term::kNone), "none");
  EXPECT_EQ(NameOf(Term::kSignedIn), "signed_in");
  EXPECT_EQ(NameOf(Term::kGroup), "group");
}

TEST(Rights, AreSetsOfSevenBits) {
  EXPECT_EQ(Rights::All().bits(), 127);
  EXPECT_EQ(Rights::FromBits(255), Rights::All());
  EXPECT_EQ(kWriting - kReadOnly, Rights{Right::kUpdate});
  EXPECT_TRUE(kWriting.Contains(kReadOnly));
  EXPECT_FALSE(kReadOnly.Contains(kWriting));
  EXPECT_EQ(kWriting & Rights({Right::kUpdate, Right::kDelete}), Rights{Right::kUpdate});
  EXPECT_TRUE(kNone.empty());
}

TEST(PrimaryGroups, ReplaceTheFormerOneOnly) {
  AccessList list = House();
  list.SetPrimary(GroupId(5), kReadOnly);
  EXPECT_EQ(list.primary_group, GroupId(5));
  EXPECT_EQ(list.PrimaryRights(), kReadOnly);
  ASSERT_EQ(list.grants.size(), 2U);
  EXPECT_EQ(list.grants[0].group, GroupId(5));
  EXPECT_EQ(list.grants[0].id, GrantId(0));
  EXPECT_EQ(list.grants[1].group, kBakers);
  EXPECT_EQ(list.FindGrant(kMasons), nullptr);
}

TEST(PrimaryGroups, KeepTheirGrantWhenOnlyRightsChange) {
  AccessList list = House();
  list.grants[0].id = GrantId(7);
  list.SetPrimary(kMasons, kNone);
  EXPECT_EQ(list.PrimaryRights(), kNone);
  ASSERT_NE(list.FindGrant(kMasons), nullptr) << "an empty grant is kept";
  EXPECT_EQ(list.FindGrant(kMasons)->id, GrantId(7));
}

TEST(PrimaryGroups, TakeOverAGrantThatIsThere) {
  AccessList list = House();
  list.grants[1].id = GrantId(8);
  list.SetPrimary(kBakers, kWriting);
  ASSERT_EQ(list.grants.size(), 1U);
  EXPECT_EQ(list.grants[0].id, GrantId(8));
  EXPECT_EQ(list.PrimaryRights(), kWriting);
}

TEST(PrimaryGroups, GoWithTheirGrantWhenCleared) {
  AccessList list = House();
  list.group_bits = 3;
  list.SetPrimary(std::nullopt, kWriting);
  EXPECT_EQ(list.primary_group, std::nullopt);
  EXPECT_EQ(list.PrimaryRights(), kNone);
  EXPECT_EQ(list.grants.size(), 1U);
  EXPECT_EQ(list.group_bits, 3);
  list.SetPrimary(std::nullopt, kNone);
  EXPECT_EQ(list.grants.size(), 1U);
}

// --- you can grant only what you hold ---

AccessList Clamped(const AccessList& before, const AccessList& wanted, const Who& who) {
  return JudgeGrants(before, wanted, who.AsSubject(), Excess::kClamp).value();
}

bool Refused(const AccessList& before, const AccessList& wanted, const Who& who) {
  const auto judged = JudgeGrants(before, wanted, who.AsSubject(), Excess::kRefuse);
  if (judged) return false;
  EXPECT_EQ(judged.error().code, Errc::kForbidden);
  return true;
}

TEST(Grants, OfRightsNotHeldAreLowered) {
  AccessList wanted = House();
  wanted.everyone = Rights::All();
  wanted.signed_in = Rights::All();
  wanted.grants[1].rights = Rights::All();
  const AccessList judged = Clamped(House(), wanted, kBobMason);
  EXPECT_EQ(judged.everyone, kWriting);
  EXPECT_EQ(judged.signed_in, kWriting);
  EXPECT_EQ(judged.FindGrant(kBakers)->rights, kWriting);
  EXPECT_EQ(judged.owner_rights, Rights::All()) << "what was there is not judged";
  EXPECT_TRUE(Refused(House(), wanted, kBobMason));
}

TEST(Grants, OfRightsHeldPass) {
  AccessList wanted = House();
  wanted.everyone = kReadOnly;
  EXPECT_EQ(Clamped(House(), wanted, kBobMason), wanted);
  EXPECT_FALSE(Refused(House(), wanted, kBobMason));
  wanted.everyone = Rights::All();
  EXPECT_EQ(Clamped(House(), wanted, kAnnAlone), wanted);
  EXPECT_EQ(Clamped(House(), wanted, kMaster), wanted);
  EXPECT_FALSE(Refused(House(), wanted, kMaster));
}

TEST(Grants, OfLessPassForAnybody) {
  AccessList wanted = House();
  wanted.owner_rights = kNone;
  wanted.SetPrimary(std::nullopt, kNone);
  EXPECT_EQ(Clamped(House(), wanted, kGuest), wanted);
  EXPECT_FALSE(Refused(House(), wanted, kGuest));
}

TEST(Grants, ToANewOwnerAreJudgedWhole) {
  AccessList wanted = House();
  wanted.owner = kBob;
  EXPECT_EQ(Clamped(House(), wanted, kBobMason).owner_rights, kWriting);
  EXPECT_TRUE(Refused(House(), wanted, kBobMason));
  EXPECT_EQ(Clamped(House(), wanted, kAnnAlone).owner_rights, Rights::All());
}

TEST(Grants, ToTheFirstOwnerAreJudgedWhole) {
  AccessList before = OfNobody();
  before.everyone = kWriting;
  AccessList wanted = before;
  wanted.owner = kBob;
  EXPECT_EQ(Clamped(before, wanted, kBobAlone).owner_rights, kWriting);
}

TEST(Grants, ToNobodyAreNotRaised) {
  AccessList wanted = House();
  wanted.owner.reset();
  EXPECT_FALSE(Refused(House(), wanted, kBobMason)) << "nobody gains by it";

  AccessList before = OfNobody();
  before.everyone = kWriting;
  before.owner_rights = kNone;
  wanted = before;
  wanted.owner_rights = Rights::All();
  EXPECT_EQ(Clamped(before, wanted, kBobAlone).owner_rights, kWriting);
}

TEST(Grants, ToANewPrimaryGroupAreJudgedWhole) {
  AccessList wanted = House();
  wanted.SetPrimary(GroupId(30), Rights::All());
  const AccessList judged = Clamped(House(), wanted, kBobMason);
  EXPECT_EQ(judged.primary_group, GroupId(30));
  EXPECT_EQ(judged.PrimaryRights(), kWriting);
  EXPECT_TRUE(Refused(House(), wanted, kBobMason));
}

TEST(Grants, LoweredToNothingAreKeptEmpty) {
  AccessList wanted = House();
  wanted.SetPrimary(GroupId(30), kWriting);
  const AccessList judged = Clamped(House(), wanted, kBobAlone);
  ASSERT_NE(judged.FindGrant(GroupId(30)), nullptr);
  EXPECT_EQ(judged.PrimaryRights(), kNone);
}

TEST(Grants, AreJudgedByTheListBefore) {
  // Bob may not write himself rights by the same change that he uses them in.
  AccessList wanted = House();
  wanted.everyone = Rights::All();
  wanted.owner = kBob;
  const AccessList judged = Clamped(House(), wanted, kBobBaker);
  EXPECT_EQ(judged.everyone, kReadOnly);
  EXPECT_EQ(judged.owner_rights, kReadOnly);
}

// --- audiences ---

TEST(Audiences, OfAListAreThoseThatRead) {
  EXPECT_EQ(
      ReadAudiences(House()),
      (std::vector<Audience>{OwnerAudience(kAnn), GroupAudience(kMasons), GroupAudience(kBakers)}));
  EXPECT_EQ(ReadAudiences(WithSignedIn(kReadOnly)), (std::vector<Audience>{5, 6, 43, 83}));
  EXPECT_TRUE(ReadAudiences(AccessList()).empty());
  EXPECT_TRUE(ReadAudiences(OfNobody()).empty());
  AccessList peeking = House();
  peeking.grants[0].rights = {Right::kPeek, Right::kUpdate};
  EXPECT_EQ(ReadAudiences(peeking), (std::vector<Audience>{6, 83}));
}

TEST(Audiences, EveryoneHidesTheOthers) {
  AccessList list = WithEveryone(kReadOnly);
  list.signed_in = kReadOnly;
  EXPECT_EQ(ReadAudiences(list), std::vector<Audience>{kAudienceEveryone});
}

TEST(Audiences, OfACallerAreWhatHeBelongsTo) {
  EXPECT_EQ(AudiencesOf(kGuest.AsSubject()), std::vector<Audience>{kAudienceEveryone});
  EXPECT_EQ(AudiencesOf(kMaster.AsSubject()), std::vector<Audience>{kAudienceAll});
  EXPECT_EQ(AudiencesOf(kBobBoth.AsSubject()), (std::vector<Audience>{1, 5, 10, 43, 83}));
}

TEST(Audiences, OfNegativeIdsStayApart) {
  const std::vector<Audience> all = {kAudienceAll,
                                     kAudienceEveryone,
                                     kAudienceSignedIn,
                                     OwnerAudience(UserId(-1)),
                                     OwnerAudience(UserId(0)),
                                     OwnerAudience(UserId(1)),
                                     GroupAudience(GroupId(-1)),
                                     GroupAudience(GroupId(0)),
                                     GroupAudience(GroupId(1))};
  std::vector<Audience> sorted = all;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const Who system{UserId(-3), {}};
  const auto audiences = AudiencesOf(system.AsSubject());
  EXPECT_TRUE(std::is_sorted(audiences.begin(), audiences.end()));
}

}  // namespace
}  // namespace guildhall
