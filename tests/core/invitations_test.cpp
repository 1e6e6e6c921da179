#include "core/invitations.h"

#include "core/events.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

class InvitationCases : public WholeCoreCases {
 protected:
  Result<InvitationView> Invite(const Caller& caller, std::string email, Role role) {
    return world.Write([&](Transaction& tx) {
      return world.core->invitations().Create(tx, caller, {email, role});
    });
  }
  InvitationView Invite(std::string email, Role role) {
    return Must(Invite(world.AsOperator(), std::move(email), role));
  }
  Result<bool> Accept(const OperatorView& who, const Secret& key) {
    return world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(world.core->invitations().Accept(tx, who.row.id, world.rivia, BytesOf(key)));
      return true;
    });
  }
  Result<bool> Decline(const OperatorView& who, InvitationId id) {
    return world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(world.core->invitations().Decline(tx, who.row.id, id));
      return true;
    });
  }
  Result<bool> Remove(const Caller& caller, InvitationId id) {
    return world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(world.core->invitations().Remove(tx, caller, id));
      return true;
    });
  }
  Result<InvitationView> Get(const Caller& caller, InvitationId id) {
    return world.Read(
        [&](const Snapshot& s) { return world.core->invitations().Get(s, caller, id); });
  }
  std::vector<InvitationView> Own(const OperatorView& who) {
    return Must(world.Read(
        [&](const Snapshot& s) { return world.core->invitations().ListOwn(s, who.row.id, {}); }));
  }
  /// An operator who has shown that he reads the e-mail.
  OperatorView AddConfirmed(const std::string& email) {
    OperatorView made = world.AddOperator(email);
    made.row.active = true;
    Must(world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(tx.operators().Update(made.row));
      return true;
    }));
    return made;
  }
  bool MailWaits(const InvitationView& view) {
    return Must(world.Read([&](const Snapshot& s) {
             return s.mails().Find(MailKind::kInvitation, view.row.id.value());
           }))
        .has_value();
  }
  Role RoleOf(const OperatorView& who) { return Must(world.Resolve(who.key)).role; }
};
GUILDHALL_ON_EVERY_ENGINE(InvitationCases);

TEST_P(InvitationCases, AnInvitationHasAKeyThatIsStoredSealed) {
  const InvitationView made = Invite("  Triss@Aretuza.COM ", Role::kRead);
  EXPECT_EQ(made.row.email, "triss@aretuza.com");
  EXPECT_EQ(made.inviter, "geralt@rivia.com");
  EXPECT_EQ(made.tenant, "rivia");
  EXPECT_EQ(made.row.state, InvitationState::kNew);
  EXPECT_EQ(made.key.Reveal().size(), 40U);
  EXPECT_EQ(made.row.sealed.find(made.key.Reveal()), std::string::npos);
  EXPECT_TRUE(MailWaits(made));
  const InvitationView shown = Must(Get(world.AsOperator(), made.row.id));
  EXPECT_EQ(shown.row, made.row);
  EXPECT_EQ(shown.key.Reveal(), made.key.Reveal());
}

TEST_P(InvitationCases, OnlyFullAdministratorsInvite) {
  const OperatorView writer = world.AddOperator("triss@aretuza.com");
  Must(Accept(writer, Invite("triss@aretuza.com", Role::kWrite).key));
  const Caller caller = Must(world.Resolve(writer.key));
  EXPECT_EQ(Outcome(Invite(caller, "ciri@rivia.com", Role::kRead)), "forbidden");
  EXPECT_EQ(Outcome(Invite(world.AsKey(), "ciri@rivia.com", Role::kRead)), "forbidden");
  EXPECT_EQ(Outcome(Invite(world.AsOperator(), "ciri@rivia.com", Role::kOwner)), "forbidden");
  const InvitationView made = Invite("ciri@rivia.com", Role::kRead);
  EXPECT_EQ(Outcome(Get(caller, made.row.id)), "ok") << "who reads the tenant sees them";
  EXPECT_EQ(Outcome(Remove(caller, made.row.id)), "forbidden");
  EXPECT_EQ(Outcome(Get(world.AsKey(), made.row.id)), "forbidden");
}

TEST_P(InvitationCases, AnEmailIsInvitedOnce) {
  using Expected = std::vector<Problem>;
  const Caller owner = world.AsOperator();
  Invite("triss@aretuza.com", Role::kRead);
  EXPECT_EQ(Outcome(Invite(owner, "TRISS@aretuza.com", Role::kFull)), "already_exists");
  EXPECT_EQ(Problems(Invite(owner, "geralt@rivia.com", Role::kRead)),
            (Expected{{"email", Reason::kTaken}}));
  EXPECT_EQ(Problems(Invite(owner, "triss", Role::kRead)),
            (Expected{{"email", Reason::kBadFormat}}));
  EXPECT_EQ(Problems(Invite(owner, " ", Role::kRead)), (Expected{{"email", Reason::kBlank}}));
}

TEST_P(InvitationCases, ASettledOneMakesRoom) {
  const OperatorView triss = AddConfirmed("triss@aretuza.com");
  const InvitationView first = Invite("triss@aretuza.com", Role::kRead);
  Must(Decline(triss, first.row.id));
  const InvitationView second = Invite("triss@aretuza.com", Role::kWrite);
  EXPECT_NE(second.row.id, first.row.id);
  EXPECT_EQ(Outcome(Get(world.AsOperator(), first.row.id)), "not_found");
  EXPECT_EQ(Outcome(Accept(triss, first.key)), "invalid");
}

TEST_P(InvitationCases, AcceptingGivesTheRoleOnce) {
  const OperatorView triss = world.AddOperator("triss@aretuza.com");
  const InvitationView made = Invite("triss@aretuza.com", Role::kWrite);
  EXPECT_EQ(RoleOf(triss), Role::kNone);
  const std::int64_t before = world.LastEvent(world.rivia);
  Must(Accept(triss, made.key));
  EXPECT_EQ(RoleOf(triss), Role::kWrite);
  EXPECT_EQ(world.LastEvent(world.rivia), before + 2);
  EXPECT_FALSE(MailWaits(made));
  EXPECT_EQ(Must(Get(world.AsOperator(), made.row.id)).row.state, InvitationState::kAccepted);
  EXPECT_EQ(Problems(Accept(triss, made.key)),
            (std::vector<Problem>{{"invitation", Reason::kUnknownName}}));
}

TEST_P(InvitationCases, AcceptingNeverLowersARole) {
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  Must(Accept(world.owner, made.key));
  EXPECT_EQ(RoleOf(world.owner), Role::kOwner);
  const OperatorView ciri = world.AddOperator("ciri@rivia.com");
  Must(Accept(ciri, Invite("1@x.org", Role::kWrite).key));
  Must(Accept(ciri, Invite("2@x.org", Role::kRead).key));
  EXPECT_EQ(RoleOf(ciri), Role::kWrite);
  Must(Accept(ciri, Invite("3@x.org", Role::kFull).key));
  EXPECT_EQ(RoleOf(ciri), Role::kFull);
}

TEST_P(InvitationCases, WhoeverHoldsTheKeyMayAccept) {
  const OperatorView ciri = world.AddOperator("ciri@rivia.com");
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  Must(Accept(ciri, made.key));
  EXPECT_EQ(RoleOf(ciri), Role::kRead);
}

TEST_P(InvitationCases, WhoHasNotConfirmedHisEmailHasNoneOfHisOwn) {
  const OperatorView triss = world.AddOperator("triss@aretuza.com");
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  EXPECT_TRUE(Own(triss).empty());
  EXPECT_EQ(Outcome(Decline(triss, made.row.id)), "not_found");
  Must(Accept(triss, made.key));
  EXPECT_EQ(RoleOf(triss), Role::kRead) << "the key was mailed to him";
}

TEST_P(InvitationCases, OnlyTheInvitedSeesAndDeclinesHisOwn) {
  const OperatorView triss = AddConfirmed("triss@aretuza.com");
  const OperatorView ciri = AddConfirmed("ciri@rivia.com");
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  ASSERT_EQ(Own(triss).size(), 1U);
  EXPECT_EQ(Own(triss)[0].tenant, "rivia");
  EXPECT_TRUE(Own(ciri).empty());
  EXPECT_EQ(Outcome(Decline(ciri, made.row.id)), "not_found");
  Must(Decline(triss, made.row.id));
  EXPECT_TRUE(Own(triss).empty());
  EXPECT_EQ(Must(Get(world.AsOperator(), made.row.id)).row.state, InvitationState::kDeclined);
  EXPECT_EQ(Outcome(Accept(triss, made.key)), "invalid") << "declined is declined";
}

TEST_P(InvitationCases, WhoComesLaterHasNoneOfHisOwn) {
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  const OperatorView triss = AddConfirmed("triss@aretuza.com");
  EXPECT_TRUE(Own(triss).empty());
  Must(Accept(triss, made.key));
  EXPECT_EQ(RoleOf(triss), Role::kRead);
}

TEST_P(InvitationCases, ARemovedOneOpensNothing) {
  const OperatorView triss = AddConfirmed("triss@aretuza.com");
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  Must(Remove(world.AsOperator(), made.row.id));
  EXPECT_FALSE(MailWaits(made));
  EXPECT_TRUE(Own(triss).empty());
  EXPECT_EQ(Outcome(Accept(triss, made.key)), "invalid");
}

TEST_P(InvitationCases, AKeyLeadsToItsTenant) {
  const InvitationView made = Invite("triss@aretuza.com", Role::kRead);
  const auto tenant_of = [&](const std::optional<KeyBytes>& key) {
    return world.Read(
        [&](const Snapshot& s) { return world.core->invitations().TenantOf(s, key); });
  };
  EXPECT_EQ(Must(tenant_of(BytesOf(made.key))), world.rivia);
  EXPECT_EQ(Outcome(tenant_of(BytesOf(world.owner.key))), "invalid");
  EXPECT_EQ(Outcome(tenant_of(std::nullopt)), "invalid");
  const auto elsewhere = world.Write([&](Transaction& tx) -> Result<bool> {
    GH_CHECK(
        world.core->invitations().Accept(tx, world.owner.row.id, TenantId(99), BytesOf(made.key)));
    return true;
  });
  EXPECT_EQ(Outcome(elsewhere), "invalid");
}

TEST_P(InvitationCases, AnInvitationOpensARegistrationByInvitation) {
  WholeCore closed(GetParam(), {.registration = Registration::kByInvitation});
  const auto join = [&](bool invited) {
    return closed.Write([&](Transaction& tx) {
      return closed.core->operators().Register(
          tx, {.email = "triss@aretuza.com", .password_hash = "$hash$", .invited = invited});
    });
  };
  EXPECT_EQ(Outcome(join(false)), "forbidden");
  EXPECT_EQ(Outcome(join(true)), "ok");
}

}  // namespace
}  // namespace guildhall::test
