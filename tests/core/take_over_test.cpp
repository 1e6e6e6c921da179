#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

class TakeOver : public PeopleCases {
 protected:
  static Users::Patch Password() {
    Users::Patch patch;
    patch.password_hash = "$mine$";
    return patch;
  }
  static Users::Patch Deactivation() {
    Users::Patch patch;
    patch.active = false;
    return patch;
  }
  static Users::Patch Named(const std::string& group) {
    Users::Patch patch;
    patch.capabilities.group = group;
    patch.capabilities.origin = kNaming;
    return patch;
  }
  static Users::Patch Own(std::string map) {
    Users::Patch patch;
    patch.capabilities.own = std::move(map);
    patch.capabilities.origin = kNaming;
    return patch;
  }
  Group AddCapableGroup(std::string name, std::string map) {
    return AddGroup({.name = std::move(name), .description = "", .capabilities = std::move(map)},
                    Secretly());
  }
  Result<UserPointer> ResetKey(const Caller& caller, UserId id) {
    return world.Write([&](Transaction& tx) { return users().ResetKey(tx, caller, id); });
  }
  Result<UserPointer> ResetAccessKey(const Caller& caller, UserId id) {
    return world.Write([&](Transaction& tx) { return users().ResetAccessKey(tx, caller, id); });
  }
  Result<UserPointer> SetAccessKey(const Caller& caller, UserId id, std::string key) {
    return world.Write(
        [&](Transaction& tx) { return users().SetAccessKey(tx, caller, id, Secret(key)); });
  }
};
GUILDHALL_ON_EVERY_ENGINE(TakeOver);

constexpr const char* kAdmin = R"({"IsAdmin":"admin"})";
constexpr const char* kWriter = R"({"users":"write","user_groups":"write"})";

TEST_P(TakeOver, AnAdministratorIsTouchedByAdministratorsOnly) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const UserId yen = AddAdministrator("yen")->user.id;
  const UserPointer writer = AddCapable("writer", kWriter);
  for (const Caller& caller : {world.AsOperator(), ByAccessKey(*writer), Secretly()}) {
    EXPECT_EQ(Problems(Update(caller, triss, Password())), kProtectedUser);
    EXPECT_EQ(Outcome(Update(caller, triss, Deactivation())), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, triss)), "forbidden");
  }
  EXPECT_EQ(Outcome(ResetKey(world.AsOperator(), triss)), "forbidden");
  const Gates by_lists = Gates::ByLists({Right::kUpdate}, {Right::kUpdate});
  EXPECT_EQ(Outcome(Update(Session(yen), triss, Password(), by_lists)), "ok");
  EXPECT_EQ(Outcome(Update(Session(triss), triss, Password(), by_lists)), "ok");
}

TEST_P(TakeOver, TheLastActiveAdministratorStays) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const UserId yen = AddAdministrator("yen")->user.id;
  const Gates by_lists = Gates::ByLists({Right::kUpdate}, {Right::kUpdate});
  EXPECT_EQ(Outcome(Update(Session(triss), yen, Deactivation(), by_lists)), "ok");
  const auto refused = Update(Session(triss), triss, Deactivation(), by_lists);
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), kProtectedUser);
  EXPECT_EQ(Outcome(Remove(Session(triss), triss, by_lists)), "conflict");
  EXPECT_EQ(Outcome(Remove(Session(triss), yen, by_lists)), "ok") << "she is not active";
}

TEST_P(TakeOver, OneWithCapabilitiesIsTouchedByWhoHasThemToo) {
  const UserPointer admin = AddCapable("admin", kAdmin);
  const UserPointer writer = AddCapable("writer", kWriter);
  const UserPointer reader = AddCapable("reader", R"({"users":"read"})");
  const Caller by_writer = ByAccessKey(*writer);
  EXPECT_EQ(Problems(Update(by_writer, admin->user.id, Password())), kProtectedUser);
  EXPECT_EQ(Outcome(Update(world.AsOperator(), reader->user.id, Password())), "forbidden");
  EXPECT_EQ(Outcome(Update(by_writer, reader->user.id, Password())), "ok");
  EXPECT_EQ(Outcome(Remove(world.AsOperator(), reader->user.id)), "forbidden");
  EXPECT_EQ(Outcome(Update(ByAccessKey(*admin), writer->user.id, Password())), "ok");
  EXPECT_EQ(Outcome(Update(Secretly(), admin->user.id, Password())), "ok");
}

TEST_P(TakeOver, ASleepingGroupMakesNobodyEasier) {
  const Group editors = AddCapableGroup("editors", R"({"apis":"write"})");
  const UserPointer editor = AddCapable("editor", "{}");
  Must(Update(Secretly(), editor->user.id, Named(TextOf(editors.object_id))));
  const UserPointer writer = AddCapable("writer", kWriter);
  Groups::Patch sleep;
  sleep.active = false;
  Must(world.Write([&](Transaction& tx) {
    return world.core->groups().Update(tx, Secretly(), editors.id, sleep);
  }));
  EXPECT_EQ(Outcome(Update(ByAccessKey(*writer), editor->user.id, Password())), "forbidden");
}

TEST_P(TakeOver, NamingAGroupHandsOutWhatItHas) {
  const Group editors = AddCapableGroup("editors", R"({"apis":"write"})");
  const UserPointer writer = AddCapable("writer", kWriter);
  const UserPointer plain = AddCapable("plain", "{}");
  const Caller caller = ByAccessKey(*writer);
  EXPECT_EQ(Problems(Update(caller, plain->user.id, Named(TextOf(editors.object_id)))),
            Refused("capabilities"));
  EXPECT_EQ(Outcome(Update(caller, plain->user.id, Own(kAdmin))), "forbidden");
  EXPECT_EQ(Outcome(Update(caller, plain->user.id, Own(R"({"users":"read"})"))), "ok");
}

TEST_P(TakeOver, WakingAGroupHandsOutWhatItHas) {
  const Group editors = AddCapableGroup("editors", R"({"apis":"write"})");
  const UserPointer writer = AddCapable("writer", kWriter);
  const UserPointer admin = AddCapable("admin", kAdmin);
  const auto set = [&](const Caller& caller, const Groups::Patch& patch) {
    return world.Write([&](Transaction& tx) {
      return world.core->groups().Update(tx, caller, editors.id, patch);
    });
  };
  Groups::Patch sleep;
  sleep.active = false;
  Groups::Patch wake;
  wake.active = true;
  EXPECT_EQ(Outcome(set(ByAccessKey(*writer), sleep)), "ok");
  EXPECT_EQ(Problems(set(ByAccessKey(*writer), wake)), Refused("capabilities"));
  Groups::Patch weaker = wake;
  weaker.capabilities = R"({"users":"read"})";
  EXPECT_EQ(Outcome(set(ByAccessKey(*admin), wake)), "ok");
  EXPECT_EQ(Outcome(set(ByAccessKey(*writer), sleep)), "ok");
  EXPECT_EQ(Outcome(set(ByAccessKey(*writer), weaker)), "ok");
}

TEST_P(TakeOver, TheMembershipFollowsTheName) {
  const Group editors = AddCapableGroup("editors", "{}");
  const Group authors = AddCapableGroup("authors", "{}");
  const UserId plain = AddCapable("plain", "{}")->user.id;
  world.Join(plain, authors.id);
  Must(Update(Secretly(), plain, Named(TextOf(editors.object_id))));
  ASSERT_TRUE(Link(plain, editors.id));
  EXPECT_TRUE(Link(plain, editors.id)->capable);
  Must(Update(Secretly(), plain, Named(TextOf(authors.object_id))));
  EXPECT_FALSE(Link(plain, editors.id)) << "it was made by naming";
  EXPECT_TRUE(Link(plain, authors.id)->capable);
  Must(Update(Secretly(), plain, Named("")));
  ASSERT_TRUE(Link(plain, authors.id)) << "it was made elsewhere";
  EXPECT_FALSE(Link(plain, authors.id)->capable);
}

TEST_P(TakeOver, AnUnknownGroupIsRefusedWhenItChangesAndKeptWhenItRepeats) {
  const Group editors = AddCapableGroup("editors", "{}");
  const UserId plain = AddCapable("plain", "{}")->user.id;
  const std::vector<Problem> unknown{{"capability_group", Reason::kUnknownName}};
  EXPECT_EQ(Problems(Update(Secretly(), plain, Named("nonsense"))), unknown);
  EXPECT_EQ(Problems(Update(Secretly(), plain, Named(TextOf(ObjectIdOf(9))))), unknown);
  const std::string name = TextOf(editors.object_id);
  Must(Update(Secretly(), plain, Named(name)));
  Must(world.Write(
      [&](Transaction& tx) { return world.core->groups().Remove(tx, Secretly(), editors.id); }));
  EXPECT_EQ(Must(Update(Secretly(), plain, Named(name)))->user.capability_group, name);
  EXPECT_EQ(Must(Update(Secretly(), plain, Named("")))->user.capability_group, "");
}

TEST_P(TakeOver, AccessKeysAreResetByTheirOwnerAndByAdministratorsOfCapabilities) {
  const UserPointer admin = AddCapable("admin", kAdmin);
  const UserPointer writer = AddCapable("writer", kWriter);
  const UserId ciri = world.AddUser("ciri")->user.id;
  EXPECT_EQ(Outcome(ResetAccessKey(world.AsOperator(), ciri)), "forbidden");
  EXPECT_EQ(Outcome(ResetAccessKey(ByAccessKey(*writer), ciri)), "forbidden");
  const UserPointer denied = AddCapable("denied", R"({"IsAdmin":"admin","users":"deny"})");
  EXPECT_EQ(Outcome(ResetAccessKey(ByAccessKey(*denied), ciri)), "not_found")
      << "whom he does not see either";
  EXPECT_EQ(Outcome(ResetAccessKey(ByAccessKey(*denied), denied->user.id)), "ok");
  const UserPointer with_key = Must(ResetAccessKey(ByAccessKey(*admin), ciri));
  EXPECT_EQ(with_key->access_key.Reveal().size(), 32U);
  EXPECT_EQ(Row(ciri).auth_version, 1) << "which ends sessions";
  EXPECT_EQ(Outcome(ResetAccessKey(ByAccessKey(*writer), writer->user.id)), "ok");
}

TEST_P(TakeOver, AnAccessKeyIsChosenWithTheSecretOnly) {
  const UserId ciri = world.AddUser("ciri")->user.id;
  const UserId yen = world.AddUser("yen")->user.id;
  const std::string key(16, 'k');
  EXPECT_EQ(Outcome(SetAccessKey(world.AsOperator(), ciri, key)), "forbidden");
  EXPECT_EQ(Problems(SetAccessKey(Secretly(), ciri, std::string(15, 'k'))),
            (std::vector<Problem>{{"access_key", Reason::kTooShort, 16, 15}}));
  EXPECT_EQ(Must(SetAccessKey(Secretly(), ciri, key))->access_key.Reveal(), key);
  EXPECT_EQ(Outcome(SetAccessKey(Secretly(), ciri, key)), "ok") << "it is hers";
  EXPECT_EQ(Row(ciri).auth_version, 1);
  EXPECT_EQ(Problems(SetAccessKey(Secretly(), yen, key)),
            (std::vector<Problem>{{"access_key", Reason::kTaken}}));
}

}  // namespace
}  // namespace guildhall::test
