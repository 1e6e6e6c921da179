#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

constexpr Gates kRead = Gates::ByLists({Right::kPeek}, {Right::kRead});
constexpr Gates kUpdate = Gates::ByLists({Right::kPeek}, {Right::kUpdate});

class GroupGates : public PeopleCases {
 protected:
  Result<Group> Change(const Caller& caller, GroupId id, const Groups::Patch& patch,
                       const Gates& gates = Gates::ByPowers()) {
    return world.Write(
        [&](Transaction& tx) { return world.core->groups().Update(tx, caller, id, patch, gates); });
  }
  Result<Group> Rename(const Caller& caller, GroupId id, std::string name, bool unique = false) {
    Groups::Patch patch;
    patch.name = std::move(name);
    patch.needs_unique_name = unique;
    return Change(caller, id, patch);
  }
  Result<void> RemoveGroup(const Caller& caller, GroupId id, const Gates& gates) {
    return world.Write(
        [&](Transaction& tx) { return world.core->groups().Remove(tx, caller, id, gates); });
  }
  Numbers Rows(const Caller& caller) {
    return IdsOf(Must(world.Read([&](const Snapshot& s) {
      return world.core->groups().ListRows(s, caller, Seek{}, kRead);
    })));
  }
  Result<Group> GetRow(const Caller& caller, GroupId id) {
    return world.Read(
        [&](const Snapshot& s) { return world.core->groups().GetRow(s, caller, id, kRead); });
  }

  Caller manager = world.AsOperator();
};
GUILDHALL_ON_EVERY_ENGINE(GroupGates);

TEST_P(GroupGates, UniqueNamesFollowTheLabelWhileItIsFree) {
  const Group first = AddGroup({.name = "witchers", .description = ""}, manager);
  const Group second = AddGroup({.name = "witchers", .description = ""}, manager);
  EXPECT_EQ(first.unique_name, "witchers");
  EXPECT_EQ(second.name, "witchers");
  EXPECT_EQ(second.unique_name.size(), std::string("witchers ()").size() + 36);
  EXPECT_EQ(Must(Rename(manager, first.id, "mages")).unique_name, "mages");
  EXPECT_EQ(Must(Rename(manager, second.id, "cats")).unique_name, second.unique_name)
      << "they were not equal";
  const Group blank = AddGroup({.name = "", .description = ""}, manager);
  EXPECT_EQ(blank.unique_name.size(), 38U);
}

TEST_P(GroupGates, NamesOfSystemGroupsAreReserved) {
  const Group system = Must(world.Read([&](const Snapshot& s) {
                         return s.groups().Find(world.rivia, kAdministrators);
                       })).value();
  const Group group = AddGroup({.name = system.unique_name, .description = ""}, manager);
  EXPECT_EQ(group.name, system.unique_name);
  EXPECT_NE(group.unique_name, system.unique_name);
}

TEST_P(GroupGates, WhereNamesMustBeUniqueATakenOneIsRefused) {
  const std::vector<Problem> taken{{"name", Reason::kTaken}};
  const Group witchers = AddGroup({.name = "witchers", .description = ""}, manager);
  EXPECT_EQ(Problems(world.Write([&](Transaction& tx) {
              return world.core->groups().Create(
                  tx, manager, {.name = "witchers", .description = "", .needs_unique_name = true});
            })),
            taken);
  const Group mages = AddGroup({.name = "mages", .description = ""}, manager);
  EXPECT_EQ(Problems(Rename(manager, mages.id, "witchers", true)), taken);
  EXPECT_EQ(Must(Rename(manager, mages.id, "mages", true)), mages) << "no change";
  const Group second = AddGroup({.name = "witchers", .description = ""}, manager);
  const Group cats = Must(Rename(manager, second.id, "cats", true));
  EXPECT_EQ(cats.name, "cats");
  EXPECT_EQ(cats.unique_name, "cats");
}

TEST_P(GroupGates, MembersReadTheirGroup) {
  const UserId ciri = world.AddUser("ciri")->user.id;
  const Group witchers = world.AddGroup("witchers");
  Open(kGroupTable, {Right::kPeek});
  EXPECT_EQ(Problems(GetRow(Session(ciri), witchers.id)), Refused("object"));
  EXPECT_EQ(Problems(GetRow(Session(ciri), GroupId(99))), Refused("object"));
  world.Join(ciri, witchers.id);
  EXPECT_EQ(Outcome(GetRow(Session(ciri), witchers.id)), "ok");
  EXPECT_EQ(Rows(Session(ciri)).back(), witchers.id.value());
  EXPECT_EQ(Rows(Guest()), Numbers{});
}

TEST_P(GroupGates, GroupBitsAreGrantedLikeOtherRights) {
  const UserId ciri = world.AddUser("ciri")->user.id;
  const Group witchers = world.AddGroup("witchers");
  world.Join(ciri, witchers.id);
  Groups::Patch patch;
  patch.access.primary = AccessPatch::Primary{{}, {}, Rights::All().bits()};
  const Gates readers = Gates::ByLists({}, {Right::kRead});
  EXPECT_EQ(Problems(Change(Session(ciri), witchers.id, patch, readers)), Refused("object"));
  patch.access.primary->group_bits = Rights{Right::kRead}.bits();
  EXPECT_EQ(Outcome(Change(Session(ciri), witchers.id, patch, readers)), "ok");
}

TEST_P(GroupGates, SystemGroupsStayAsTheyAre) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const std::vector<Problem> kept{{"group", Reason::kProtected}};
  Groups::Patch patch;
  patch.name = "everyone else";
  EXPECT_EQ(Problems(Change(Session(triss), kEverybody, patch, kUpdate)), kept);
  patch = {};
  patch.active = false;
  EXPECT_EQ(Problems(Change(Session(triss), kAdministrators, patch, kUpdate)), kept);
  EXPECT_EQ(Problems(RemoveGroup(Session(triss), kGuests, kUpdate)), kept);
  EXPECT_EQ(Outcome(RemoveGroup(manager, kGuests, Gates::ByPowers())), "not_found");
  EXPECT_EQ(Outcome(Rename(manager, kGuests, "x")), "not_found");
}

TEST_P(GroupGates, NobodyGivesAGroupWhatHeLacks) {
  const UserPointer writer = AddCapable("writer", R"({"user_groups":"write"})");
  const Group editors = AddGroup({.name = "editors", .description = ""}, ByAccessKey(*writer));
  Groups::Patch patch;
  patch.capabilities = R"({"apis":"write"})";
  EXPECT_EQ(Problems(Change(ByAccessKey(*writer), editors.id, patch)), Refused("capabilities"));
  EXPECT_EQ(Outcome(Change(Secretly(), editors.id, patch)), "ok");
  patch.capabilities = R"({"IsAdmin":"admin"})";
  EXPECT_EQ(Problems(Change(Secretly(), editors.id, patch)), Refused("administrator"));
}

}  // namespace
}  // namespace guildhall::test
