#include "core/operators.h"

#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

class OperatorCases : public WholeCoreCases {
 protected:
  Result<OperatorView> Register(std::string email) {
    return world.Write([&](Transaction& tx) {
      return world.core->operators().Register(tx, {.email = email, .password_hash = "$hash$"});
    });
  }
  Result<Operator> Update(OperatorId id, const Operators::Patch& patch) {
    return world.Write(
        [&](Transaction& tx) { return world.core->operators().Update(tx, id, patch); });
  }
  Result<OperatorView> Get(OperatorId id) {
    return world.Read([&](const Snapshot& s) { return world.core->operators().Get(s, id); });
  }
};
GUILDHALL_ON_EVERY_ENGINE(OperatorCases);

TEST_P(OperatorCases, ANewOperatorHasAKeyAndIsNotConfirmed) {
  const OperatorView made = Must(Register("  Ciri+Work@Rivia.COM "));
  EXPECT_EQ(made.row.email, "ciri+work@rivia.com");
  EXPECT_FALSE(made.row.active);
  EXPECT_EQ(made.row.metadata, "{}");
  EXPECT_FALSE(IsApiKey(BytesOf(made.key)));
  EXPECT_EQ(Must(world.Resolve(made.key)).operator_id, made.row.id);
  const OperatorView shown = Must(Get(made.row.id));
  EXPECT_EQ(shown.row, made.row);
  EXPECT_EQ(shown.key.Reveal(), made.key.Reveal());
}

TEST_P(OperatorCases, EmailsAreCheckedAndUnique) {
  using Expected = std::vector<Problem>;
  EXPECT_EQ(Problems(Register(" ")), (Expected{{"email", Reason::kBlank}}));
  EXPECT_EQ(Problems(Register("ciri")), (Expected{{"email", Reason::kBadFormat}}));
  EXPECT_EQ(Problems(Register("GERALT@rivia.com")), (Expected{{"email", Reason::kTaken}}));
  EXPECT_EQ(Problems(Register(std::string(250, 'x') + "@rivia.com")),
            (Expected{{"email", Reason::kTooLong, 254, 260}}));
}

TEST_P(OperatorCases, RegistrationMayBeClosed) {
  for (const Registration setting : {Registration::kByInvitation, Registration::kClosed}) {
    WholeCore closed(GetParam(), {.registration = setting});
    const auto refused = closed.Write([&](Transaction& tx) {
      return closed.core->operators().Register(tx, {.email = "ciri@rivia.com"});
    });
    EXPECT_EQ(Outcome(refused), "forbidden");
  }
}

TEST_P(OperatorCases, ThereIsOneFirstOperator) {
  EXPECT_TRUE(world.owner.row.active);
  const auto second = world.Write([&](Transaction& tx) {
    return world.core->operators().RegisterFirst(tx, {.email = "ciri@rivia.com"});
  });
  EXPECT_EQ(Outcome(second), "conflict");
}

TEST_P(OperatorCases, AnUpdateChangesOnlyWhatItNames) {
  Operators::Patch patch;
  patch.first_name = "Geralt";
  const Operator after = Must(Update(world.owner.row.id, patch));
  EXPECT_EQ(after.first_name, "Geralt");
  EXPECT_EQ(after.email, world.owner.row.email);
  EXPECT_TRUE(after.active);
  EXPECT_EQ(Outcome(Update(OperatorId(99), patch)), "not_found");
}

TEST_P(OperatorCases, AChangedEmailIsNotConfirmed) {
  Operators::Patch patch;
  patch.email = "Geralt@rivia.com";
  EXPECT_TRUE(Must(Update(world.owner.row.id, patch)).active) << "the same, but for its case";
  patch.email = "wolf@rivia.com";
  EXPECT_FALSE(Must(Update(world.owner.row.id, patch)).active);
  Must(Register("ciri@rivia.com"));
  patch.email = "ciri@rivia.com";
  EXPECT_EQ(Problems(Update(world.owner.row.id, patch)),
            (std::vector<Problem>{{"email", Reason::kTaken}}));
}

TEST_P(OperatorCases, AResetKillsTheOldKey) {
  const OperatorView after = Must(world.Write(
      [&](Transaction& tx) { return world.core->operators().ResetKey(tx, world.owner.row.id); }));
  EXPECT_NE(after.key.Reveal(), world.owner.key.Reveal());
  EXPECT_EQ(Outcome(world.Resolve(world.owner.key)), "unauthenticated");
  EXPECT_EQ(Outcome(world.Resolve(after.key)), "ok");
}

TEST_P(OperatorCases, SignInFindsThemByTheEmailAsTyped) {
  const auto find = [&](std::string_view email) {
    return Must(world.Read(
        [&](const Snapshot& s) { return world.core->operators().FindByEmail(s, email); }));
  };
  EXPECT_EQ(find(" Geralt@RIVIA.com")->id, world.owner.row.id);
  EXPECT_FALSE(find("ciri@rivia.com"));
}

}  // namespace
}  // namespace guildhall::test
