// Who administers a tenant, who is asked to, and the mails that wait.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

Result<void> AddOperators(Transaction& tx) {
  for (const char* email : {"a@x.org", "b@x.org", "c@x.org"}) {
    GH_CHECK(tx.operators().Insert(MakeOperator(tx.Next(kSite, Sequence::kOperator), email)));
  }
  return {};
}

Invitation To(OperatorId invitee, std::int64_t id, TenantId tenant, std::string email) {
  Invitation row = MakeInvitation(id, tenant, std::move(email));
  row.invitee = invitee;
  return row;
}

}  // namespace

TEST_P(StoreContract, OperatorsOfATenantAreListedWithTheirRoles) {
  Do(kSite, AddOperators);
  Do({kSite, kRivia}, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.tenants().SetRole(kRivia, OperatorId(3), Role::kRead));
    return tx.tenants().SetRole(kNilfgaard, OperatorId(1), Role::kFull);
  });
  const auto list = [&](Seek seek) {
    return See([&](auto& view) { return view.operators().ListOf(kRivia, seek); });
  };
  const Administrator owner{MakeOperator(1, "a@x.org"), Role::kOwner};
  const Administrator reader{MakeOperator(3, "c@x.org"), Role::kRead};
  EXPECT_EQ(list({}), (std::vector<Administrator>{owner, reader}));
  EXPECT_EQ(list({.descending = true}), (std::vector<Administrator>{reader, owner}));
  EXPECT_EQ(list({.from = 1}), (std::vector<Administrator>{reader}));
  EXPECT_EQ(list({.limit = 1}), (std::vector<Administrator>{owner}));
  EXPECT_TRUE(See([](auto& view) { return view.operators().ListOf(TenantId(9), {}); }).empty());
}

TEST_P(StoreContract, InvitationsAreNumberedByTheSite) {
  Do({kSite, kRivia}, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kRivia, Sequence::kInvitation), 1);
    return {};
  });
  Do({kSite, kNilfgaard}, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kNilfgaard, Sequence::kInvitation), 2);
    return {};
  });
}

TEST_P(StoreContract, InvitationsAreFoundInTheirTenantByNumberAndEmail) {
  const Invitation row = MakeInvitation(1, kRivia, "d@x.org");
  Do(kSite, [&](Transaction& tx) { return tx.invitations().Insert(row); });
  const auto find = [&](TenantId tenant) {
    return See([&](auto& view) { return view.invitations().Find(tenant, row.id); });
  };
  const auto find_email = [&](TenantId tenant, std::string_view email) {
    return See([&](auto& view) { return view.invitations().FindByEmail(tenant, email); });
  };
  const auto find_digest = [&](std::string_view digest) {
    return See([&](auto& view) { return view.invitations().FindByDigest(digest); });
  };
  EXPECT_EQ(find(kRivia), row);
  EXPECT_EQ(find(kNilfgaard), std::nullopt);
  EXPECT_EQ(find_email(kRivia, "d@x.org"), row);
  EXPECT_EQ(find_email(kNilfgaard, "d@x.org"), std::nullopt);
  EXPECT_EQ(find_digest(row.digest), row);
  EXPECT_EQ(find_digest("d"), std::nullopt);
  EXPECT_EQ(See([&](auto& view) { return view.invitations().FindAnywhere(row.id); }), row);
}

TEST_P(StoreContract, OneInvitationForAnEmailOfATenant) {
  Do(kSite, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.invitations().Insert(MakeInvitation(1, kRivia, "d@x.org")));
    EXPECT_EQ(Outcome(tx.invitations().Insert(MakeInvitation(2, kRivia, "d@x.org"))),
              "already_exists");
    return tx.invitations().Insert(MakeInvitation(3, kNilfgaard, "d@x.org"));
  });
  const auto left = See([](auto& view) { return view.invitations().List(kRivia, {}); });
  EXPECT_EQ(Numbers(left), List({1}));
}

TEST_P(StoreContract, InvitationsChangeListAndEnd) {
  Invitation changed = To(OperatorId(1), 2, kRivia, "2@x.org");
  changed.role = Role::kRead;
  changed.state = InvitationState::kDeclined;
  Do(kSite, [&](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 4; ++id) {
      GH_CHECK(tx.invitations().Insert(MakeInvitation(id, kRivia, std::to_string(id) + "@x.org")));
    }
    EXPECT_EQ(Outcome(tx.invitations().Update(MakeInvitation(7, kRivia, "7@x.org"))), "not_found");
    EXPECT_EQ(Outcome(tx.invitations().Remove(kNilfgaard, InvitationId(3))), "not_found");
    GH_CHECK(tx.invitations().Remove(kRivia, InvitationId(3)));
    return tx.invitations().Update(changed);
  });
  const auto list = [&](Seek seek) {
    return Numbers(See([&](auto& view) { return view.invitations().List(kRivia, seek); }));
  };
  EXPECT_EQ(list({}), List({1, 2, 4}));
  EXPECT_EQ(list({.descending = true, .limit = 2}), List({4, 2}));
  EXPECT_EQ(list({.from = 1, .limit = 1}), List({2}));
  EXPECT_EQ(See([&](auto& view) { return view.invitations().Find(kRivia, changed.id); }), changed);
}

TEST_P(StoreContract, NewInvitationsAreListedForWhoIsInvited) {
  Invitation declined = To(OperatorId(1), 3, kRivia, "other@x.org");
  declined.state = InvitationState::kDeclined;
  Do(kSite, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.invitations().Insert(To(OperatorId(1), 1, kRivia, "a@x.org")));
    GH_CHECK(tx.invitations().Insert(To(OperatorId(1), 2, kNilfgaard, "a@x.org")));
    GH_CHECK(tx.invitations().Insert(declined));
    GH_CHECK(tx.invitations().Insert(To(OperatorId(2), 4, kRivia, "b@x.org")));
    GH_CHECK(tx.invitations().Insert(MakeInvitation(5, kRivia, "c@x.org")));
    // Of a tenant that is gone.
    return tx.invitations().Insert(To(OperatorId(1), 6, TenantId(77), "a@x.org"));
  });
  const auto list = [&](Seek seek) {
    return Numbers(
        See([&](auto& view) { return view.invitations().ListNewTo(OperatorId(1), seek); }));
  };
  EXPECT_EQ(list({}), List({1, 2}));
  EXPECT_EQ(list({.descending = true}), List({2, 1}));
  EXPECT_EQ(list({.from = 1}), List({2}));
}

TEST_P(StoreContract, MailsWaitOncePerKindAndSubject) {
  const WaitingMail first{MailKind::kActivation, 1, 0, TimeOf(5)};
  const WaitingMail reset{MailKind::kPasswordReset, 1, 0, TimeOf(3)};
  WaitingMail again = first;
  again.attempts = 2;
  again.due_at = TimeOf(9);
  Do(kSite, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.mails().Put(first));
    GH_CHECK(tx.mails().Put(reset));
    return tx.mails().Remove(MailKind::kInvitation, 1);
  });
  const auto due = [&](Time now, std::int32_t limit) {
    return See([&](auto& view) { return view.mails().ListDue(now, limit); });
  };
  EXPECT_EQ(due(TimeOf(2), 9), std::vector<WaitingMail>());
  EXPECT_EQ(due(TimeOf(5), 9), (std::vector<WaitingMail>{reset, first}));
  EXPECT_EQ(due(TimeOf(5), 1), (std::vector<WaitingMail>{reset}));
  Do(kSite, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.mails().Put(again));
    return tx.mails().Remove(MailKind::kPasswordReset, 1);
  });
  EXPECT_EQ(due(TimeOf(9), 9), (std::vector<WaitingMail>{again}));
  EXPECT_EQ(See([](auto& view) { return view.mails().Find(MailKind::kActivation, 1); }), again);
  EXPECT_EQ(See([](auto& view) { return view.mails().Find(MailKind::kActivation, 2); }),
            std::nullopt);
}

}  // namespace guildhall::test
