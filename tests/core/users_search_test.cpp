// Looking for people by a part of their e-mail.
#include <string_view>

#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

class UserSearch : public PeopleCases {
 protected:
  UserSearch() {
    for (const char* name : {"Geralt@Rivia.example", "ciri_1@cintra.example", "no-mail",
                             "100%@cintra.example", "\xC3\x89va@cintra.example"}) {
      world.AddUser(name);
    }
  }
  Result<std::vector<User>> Look(const Caller& caller, std::string_view text, Seek seek = {}) {
    return world.Read([&](const Snapshot& snapshot) {
      return users().ListContaining(snapshot, caller, text, seek);
    });
  }
  std::vector<std::string> Found(std::string_view text, Seek seek = {}) {
    std::vector<std::string> names;
    for (const User& user : Must(Look(Secretly(), text, seek))) names.push_back(user.username);
    return names;
  }
};
GUILDHALL_ON_EVERY_ENGINE(UserSearch);

using Names = std::vector<std::string>;

TEST_P(UserSearch, FindsAPartInAnyCase) {
  EXPECT_EQ(Found("RIVIA"), Names{"geralt@rivia.example"});
  EXPECT_EQ(Found("@cintra"),
            (Names{"ciri_1@cintra.example", "100%@cintra.example", "\xC3\xA9va@cintra.example"}));
  EXPECT_EQ(Found("\xC3\x89V"), Names{"\xC3\xA9va@cintra.example"});
  EXPECT_EQ(Found("mail"), Names{"no-mail"}) << "who has no e-mail is known by his user name";
  EXPECT_EQ(Found("novigrad"), Names());
  EXPECT_EQ(Found("").size(), 5U);
}

TEST_P(UserSearch, EveryCharacterStandsForItself) {
  EXPECT_EQ(Found("%"), Names{"100%@cintra.example"});
  EXPECT_EQ(Found("_"), Names{"ciri_1@cintra.example"});
  EXPECT_EQ(Found("rivia.e"), Names{"geralt@rivia.example"});
  EXPECT_EQ(Found("rivia_e"), Names());
  EXPECT_EQ(Found("*"), Names());
  EXPECT_EQ(Found("\\"), Names());
  EXPECT_EQ(Found(" "), Names());
}

TEST_P(UserSearch, GoesOnBehindARow) {
  const std::vector<User> first = Must(Look(Secretly(), "@", {.limit = 2}));
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(Found("@", {.from = first[1].id.value(), .limit = 2}),
            (Names{"100%@cintra.example", "\xC3\xA9va@cintra.example"}));
}

TEST_P(UserSearch, IsForWhoMaySeeEverybody) {
  const UserPointer reader = AddCapable("reader", R"({"users":"read"})");
  const UserPointer other = AddCapable("other", R"({"user_groups":"write"})");
  EXPECT_EQ(Outcome(Look(ByAccessKey(*reader), "rivia")), "ok");
  EXPECT_EQ(Outcome(Look(ByAccessKey(*other), "rivia")), "forbidden");
  EXPECT_EQ(Outcome(Look(world.AsOperator(), "rivia")), "ok");
  EXPECT_EQ(Outcome(Look(Guest(), "rivia")), "forbidden");
}

}  // namespace
}  // namespace guildhall::test
