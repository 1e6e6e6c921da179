#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

class UserNames : public PeopleCases {
 protected:
  UserPointer Add(std::string username, std::string email = "") {
    return Must(Create(world.AsOperator(), {.username = username, .email = email}));
  }
  Result<UserPointer> SetEmail(UserId id, std::string email) {
    Users::Patch patch;
    patch.email = std::move(email);
    return Update(world.AsOperator(), id, patch);
  }
  Result<UserPointer> Rename(UserId id, std::string name) {
    Users::Patch patch;
    patch.username = std::move(name);
    return Update(world.AsOperator(), id, patch);
  }
};
GUILDHALL_ON_EVERY_ENGINE(UserNames);

TEST_P(UserNames, AnEmailOfHisOwnIsNormalisedAndKept) {
  const UserPointer ciri = Add("ciri", " Ciri@Rivia.COM ");
  EXPECT_EQ(ciri->user.username, "ciri");
  EXPECT_EQ(ciri->user.email, "ciri@rivia.com");
  EXPECT_EQ(Must(Rename(ciri->user.id, "zirael@rivia.com"))->user.email, "ciri@rivia.com")
      << "they were not equal";
}

TEST_P(UserNames, EmailsAreChecked) {
  const auto refused = [&](std::string email) {
    return Problems(Create(world.AsOperator(), {.username = "ciri", .email = std::move(email)}));
  };
  EXPECT_EQ(refused("no e-mail"), (std::vector<Problem>{{"email", Reason::kBadFormat}}));
  EXPECT_EQ(refused(std::string("a\0@b.cc", 7)),
            (std::vector<Problem>{{"email", Reason::kBadCharacter}}));
  Add("yennefer", "yen@rivia.com");
  EXPECT_EQ(refused("YEN@rivia.com"), (std::vector<Problem>{{"email", Reason::kTaken}}));
  const UserPointer geralt = Add("geralt", "geralt@rivia.com");
  EXPECT_EQ(Problems(SetEmail(geralt->user.id, "")),
            (std::vector<Problem>{{"email", Reason::kBlank}}));
}

TEST_P(UserNames, EachCarriesTheOtherWhileTheyAreEqual) {
  const UserPointer ciri = Add("ciri@rivia.com");
  EXPECT_EQ(Must(SetEmail(ciri->user.id, "zirael@rivia.com"))->user.username, "zirael@rivia.com");
  EXPECT_EQ(Must(Rename(ciri->user.id, "ciri"))->user.email, "zirael@rivia.com");
  EXPECT_EQ(Must(SetEmail(ciri->user.id, "ciri@rivia.com"))->user.username, "ciri");
  const UserPointer dandelion = Add("dandelion");
  EXPECT_EQ(Must(Rename(dandelion->user.id, "d@oxenfurt.edu"))->user.email, "d@oxenfurt.edu")
      << "he had none";
}

TEST_P(UserNames, ACarriedValueThatIsTakenIsToldOfTheFieldThatWasWritten) {
  Add("yen@rivia.com");
  const UserPointer ciri = Add("ciri@rivia.com");
  EXPECT_EQ(Problems(SetEmail(ciri->user.id, "yen@rivia.com")),
            (std::vector<Problem>{{"email", Reason::kTaken}}));
  EXPECT_EQ(Problems(Rename(ciri->user.id, "yen@rivia.com")),
            (std::vector<Problem>{{"username", Reason::kTaken}}));
}

TEST_P(UserNames, WhatIsAsItWasIsNeitherCheckedNorWritten) {
  const UserPointer ciri = Add("ciri", "ciri@rivia.com");
  const std::int64_t event = world.LastEvent(world.rivia);
  Users::Patch patch;
  patch.username = " CIRI";
  patch.email = "Ciri@rivia.com";
  patch.display_name = "";
  patch.active = true;
  patch.capabilities.own = "{}";
  patch.capabilities.group = "";
  EXPECT_EQ(Must(Update(world.AsOperator(), ciri->user.id, patch))->user.revision, 1);
  EXPECT_EQ(world.LastEvent(world.rivia), event);
}

TEST_P(UserNames, AUidOfTheClientsChoiceIsTakenOnce) {
  const Uid uid = UidOf(77);
  const Users::Draft draft{.username = "ciri", .uid = uid};
  EXPECT_EQ(Must(Create(world.AsOperator(), draft))->user.uid, uid);
  EXPECT_EQ(Problems(Create(world.AsOperator(), {.username = "yen", .uid = uid})),
            (std::vector<Problem>{{"uid", Reason::kTaken}}));
}

TEST_P(UserNames, EveryUserIsBornIntoEverybody) {
  const Users::Draft draft{.username = "ciri",
                           .home_group = "Home group for ciri",
                           .link_rights = kReading,
                           .link_rest = 33,
                           .origin = kOurs};
  const UserPointer ciri = Must(Create(world.AsOperator(), draft));
  const std::optional<Membership> everybody = Link(ciri->user.id, kEverybody);
  ASSERT_TRUE(everybody);
  EXPECT_EQ(everybody->rights, kReading);
  EXPECT_EQ(everybody->rest, 33);
  ASSERT_EQ(ciri->groups.size(), 1U) << "the home group, and none of the system's";
  const Group& home = *ciri->groups.front();
  EXPECT_TRUE(home.personal);
  EXPECT_EQ(home.unique_name, "Home group for ciri");
  EXPECT_EQ(Link(ciri->user.id, home.id)->rights, kReading);
  EXPECT_TRUE(world.AddUser("yen")->groups.empty());
  Must(Remove(world.AsOperator(), ciri->user.id));
  EXPECT_FALSE(Must(world.Read([&](const Snapshot& s) {
    return s.groups().Find(world.rivia, home.id);
  }))) << "it went with him";
}

TEST_P(UserNames, PasswordAndDeactivationEndSessionsAndASignInDoesNot) {
  const UserPointer ciri = world.AddUser("ciri");
  Users::Patch patch;
  patch.password_hash = "$new$";
  Must(Update(world.AsOperator(), ciri->user.id, patch));
  EXPECT_EQ(Row(ciri->user.id).auth_version, 1);
  Must(world.Write([&](Transaction& tx) {
    return users().RecordSignIn(tx, world.rivia, ciri->user.id, "$better$", "$new$");
  }));
  const User signed_in = Row(ciri->user.id);
  EXPECT_EQ(signed_in.password_hash, "$better$");
  EXPECT_EQ(signed_in.auth_version, 1);
  EXPECT_EQ(signed_in.last_sign_in_at.microseconds() % 60'000'000, 0);
  EXPECT_GT(signed_in.last_sign_in_at, Time());
  Must(world.Write([&](Transaction& tx) {
    return users().RecordSignIn(tx, world.rivia, ciri->user.id, "$late$", "$new$");
  }));
  EXPECT_EQ(Row(ciri->user.id), signed_in) << "another password since, and the same minute";
  Users::Patch off;
  off.active = false;
  Must(Update(world.AsOperator(), ciri->user.id, off));
  EXPECT_EQ(Row(ciri->user.id).auth_version, 2);
}

}  // namespace
}  // namespace guildhall::test
