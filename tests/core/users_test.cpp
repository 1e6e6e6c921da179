#include "core/users.h"

#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

class UserCases : public WholeCoreCases {
 protected:
  Result<UserPointer> Create(const Caller& caller, std::string name) {
    return world.Write([&](Transaction& tx) {
      return world.core->users().Create(tx, caller, {.username = name, .password_hash = "$hash$"});
    });
  }
  Result<UserPointer> Update(const Caller& caller, UserId id, const Users::Patch& patch) {
    return world.Write(
        [&](Transaction& tx) { return world.core->users().Update(tx, caller, id, patch); });
  }
  Result<UserPointer> Rename(const Caller& caller, UserId id, std::string name) {
    Users::Patch patch;
    patch.username = std::move(name);
    return Update(caller, id, patch);
  }
  Result<void> Remove(const Caller& caller, UserId id) {
    return world.Write([&](Transaction& tx) { return world.core->users().Remove(tx, caller, id); });
  }
  Result<UserPointer> Get(const Caller& caller, UserId id) {
    return world.Read([&](const Snapshot& s) { return world.core->users().Get(s, caller, id); });
  }
  Result<std::vector<UserPointer>> List(const Caller& caller, Seek seek = {}) {
    return world.Read([&](const Snapshot& s) { return world.core->users().List(s, caller, seek); });
  }
  std::string Listed(const Caller& caller, Seek seek = {}) {
    const auto users = List(caller, seek);
    if (!users) return NameOf(users.error().code);
    std::string names;
    for (const UserPointer& user : *users) names += user->user.username + ' ';
    return names;
  }
  std::optional<User> SignIn(std::string name) {
    return Must(world.Read([&](const Snapshot& s) {
      return world.core->users().FindForSignIn(s, world.rivia, name);
    }));
  }
  User Row(UserId id) {
    return Must(world.Read([&](const Snapshot& s) { return s.users().Find(world.rivia, id); }))
        .value();
  }
};
GUILDHALL_ON_EVERY_ENGINE(UserCases);

TEST_P(UserCases, ANewUserHasAKeyAndAProfileOfHisOwn) {
  const UserPointer user = Must(Create(world.AsOperator(), "  Ciri "));
  EXPECT_EQ(user->user.id, UserId(1));
  EXPECT_EQ(user->user.username, "ciri");
  EXPECT_EQ(user->user.email, "");
  EXPECT_EQ(user->user_key.Reveal().size(), 40);
  EXPECT_EQ(user->profile.collection, kProfiles);
  EXPECT_EQ(user->profile.access.owner, user->user.id);
  EXPECT_EQ(user->profile.access.owner_rights, Rights::All());
  EXPECT_TRUE(user->profile.access.everyone.empty());
  EXPECT_TRUE(user->groups.empty());
}

TEST_P(UserCases, WhoMayCreateThem) {
  EXPECT_EQ(Outcome(Create(world.AsOperator(), "a")), "ok");
  EXPECT_EQ(Outcome(Create(Must(world.Resolve(world.AddApiKey({.create_users = true}).key)), "b")),
            "ok");
  EXPECT_EQ(Outcome(Create(Must(world.Resolve(world.AddApiKey({.bypass_lists = true}).key)), "c")),
            "ok");
  EXPECT_EQ(Outcome(Create(world.AsKey(), "d")), "forbidden");
  EXPECT_EQ(Outcome(Create(Must(world.Resolve(world.AddOperator("x@y.zz").key)), "e")),
            "forbidden");
}

TEST_P(UserCases, AFailedCreateLeavesNothingAndUsesNoNumber) {
  Must(Create(world.AsOperator(), "ciri"));
  const std::int64_t events = world.LastEvent(world.rivia);
  EXPECT_EQ(Outcome(Create(world.AsOperator(), "CIRI")), "invalid");
  EXPECT_EQ(world.LastEvent(world.rivia), events);
  EXPECT_EQ(Must(Create(world.AsOperator(), "yennefer"))->user.id, UserId(2));
}

TEST_P(UserCases, NamesAreCheckedAndNormalised) {
  const Caller caller = world.AsOperator();
  EXPECT_EQ(Problems(Create(caller, " \t")), (std::vector<Problem>{{"username", Reason::kBlank}}));
  EXPECT_EQ(Problems(Create(caller, std::string(255, 'x'))),
            (std::vector<Problem>{{"username", Reason::kTooLong, 254, 255}}));
  EXPECT_EQ(Problems(Create(caller, std::string("a\0b", 3))),
            (std::vector<Problem>{{"username", Reason::kBadCharacter}}));
  EXPECT_EQ(Must(Create(caller, "ÄRGER"))->user.username, "ärger");
  EXPECT_EQ(Problems(Create(caller, "Ärger")),
            (std::vector<Problem>{{"username", Reason::kTaken}}));
}

TEST_P(UserCases, AUserNameThatIsAnEmailIsTheEmailToo) {
  const Caller caller = world.AsOperator();
  const UserPointer user = Must(Create(caller, "Ciri@Rivia.com"));
  EXPECT_EQ(user->user.email, "ciri@rivia.com");
  EXPECT_EQ(Must(Rename(caller, user->user.id, "zirael@rivia.com"))->user.email, "zirael@rivia.com")
      << "carried along";
  EXPECT_EQ(Must(Rename(caller, user->user.id, "zirael"))->user.email, "zirael@rivia.com")
      << "stays, because the new name is none";
}

TEST_P(UserCases, NamesAndEmailsAreUniqueTogether) {
  const Caller caller = world.AsOperator();
  const UserPointer ciri = Must(Create(caller, "ciri@rivia.com"));
  Must(Rename(caller, ciri->user.id, "ciri"));
  const std::vector<Problem> taken{{"username", Reason::kTaken}};
  EXPECT_EQ(Problems(Create(caller, "ciri")), taken);
  EXPECT_EQ(Problems(Create(caller, "Ciri@rivia.com")), taken) << "it is her e-mail still";
  const UserPointer yen = Must(Create(caller, "yennefer"));
  EXPECT_EQ(Problems(Rename(caller, yen->user.id, "ciri@rivia.com")), taken);
  EXPECT_EQ(Outcome(Rename(caller, ciri->user.id, "ciri@rivia.com")), "ok") << "her own";
}

TEST_P(UserCases, UsersSeeThemselvesAndManagersSeeAll) {
  const UserPointer ciri = world.AddUser("ciri");
  const UserPointer yen = world.AddUser("yennefer");
  const Caller manager = Must(world.Resolve(world.AddApiKey({.bypass_lists = true}).key));
  EXPECT_EQ(Listed(world.AsOperator()), "ciri yennefer ");
  EXPECT_EQ(Listed(manager), "ciri yennefer ");
  EXPECT_EQ(Listed(world.AsUser(*ciri)), "ciri ");
  EXPECT_EQ(Listed(world.AsKey()), "forbidden");
  EXPECT_EQ(Outcome(Get(world.AsOperator(), yen->user.id)), "ok");
  EXPECT_EQ(Outcome(Get(world.AsUser(*ciri), ciri->user.id)), "ok");
  EXPECT_EQ(Outcome(Get(world.AsUser(*ciri), yen->user.id)), "not_found");
  EXPECT_EQ(Outcome(Get(world.AsUser(*ciri), UserId(99))), "not_found");
  EXPECT_EQ(Outcome(Get(world.AsKey(), ciri->user.id)), "forbidden");
  EXPECT_EQ(Outcome(Get(world.AsOperator(), UserId(99))), "not_found");
}

TEST_P(UserCases, AManagersKeyWithAUserSeesThatUserOnly) {
  const UserPointer ciri = world.AddUser("ciri");
  const UserPointer yen = world.AddUser("yennefer");
  const ApiKeyView key = world.AddApiKey({.bypass_lists = true});
  const Caller caller = Must(world.Resolve(key.key, &ciri->user_key));
  EXPECT_EQ(Listed(caller), "ciri ");
  EXPECT_EQ(Outcome(Get(caller, yen->user.id)), "not_found");
  EXPECT_EQ(Outcome(Rename(caller, yen->user.id, "triss")), "not_found");
}

TEST_P(UserCases, ListsGoInPages) {
  for (const char* name : {"a", "b", "c"}) world.AddUser(name);
  const Caller caller = world.AsOperator();
  EXPECT_EQ(Listed(caller, {.limit = 2}), "a b ");
  EXPECT_EQ(Listed(caller, {.from = 2}), "c ");
  EXPECT_EQ(Listed(caller, {.from = 2, .descending = true}), "a ");
  const Caller self = world.AsUser(*Must(Get(caller, UserId(2))));
  EXPECT_EQ(Listed(self, {.from = 1}), "b ");
  EXPECT_EQ(Listed(self, {.from = 2}), "");
  EXPECT_EQ(Listed(self, {.from = 3, .descending = true}), "b ");
}

TEST_P(UserCases, UsersChangeThemselvesAndNobodyElse) {
  const UserPointer ciri = world.AddUser("ciri");
  const UserPointer yen = world.AddUser("yennefer");
  EXPECT_EQ(Must(Rename(world.AsUser(*ciri), ciri->user.id, "Zirael"))->user.username, "zirael");
  EXPECT_EQ(Outcome(Rename(world.AsUser(*ciri), yen->user.id, "triss")), "not_found");
  EXPECT_EQ(Outcome(Rename(world.AsKey(), yen->user.id, "triss")), "forbidden");
  const OperatorView reader = world.AddOperator("reader@rivia.com");
  Must(world.Write([&](Transaction& tx) {
    return tx.tenants().SetRole(world.rivia, reader.row.id, Role::kRead);
  }));
  EXPECT_EQ(Outcome(Rename(Must(world.Resolve(reader.key)), yen->user.id, "triss")), "forbidden");
  EXPECT_EQ(Row(yen->user.id).username, "yennefer");
}

TEST_P(UserCases, ANewPasswordEndsSessionsAndKeepsTheKey) {
  const UserPointer ciri = world.AddUser("ciri");
  Users::Patch patch;
  patch.password_hash = "$other$";
  const UserPointer after = Must(Update(world.AsUser(*ciri), ciri->user.id, patch));
  EXPECT_EQ(Row(ciri->user.id).password_hash, "$other$");
  EXPECT_EQ(after->user.auth_version, ciri->user.auth_version + 1);
  EXPECT_EQ(after->user_key.Reveal(), ciri->user_key.Reveal());
}

TEST_P(UserCases, WhatIsAsItWasIsNotWritten) {
  const UserPointer ciri = world.AddUser("ciri");
  const std::int64_t events = world.LastEvent(world.rivia);
  EXPECT_EQ(Must(Rename(world.AsOperator(), ciri->user.id, " CIRI "))->user, ciri->user);
  EXPECT_EQ(world.LastEvent(world.rivia), events);
}

TEST_P(UserCases, AProfileIsChangedWithItsUserAndSeenAtOnce) {
  const UserPointer ciri = world.AddUser("ciri");
  EXPECT_TRUE(world.AsUser(*ciri).user->profile.access.everyone.empty());
  Users::Patch patch;
  patch.profile = RecordPatch{};
  patch.profile->access.everyone = Rights{Right::kPeek, Right::kRead};
  const UserPointer after = Must(Update(world.AsUser(*ciri), ciri->user.id, patch));
  EXPECT_TRUE(after->profile.access.everyone.Has(Right::kRead));
  EXPECT_TRUE(world.AsUser(*ciri).user->profile.access.everyone.Has(Right::kRead));
}

TEST_P(UserCases, WhoMayResetAKey) {
  const UserPointer ciri = world.AddUser("ciri");
  const UserPointer yen = world.AddUser("yennefer");
  const auto reset = [&](const Caller& caller, UserId id) {
    return world.Write(
        [&](Transaction& tx) { return world.core->users().ResetKey(tx, caller, id); });
  };
  EXPECT_EQ(Outcome(reset(world.AsUser(*ciri), yen->user.id)), "not_found");
  EXPECT_EQ(Outcome(reset(world.AsKey(), yen->user.id)), "forbidden");
  const UserPointer after = Must(reset(world.AsUser(*ciri), ciri->user.id));
  EXPECT_NE(after->user_key.Reveal(), ciri->user_key.Reveal());
  EXPECT_EQ(Outcome(reset(world.AsOperator(), yen->user.id)), "ok");
}

TEST_P(UserCases, ARemovedUserTakesHisRecordsAndMembershipsAlong) {
  const UserPointer ciri = world.AddUser("ciri");
  const UserPointer yen = world.AddUser("yennefer");
  const Group group = world.AddGroup("witchers");
  world.Join(ciri->user.id, group.id);
  const Caller caller = world.AsOperator();
  const Collection swords = Must(world.Write([&](Transaction& tx) {
    return world.core->collections().Create(tx, caller,
                                            {.origin = kOurs,
                                             .name = "swords",
                                             .description = "",
                                             .fields = {},
                                             .access = OpenTo(Rights::All())});
  }));
  const auto own = [&](const UserView& user) {
    const Caller self = world.AsUser(user);
    return Must(world.Write(
        [&](Transaction& tx) { return world.core->records().Create(tx, self, swords, {}); }));
  };
  const Record gone = own(*ciri);
  const Record kept = own(*yen);

  EXPECT_EQ(Outcome(Remove(world.AsUser(*ciri), ciri->user.id)), "forbidden") << "not herself";
  EXPECT_EQ(Outcome(Remove(caller, ciri->user.id)), "ok");
  EXPECT_EQ(Outcome(Remove(caller, ciri->user.id)), "not_found");
  EXPECT_EQ(Outcome(Get(caller, ciri->user.id)), "not_found");
  EXPECT_EQ(Listed(caller), "yennefer ");
  const auto exists = [&](const Record& record) {
    return Must(world.Read([&](const Snapshot& s) {
             return s.records().Find(world.rivia, record.collection, record.id);
           }))
        .has_value();
  };
  EXPECT_FALSE(exists(gone));
  EXPECT_FALSE(exists(ciri->profile));
  EXPECT_TRUE(exists(kept));
  EXPECT_TRUE(exists(yen->profile));
  EXPECT_TRUE(Must(world.Read([&](const Snapshot& s) {
                return s.memberships().ListOfGroup(world.rivia, group.id, {});
              })).empty());
  EXPECT_EQ(Must(Create(caller, "ciri"))->user.id, UserId(3)) << "the name is free, the id is not";
}

TEST_P(UserCases, SignInFindsActiveUsersByTheNameAsTyped) {
  const UserPointer ciri = Must(Create(world.AsOperator(), "ciri@rivia.com"));
  EXPECT_EQ(SignIn(" CIRI@rivia.com ")->id, ciri->user.id);
  EXPECT_EQ(SignIn("ciri@rivia.com")->password_hash, "$hash$");
  EXPECT_FALSE(SignIn("yennefer"));
  User row = Row(ciri->user.id);
  row.active = false;
  Must(world.Write([&](Transaction& tx) { return tx.users().Update(world.rivia, row); }));
  EXPECT_FALSE(SignIn("ciri@rivia.com"));
}

TEST_P(UserCases, EveryChangeIsInTheLog) {
  std::int64_t events = world.LastEvent(world.rivia);
  const auto grew = [&] {
    const std::int64_t before = std::exchange(events, world.LastEvent(world.rivia));
    return before < events;
  };
  const UserPointer ciri = world.AddUser("ciri");
  EXPECT_TRUE(grew());
  Must(Rename(world.AsOperator(), ciri->user.id, "zirael"));
  EXPECT_TRUE(grew());
  Must(Remove(world.AsOperator(), ciri->user.id));
  EXPECT_TRUE(grew());
}

}  // namespace
}  // namespace guildhall::test
