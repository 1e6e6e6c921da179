// Tenants, operators and API keys: what is found before a tenant is known.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

Result<void> AddOperators(Transaction& tx) {
  GH_CHECK(tx.operators().Insert(MakeOperator(tx.Next(kSite, Sequence::kOperator), "a@x.org")));
  return tx.operators().Insert(MakeOperator(tx.Next(kSite, Sequence::kOperator), "b@x.org"));
}

}  // namespace

TEST_P(StoreContract, TenantsAreFoundByNumberAndName) {
  const Tenant rivia = MakeTenant(1, "rivia");
  EXPECT_EQ(See([](auto& view) { return view.tenants().Find(kRivia); }), rivia);
  EXPECT_EQ(See([](auto& view) { return view.tenants().FindByName("rivia"); }), rivia);
  EXPECT_EQ(See([](auto& view) { return view.tenants().Find(TenantId(3)); }), std::nullopt);
  EXPECT_EQ(See([](auto& view) { return view.tenants().FindByName("Rivia"); }), std::nullopt);
}

TEST_P(StoreContract, TenantsAreFoundByObjectAndListedForTheServer) {
  Do(kSite, [](Transaction& tx) { return tx.tenants().Insert(MakeTenant(3, "temeria")); });
  const auto found = [&](std::int64_t id) {
    return See([&](auto& view) { return view.tenants().FindByObjectId(ObjectIdOf(id)); });
  };
  const auto list = [&](Seek seek) {
    return Numbers(See([&](auto& view) { return view.tenants().List(seek); }));
  };
  EXPECT_EQ(found(3), MakeTenant(3, "temeria"));
  EXPECT_EQ(found(9), std::nullopt);
  EXPECT_EQ(list({}), List({1, 2, 3}));
  EXPECT_EQ(list({.from = 1, .limit = 1}), List({2}));
  EXPECT_EQ(list({.from = 3, .descending = true}), List({2, 1}));
}

TEST_P(StoreContract, TenantsWithoutTheRowsOfBirthAreListed) {
  const auto incomplete = [&](std::int32_t limit) {
    return Numbers(See([&](auto& view) { return view.tenants().ListIncomplete(limit); }));
  };
  EXPECT_EQ(incomplete(9), List({1, 2}));
  EXPECT_EQ(incomplete(1), List({1}));
  Do(kRivia, [](Transaction& tx) {
    return tx.actions().Insert(kRivia, MakeAction(kLastOfBirth.value(), -1, "last"));
  });
  EXPECT_EQ(incomplete(9), List({2}));
}

TEST_P(StoreContract, TheFirstOperatorIsTheOneWhoCameFirst) {
  EXPECT_EQ(See([](auto& view) { return view.operators().First(); }), std::nullopt);
  Do(kSite, AddOperators);
  EXPECT_EQ(See([](auto& view) { return view.operators().First(); }), OperatorId(1));
}

TEST_P(StoreContract, UpdatedTenantsChangeAndMissingOnesAreNotFound) {
  Tenant tenant = MakeTenant(1, "rivia");
  tenant.description = "";
  tenant.metadata = "{}";
  tenant.session_key = 9;
  tenant.oldest_session_key = 8;
  tenant.updated_at = TimeOf(9);
  Do({kSite, kRivia}, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.tenants().Update(MakeTenant(77, "nobody"))), "not_found");
    return tx.tenants().Update(tenant);
  });
  EXPECT_EQ(See([](auto& view) { return view.tenants().Find(kRivia); }), tenant);
}

TEST_P(StoreContract, TakenTenantNamesLeaveTheTransactionUsable) {
  Do(kSite, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.tenants().Insert(MakeTenant(8, "rivia"))), "already_exists");
    return tx.tenants().Insert(MakeTenant(9, "rivia2"));
  });
  EXPECT_EQ(See([](auto& view) { return view.tenants().Find(TenantId(8)); }), std::nullopt);
  EXPECT_TRUE(See([](auto& view) { return view.tenants().Find(TenantId(9)); }));
}

TEST_P(StoreContract, OperatorsSeeTheTenantsOfTheirRoles) {
  Do(kSite, AddOperators);
  Do({kRivia, kSite}, [](Transaction& tx) -> Result<void> {
    return tx.tenants().SetRole(kRivia, OperatorId(2), Role::kRead);
  });
  const auto role = [&](TenantId tenant, std::int64_t id) {
    return See([&](auto& view) { return view.tenants().RoleOf(tenant, OperatorId(id)); });
  };
  const auto tenants = [&](std::int64_t id, Seek seek) {
    return Numbers(See([&](auto& view) { return view.tenants().ListOf(OperatorId(id), seek); }));
  };
  EXPECT_EQ(role(kRivia, 1), Role::kOwner);
  EXPECT_EQ(role(kRivia, 2), Role::kRead);
  EXPECT_EQ(role(kRivia, 3), Role::kNone);
  EXPECT_EQ(role(kNilfgaard, 1), Role::kNone);
  EXPECT_EQ(tenants(1, {}), List({1}));
  EXPECT_EQ(tenants(2, {}), List({1, 2}));
  EXPECT_EQ(tenants(2, {.descending = true}), List({2, 1}));
  EXPECT_EQ(tenants(2, {.from = 1}), List({2}));
  EXPECT_EQ(tenants(2, {.from = 2, .descending = true}), List({1}));
  EXPECT_EQ(tenants(2, {.limit = 1}), List({1}));
  EXPECT_EQ(See([](auto& view) { return view.tenants().CountOwnedBy(OperatorId(2)); }), 1);
  Tenant builtin = MakeTenant(3, "builtin", 2);
  builtin.builtin = true;
  Do(kSite, [&](Transaction& tx) { return tx.tenants().Insert(builtin); });
  EXPECT_EQ(See([](auto& view) { return view.tenants().Find(TenantId(3)); }), builtin);
  EXPECT_EQ(See([](auto& view) { return view.tenants().CountOwnedBy(OperatorId(2)); }), 1);
}

TEST_P(StoreContract, RolesChangeAndEnd) {
  Do(kSite, AddOperators);
  const auto set = [&](Role role) {
    Do({kSite, kRivia}, [&](Transaction& tx) -> Result<void> {
      return tx.tenants().SetRole(kRivia, OperatorId(2), role);
    });
    return See([](auto& view) { return view.tenants().RoleOf(kRivia, OperatorId(2)); });
  };
  EXPECT_EQ(set(Role::kRead), Role::kRead);
  EXPECT_EQ(set(Role::kFull), Role::kFull);
  EXPECT_EQ(set(Role::kNone), Role::kNone);
  const auto left = See([](auto& view) { return view.tenants().ListOf(OperatorId(2), {}); });
  EXPECT_EQ(Numbers(left), List({2}));
}

TEST_P(StoreContract, OperatorsAreFoundByNumberMailAndKey) {
  EXPECT_FALSE(See([](auto& view) { return view.operators().AnyExists(); }));
  Do(kSite, AddOperators);
  const OperatorRows::Key key{std::string("\x00k", 2), std::string("\x00s", 2)};
  Do(kSite, [&](Transaction& tx) { return tx.operators().SetKey(OperatorId(2), key); });

  const Operator second = MakeOperator(2, "b@x.org");
  EXPECT_TRUE(See([](auto& view) { return view.operators().AnyExists(); }));
  EXPECT_EQ(See([](auto& view) { return view.operators().Find(OperatorId(2)); }), second);
  EXPECT_EQ(See([](auto& view) { return view.operators().FindByEmail("b@x.org"); }), second);
  EXPECT_EQ(See([](auto& view) { return view.operators().FindByEmail("B@x.org"); }), std::nullopt);
  EXPECT_EQ(See([&](auto& view) { return view.operators().FindByKey(key.digest); }), second);
  EXPECT_EQ(See([](auto& view) { return view.operators().FindByKey("k"); }), std::nullopt);
  const auto found = See([](auto& view) { return view.operators().FindKey(OperatorId(2)); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sealed, key.sealed);
  EXPECT_FALSE(See([](auto& view) { return view.operators().FindKey(OperatorId(1)); }));
}

TEST_P(StoreContract, NewOperatorKeyReplacesTheFormerOne) {
  Do(kSite, AddOperators);
  for (const char* digest : {"old", "new"}) {
    Do(kSite, [&](Transaction& tx) {
      return tx.operators().SetKey(OperatorId(1), {digest, "sealed"});
    });
  }
  EXPECT_EQ(See([](auto& view) { return view.operators().FindByKey("old"); }), std::nullopt);
  EXPECT_TRUE(See([](auto& view) { return view.operators().FindByKey("new"); }));
}

TEST_P(StoreContract, OperatorsChangeAndMissingOnesAreNotFound) {
  Do(kSite, AddOperators);
  Operator changed = MakeOperator(1, "c@x.org");
  changed.active = false;
  changed.password_hash = "";
  Do(kSite, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.operators().Insert(MakeOperator(5, "b@x.org"))), "already_exists");
    EXPECT_EQ(Outcome(tx.operators().Update(MakeOperator(9, "z@x.org"))), "not_found");
    return tx.operators().Update(changed);
  });
  EXPECT_EQ(See([](auto& view) { return view.operators().FindByEmail("c@x.org"); }), changed);
  EXPECT_EQ(See([](auto& view) { return view.operators().FindByEmail("a@x.org"); }), std::nullopt);
}

TEST_P(StoreContract, ApiKeysAreFoundAcrossTenantsByDigestAlone) {
  const ApiKey key = MakeApiKey(1, kRivia);
  Do({kSite, kRivia}, [&](Transaction& tx) { return tx.api_keys().Insert(key); });
  EXPECT_EQ(See([&](auto& view) { return view.api_keys().FindByDigest(key.digest); }), key);
  EXPECT_EQ(See([&](auto& view) { return view.api_keys().Find(kRivia, key.id); }), key);
  EXPECT_EQ(See([&](auto& view) { return view.api_keys().Find(kNilfgaard, key.id); }),
            std::nullopt);
  EXPECT_EQ(See([](auto& view) { return view.api_keys().FindByDigest("?"); }), std::nullopt);
}

TEST_P(StoreContract, ApiKeysChangeListAndEnd) {
  Do({kSite, kRivia}, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 4; ++id) {
      GH_CHECK(tx.api_keys().Insert(MakeApiKey(id, kRivia)));
    }
    EXPECT_EQ(Outcome(tx.api_keys().Insert(MakeApiKey(2, kRivia))), "already_exists");
    return {};
  });
  ApiKey changed = MakeApiKey(2, kRivia);
  changed.digest = "another";
  changed.flags = {.create_users = true, .anonymous_read = true};
  Do({kSite, kRivia}, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.api_keys().Update(MakeApiKey(7, kRivia))), "not_found");
    EXPECT_EQ(Outcome(tx.api_keys().Remove(kRivia, ApiKeyId(7))), "not_found");
    EXPECT_EQ(Outcome(tx.api_keys().Remove(kNilfgaard, ApiKeyId(3))), "not_found");
    GH_CHECK(tx.api_keys().Remove(kRivia, ApiKeyId(3)));
    return tx.api_keys().Update(changed);
  });
  const auto list = [&](Seek seek) {
    return Numbers(See([&](auto& view) { return view.api_keys().List(kRivia, seek); }));
  };
  EXPECT_EQ(list({}), List({1, 2, 4}));
  EXPECT_EQ(list({.descending = true, .limit = 2}), List({4, 2}));
  EXPECT_EQ(list({.from = 1, .limit = 1}), List({2}));
  EXPECT_EQ(See([](auto& view) { return view.api_keys().FindByDigest("another"); }), changed);
  for (const std::int64_t gone : {2, 3}) {
    const std::string digest = MakeApiKey(gone, kRivia).digest;
    EXPECT_FALSE(See([&](auto& view) { return view.api_keys().FindByDigest(digest); }));
  }
}

}  // namespace guildhall::test
