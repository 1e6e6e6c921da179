#include "core/administrators.h"

#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

class AdministratorCases : public WholeCoreCases {
 protected:
  /// A further operator with this role in rivia.
  OperatorView Add(std::string email, Role role) {
    OperatorView made = world.AddOperator(std::move(email));
    if (role == Role::kNone) return made;
    Must(world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(tx.tenants().SetRole(world.rivia, made.row.id, role));
      return true;
    }));
    return made;
  }
  Caller As(const OperatorView& who) { return Must(world.Resolve(who.key)); }
  Result<Administrator> SetRole(const Caller& caller, OperatorId id, Role role) {
    return world.Write([&](Transaction& tx) {
      return world.core->administrators().SetRole(tx, caller, id, role);
    });
  }
  Result<bool> Remove(const Caller& caller, OperatorId id) {
    return world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(world.core->administrators().Remove(tx, caller, id));
      return true;
    });
  }
  Result<Administrator> Get(const Caller& caller, OperatorId id) {
    return world.Read(
        [&](const Snapshot& s) { return world.core->administrators().Get(s, caller, id); });
  }
  Result<std::vector<Administrator>> List(const Caller& caller, Seek seek = {}) {
    return world.Read(
        [&](const Snapshot& s) { return world.core->administrators().List(s, caller, seek); });
  }
};
GUILDHALL_ON_EVERY_ENGINE(AdministratorCases);

TEST_P(AdministratorCases, AreSeenByWhoeverHasARole) {
  const OperatorView reader = Add("ciri@rivia.com", Role::kRead);
  const OperatorView stranger = Add("emhyr@nilfgaard.com", Role::kNone);
  const auto seen = Must(List(As(reader)));
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].row.id, world.owner.row.id);
  EXPECT_EQ(seen[0].role, Role::kOwner);
  EXPECT_EQ(seen[1].row.email, "ciri@rivia.com");
  EXPECT_EQ(Must(List(As(reader), {.limit = 1})).size(), 1U);
  EXPECT_EQ(Must(Get(As(reader), world.owner.row.id)).role, Role::kOwner);
  EXPECT_EQ(Outcome(Get(As(reader), stranger.row.id)), "not_found");
  for (const Caller& caller : {As(stranger), world.AsKey()}) {
    EXPECT_EQ(Outcome(List(caller)), "forbidden");
    EXPECT_EQ(Outcome(Get(caller, world.owner.row.id)), "forbidden");
  }
}

TEST_P(AdministratorCases, RolesAreSetByFullOnesWithAnEvent) {
  const OperatorView full = Add("yennefer@vengerberg.com", Role::kFull);
  const OperatorView reader = Add("ciri@rivia.com", Role::kRead);
  const std::int64_t before = world.LastEvent(world.rivia);
  EXPECT_EQ(Must(SetRole(As(full), reader.row.id, Role::kWrite)).role, Role::kWrite);
  EXPECT_EQ(world.LastEvent(world.rivia), before + 1);
  EXPECT_EQ(As(reader).role, Role::kWrite) << "from the next request on";
  EXPECT_EQ(Must(SetRole(As(full), reader.row.id, Role::kWrite)).role, Role::kWrite);
  EXPECT_EQ(world.LastEvent(world.rivia), before + 1) << "the same again is no change";
  EXPECT_EQ(Outcome(SetRole(As(full), OperatorId(99), Role::kRead)), "not_found");
}

TEST_P(AdministratorCases, NobodyHandsOutWhatHeDoesNotHold) {
  const OperatorView full = Add("yennefer@vengerberg.com", Role::kFull);
  const OperatorView writer = Add("triss@aretuza.com", Role::kWrite);
  const OperatorView reader = Add("ciri@rivia.com", Role::kRead);
  EXPECT_EQ(Outcome(SetRole(As(writer), writer.row.id, Role::kFull)), "forbidden");
  EXPECT_EQ(Outcome(SetRole(As(writer), reader.row.id, Role::kRead)), "forbidden");
  EXPECT_EQ(Outcome(SetRole(As(full), reader.row.id, Role::kOwner)), "forbidden");
  EXPECT_EQ(Outcome(SetRole(As(full), reader.row.id, Role::kNone)), "forbidden");
  EXPECT_EQ(Outcome(SetRole(world.AsOperator(), reader.row.id, Role::kOwner)), "forbidden");
}

TEST_P(AdministratorCases, TheOwnerKeepsHisRole) {
  const OperatorView full = Add("yennefer@vengerberg.com", Role::kFull);
  const OperatorId owner = world.owner.row.id;
  for (const Caller& caller : {As(full), world.AsOperator()}) {
    EXPECT_EQ(Outcome(SetRole(caller, owner, Role::kRead)), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, owner)), "forbidden");
  }
  EXPECT_EQ(world.AsOperator().role, Role::kOwner);
}

TEST_P(AdministratorCases, LeaveByThemselvesOrByFullOnes) {
  const OperatorView full = Add("yennefer@vengerberg.com", Role::kFull);
  const OperatorView writer = Add("triss@aretuza.com", Role::kWrite);
  const OperatorView reader = Add("ciri@rivia.com", Role::kRead);
  EXPECT_EQ(Outcome(Remove(As(writer), reader.row.id)), "forbidden");
  EXPECT_EQ(Outcome(Remove(As(reader), reader.row.id)), "ok");
  EXPECT_EQ(As(reader).role, Role::kNone);
  EXPECT_EQ(Outcome(Remove(As(full), writer.row.id)), "ok");
  EXPECT_EQ(Outcome(Remove(As(full), writer.row.id)), "not_found");
  EXPECT_EQ(Must(List(As(full))).size(), 2U);
}

}  // namespace
}  // namespace guildhall::test
