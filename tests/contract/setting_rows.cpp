// What administrators have set.
#include "tests/contract/store_contract.h"

namespace guildhall::test {

TEST_P(StoreContract, SettingsAreFoundBySectionAndName) {
  const TenantSetting name{"server", "name", "Kaer Morhen"};
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.settings().Put(kRivia, name));
    return tx.settings().Put(kRivia, {"mail", "name", ""});
  });
  const auto find = [&](TenantId tenant, std::string_view section, std::string_view key) {
    return See([&](auto& v) { return v.settings().Find(tenant, section, key); });
  };
  EXPECT_EQ(find(kRivia, "server", "name"), name);
  EXPECT_EQ(find(kRivia, "mail", "name"), (TenantSetting{"mail", "name", ""}));
  EXPECT_FALSE(find(kRivia, "server", "Name"));
  EXPECT_FALSE(find(kRivia, "name", "server"));
  EXPECT_FALSE(find(kNilfgaard, "server", "name"));
}

TEST_P(StoreContract, SettingsAreListedByTheBytesOfSectionAndName) {
  Do({kRivia, kNilfgaard}, [](Transaction& tx) -> Result<void> {
    for (const char* section : {"b", "B", "a_b", "a"}) {
      for (const char* name : {"y", "Z"}) GH_CHECK(tx.settings().Put(kRivia, {section, name, "1"}));
    }
    return tx.settings().Put(kNilfgaard, {"a", "a", "2"});
  });
  const auto all = See([](auto& v) { return v.settings().List(kRivia); });
  std::vector<std::string> places;
  for (const TenantSetting& row : all) places.push_back(row.section + "/" + row.name);
  EXPECT_EQ(places,
            (std::vector<std::string>{"B/Z", "B/y", "a/Z", "a/y", "a_b/Z", "a_b/y", "b/Z", "b/y"}));
}

TEST_P(StoreContract, ANewSettingTakesThePlaceOfTheFormerOne) {
  for (const char* value : {"1", "2"}) {
    Do(kRivia, [&](Transaction& tx) { return tx.settings().Put(kRivia, {"s", "n", value}); });
  }
  EXPECT_EQ(See([](auto& v) { return v.settings().List(kRivia); }),
            (std::vector<TenantSetting>{{"s", "n", "2"}}));
}

TEST_P(StoreContract, SettingsEndAndMissingOnesAreNotFound) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.settings().Put(kRivia, {"s", "n", "1"}));
    GH_CHECK(tx.settings().Put(kRivia, {"s", "m", "1"}));
    EXPECT_EQ(Outcome(tx.settings().Remove(kRivia, "s", "o")), "not_found");
    GH_CHECK(tx.settings().Remove(kRivia, "s", "n"));
    EXPECT_EQ(Outcome(tx.settings().Remove(kRivia, "s", "n")), "not_found");
    return {};
  });
  EXPECT_EQ(See([](auto& v) { return v.settings().List(kRivia); }),
            (std::vector<TenantSetting>{{"s", "m", "1"}}));
}

}  // namespace guildhall::test
