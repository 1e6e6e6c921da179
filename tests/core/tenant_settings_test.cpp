#include "core/tenant_settings.h"

#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

class SettingCases : public PeopleCases {
 protected:
  const TenantSettings& settings() const { return world.core->settings(); }

  Result<void> Put(const Caller& caller, const TenantSetting& setting) {
    return world.Write([&](Transaction& tx) { return settings().Put(tx, caller, setting); });
  }
  Result<void> Clear(const Caller& caller, std::string_view section, std::string_view name) {
    return world.Write(
        [&](Transaction& tx) { return settings().Remove(tx, caller, section, name); });
  }
  Result<TenantSetting> Get(const Caller& caller, std::string_view section, std::string_view name) {
    return world.Read([&](const Snapshot& s) { return settings().Get(s, caller, section, name); });
  }
  Result<std::vector<TenantSetting>> List(const Caller& caller) {
    return world.Read([&](const Snapshot& s) { return settings().List(s, caller); });
  }

  Caller triss = Session(AddAdministrator("triss")->user.id);
  const TenantSetting hours{"session", "hours", "72"};
};
GUILDHALL_ON_EVERY_ENGINE(SettingCases);

TEST_P(SettingCases, AreKeptBySectionAndName) {
  const TenantSetting other{"api", "hours", ""};
  Must(Put(triss, hours));
  Must(Put(triss, other));
  EXPECT_EQ(Must(Get(triss, "session", "hours")), hours);
  EXPECT_EQ(Must(List(triss)), (std::vector<TenantSetting>{other, hours}));
  EXPECT_EQ(Outcome(Get(triss, "session", "minutes")), "not_found");
}

TEST_P(SettingCases, AreReplacedAndAnEqualValueIsNoChange) {
  Must(Put(triss, hours));
  const std::int64_t event = world.LastEvent(world.rivia);
  Must(Put(triss, hours));
  EXPECT_EQ(world.LastEvent(world.rivia), event);
  Must(Put(triss, {"session", "hours", "24"}));
  EXPECT_EQ(world.LastEvent(world.rivia), event + 1);
  EXPECT_EQ(Must(Get(triss, "session", "hours")).value, "24");
}

TEST_P(SettingCases, AreTakenBack) {
  Must(Put(triss, hours));
  Must(Clear(triss, "session", "hours"));
  EXPECT_TRUE(Must(List(triss)).empty());
  EXPECT_EQ(Outcome(Clear(triss, "session", "hours")), "not_found");
}

TEST_P(SettingCases, AreTheAdministratorsAlone) {
  Must(Put(triss, hours));
  const Caller ciri = Session(world.AddUser("ciri")->user.id);
  for (const Caller& caller :
       {ciri, Guest(), Guest(true), Secretly(), world.AsKey(), world.AsOperator()}) {
    EXPECT_EQ(Outcome(Put(caller, hours)), "forbidden");
    EXPECT_EQ(Outcome(Get(caller, "session", "hours")), "forbidden");
    EXPECT_EQ(Outcome(List(caller)), "forbidden");
    EXPECT_EQ(Outcome(Clear(caller, "session", "hours")), "forbidden");
  }
}

TEST_P(SettingCases, HaveNamesAndValuesOfABoundedSize) {
  const std::string longest(TenantSettings::kMaxName, 'n');
  const std::string most(TenantSettings::kMaxValue, 'v');
  EXPECT_EQ(Outcome(Put(triss, {longest, longest, most})), "ok");
  EXPECT_EQ(Problems(Put(triss, {"", "hours", "72"})),
            (std::vector<Problem>{{"name", Reason::kBlank}}));
  EXPECT_EQ(Problems(Put(triss, {"session", longest + "n", "72"})),
            (std::vector<Problem>{{"name", Reason::kTooLong, 128, 129}}));
  EXPECT_EQ(Problems(Put(triss, {"session", "hours", most + "v"})),
            (std::vector<Problem>{{"value", Reason::kTooLong, 65'536, 65'537}}));
  EXPECT_EQ(Problems(Put(triss, {"session", "hours", "\xFF"})),
            (std::vector<Problem>{{"value", Reason::kBadCharacter}}));
}

TEST_P(SettingCases, OfNamesThatCannotBeAreNotFound) {
  for (const std::string& name : {std::string(), std::string("\xFF"), std::string("a\0b", 3)}) {
    EXPECT_EQ(Outcome(Get(triss, "session", name)), "not_found");
    EXPECT_EQ(Outcome(Clear(triss, name, "hours")), "not_found");
  }
}

TEST_P(SettingCases, AreAThousandAtMost) {
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    for (std::int64_t i = 0; i < TenantSettings::kMaxPerTenant; ++i) {
      GH_CHECK(tx.settings().Put(world.rivia, {"many", std::to_string(i), ""}));
    }
    return {};
  }));
  const auto refused = Put(triss, hours);
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kLimitReached, 1'000}}));
  EXPECT_EQ(Outcome(Put(triss, {"many", "7", "seven"})), "ok");
}

}  // namespace
}  // namespace guildhall::test
