#include "core/powers.h"

#include <vector>

#include <gtest/gtest.h>

#include "core/capabilities.h"

namespace guildhall {
namespace {

constexpr bool kYes = true;
constexpr bool kNo = false;

struct RoleRow {
  Power power;
  bool read, write, full, owner;
};

const std::vector<RoleRow> kRoles = {
    {Power::kReadTenant, kYes, kYes, kYes, kYes},
    {Power::kWriteTenant, kNo, kNo, kYes, kYes},
    {Power::kDeleteTenant, kNo, kNo, kNo, kYes},
    {Power::kReadAdministrators, kYes, kYes, kYes, kYes},
    {Power::kWriteAdministrators, kNo, kNo, kYes, kYes},
    {Power::kReadKeys, kNo, kNo, kYes, kYes},
    {Power::kWriteKeys, kNo, kNo, kYes, kYes},
    {Power::kReadUsers, kYes, kYes, kYes, kYes},
    {Power::kWriteUsers, kNo, kYes, kYes, kYes},
    {Power::kCreateUser, kNo, kYes, kYes, kYes},
    {Power::kReadGroups, kYes, kYes, kYes, kYes},
    {Power::kWriteGroups, kNo, kYes, kYes, kYes},
    {Power::kCreateGroup, kNo, kYes, kYes, kYes},
    {Power::kReadMemberships, kYes, kYes, kYes, kYes},
    {Power::kWriteMemberships, kNo, kYes, kYes, kYes},
    {Power::kReadCollections, kYes, kYes, kYes, kYes},
    {Power::kWriteCollections, kNo, kYes, kYes, kYes},
    {Power::kReadChannels, kYes, kYes, kYes, kYes},
    {Power::kWriteChannels, kNo, kYes, kYes, kYes},
    {Power::kBypassCollections, kYes, kYes, kYes, kYes},
    {Power::kReadAllRecords, kYes, kYes, kYes, kYes},
    {Power::kWriteAllRecords, kNo, kYes, kYes, kYes},
    {Power::kReadAllChannels, kYes, kYes, kYes, kYes},
    {Power::kPublishAllChannels, kNo, kYes, kYes, kYes},
};

int NumberOf(Power power) { return static_cast<int>(power); }

TEST(Powers, OfRolesAreThoseOfTheTable) {
  ASSERT_EQ(kRoles.size(), static_cast<std::size_t>(Power::kPublishAllChannels) + 1);
  for (const RoleRow& row : kRoles) {
    EXPECT_FALSE(PowersOf(Role::kNone).Has(row.power)) << NumberOf(row.power);
    EXPECT_EQ(PowersOf(Role::kRead).Has(row.power), row.read) << NumberOf(row.power);
    EXPECT_EQ(PowersOf(Role::kWrite).Has(row.power), row.write) << NumberOf(row.power);
    EXPECT_EQ(PowersOf(Role::kFull).Has(row.power), row.full) << NumberOf(row.power);
    EXPECT_EQ(PowersOf(Role::kOwner).Has(row.power), row.owner) << NumberOf(row.power);
  }
}

TEST(Powers, OfAStrongerRoleContainTheWeaker) {
  EXPECT_TRUE(PowersOf(Role::kRead).Contains(PowersOf(Role::kNone)));
  EXPECT_TRUE(PowersOf(Role::kWrite).Contains(PowersOf(Role::kRead)));
  EXPECT_TRUE(PowersOf(Role::kFull).Contains(PowersOf(Role::kWrite)));
  EXPECT_TRUE(PowersOf(Role::kOwner).Contains(PowersOf(Role::kFull)));
  EXPECT_FALSE(PowersOf(Role::kRead).Contains(PowersOf(Role::kWrite)));
}

constexpr Powers kBase{Power::kReadTenant, Power::kReadGroups};
constexpr Powers kBypass{Power::kBypassCollections, Power::kReadAllRecords,
                         Power::kWriteAllRecords,   Power::kReadAllChannels,
                         Power::kWriteChannels,     Power::kPublishAllChannels};
constexpr Powers kAccounts{Power::kReadUsers, Power::kWriteUsers, Power::kCreateUser};

TEST(Powers, OfAPlainApiKeyAreToReadGroups) {
  for (const bool with_user : {false, true}) {
    EXPECT_EQ(PowersOf(ApiKeyFlags{}, with_user), kBase);
    EXPECT_EQ(PowersOf(ApiKeyFlags{.anonymous_read = true}, with_user), kBase);
  }
}

TEST(Powers, OfABypassingKeyLoseOtherAccountsWithAUser) {
  const ApiKeyFlags flags{.bypass_lists = true};
  EXPECT_EQ(PowersOf(flags, false), kBase | kBypass | kAccounts);
  EXPECT_EQ(PowersOf(flags, true), kBase | kBypass);
}

TEST(Powers, OfCreatingKeysAreToCreate) {
  EXPECT_EQ(PowersOf(ApiKeyFlags{.create_users = true}, false), kBase | Powers{Power::kCreateUser});
  EXPECT_EQ(PowersOf(ApiKeyFlags{.create_users = true}, true), kBase | Powers{Power::kCreateUser});
  EXPECT_EQ(PowersOf(ApiKeyFlags{.create_groups = true}, true),
            kBase | Powers{Power::kCreateGroup});
}

TEST(Powers, OfNoApiKeyReachGroupsMembershipsKeysOrTheTenant) {
  const ApiKeyFlags every{
      .bypass_lists = true, .create_users = true, .create_groups = true, .anonymous_read = true};
  const Powers powers = PowersOf(every, false);
  for (const Power power :
       {Power::kWriteTenant, Power::kDeleteTenant, Power::kReadAdministrators,
        Power::kWriteAdministrators, Power::kReadKeys, Power::kWriteKeys, Power::kWriteGroups,
        Power::kReadMemberships, Power::kWriteMemberships, Power::kWriteCollections})
    EXPECT_FALSE(powers.Has(power)) << NumberOf(power);
}

TEST(Powers, OfRolesAndApiKeysAreNeverThoseOverPeopleWithPowers) {
  const ApiKeyFlags every{
      .bypass_lists = true, .create_users = true, .create_groups = true, .anonymous_read = true};
  for (const Power power : {Power::kBypassTables, Power::kGrantCapabilities, Power::kResetPasswords,
                            Power::kReadAccessKeys}) {
    EXPECT_FALSE(PowersOf(Role::kOwner).Has(power)) << NumberOf(power);
    EXPECT_FALSE(PowersOf(every, false).Has(power)) << NumberOf(power);
  }
}

Powers OfMap(std::string_view map) { return PowersOf(Capabilities::Parse(map)); }

constexpr Powers kReadPeople{Power::kReadUsers, Power::kReadMemberships};
constexpr Powers kWritePeople =
    kReadPeople | Powers{Power::kWriteUsers, Power::kCreateUser, Power::kWriteMemberships};
constexpr Powers kReadGroupRows{Power::kReadGroups};
constexpr Powers kWriteGroupRows =
    kReadGroupRows | Powers{Power::kWriteGroups, Power::kCreateGroup};
constexpr Powers kOverCapabilities{Power::kGrantCapabilities, Power::kReadAccessKeys,
                                   Power::kReadTenant, Power::kWriteTenant};

TEST(Powers, OfCapabilitiesFollowTheirSections) {
  EXPECT_EQ(OfMap("{}"), Powers());
  EXPECT_EQ(OfMap(R"({"apis":"write","users":"deny","user_groups":"?"})"), Powers());
  EXPECT_EQ(OfMap(R"({"users":"read"})"), kReadPeople);
  EXPECT_EQ(OfMap(R"({"users":"write"})"), kWritePeople);
  EXPECT_EQ(OfMap(R"({"users":"admin"})"), kWritePeople);
  EXPECT_EQ(OfMap(R"({"user_groups":"read"})"), kReadGroupRows);
  EXPECT_EQ(OfMap(R"({"user_groups":"write"})"), kWriteGroupRows);
  EXPECT_EQ(OfMap(R"({"audit_logs":"read"})"), Powers{Power::kReadAudit});
  EXPECT_EQ(OfMap(R"({"audit_logs":"deny"})"), Powers());
  EXPECT_EQ(OfMap(R"({"ResetPassword":"admin"})"), Powers()) << "only an administrator's counts";
}

TEST(Powers, OfAnAdministratorByCapabilitiesAreAllThatHisMapDoesNotDeny) {
  const Powers read_audit{Power::kReadAudit};
  const Powers all = kWritePeople | kWriteGroupRows | kOverCapabilities | read_audit;
  EXPECT_EQ(OfMap(R"({"IsAdmin":"admin"})"), all);
  EXPECT_EQ(OfMap(R"({"IsAdmin":"admin","users":"read"})"), all);
  EXPECT_EQ(OfMap(R"({"IsAdmin":"admin","users":"deny"})"),
            kWriteGroupRows | kOverCapabilities | read_audit);
  EXPECT_EQ(OfMap(R"({"IsAdmin":"admin","audit_logs":"deny"})"),
            kWritePeople | kWriteGroupRows | kOverCapabilities);
  EXPECT_EQ(OfMap(R"({"IsAdmin":"admin","ResetPassword":"admin"})"),
            all | Powers{Power::kResetPasswords});
}

TEST(Powers, OfTheInstallationReachPeopleAndTenantsAndNoData) {
  const Powers powers = PowersOfInstallation();
  EXPECT_TRUE(powers.Contains(kWritePeople | kWriteGroupRows | kOverCapabilities |
                              Powers{Power::kResetPasswords, Power::kDeleteTenant}));
  for (const Power power :
       {Power::kReadAllRecords, Power::kWriteAllRecords, Power::kReadKeys, Power::kWriteKeys,
        Power::kBypassTables, Power::kReadCollections, Power::kWriteAdministrators}) {
    EXPECT_FALSE(powers.Has(power)) << NumberOf(power);
  }
}

TEST(Powers, OfAdministratorsUnderListsEndAtTheTenant) {
  const Powers powers = PowersOfAdministrator();
  EXPECT_TRUE(powers.Contains(kWritePeople | kWriteGroupRows | kBypass |
                              Powers{Power::kBypassTables, Power::kWriteCollections}));
  for (const Power power :
       {Power::kReadTenant, Power::kWriteTenant, Power::kDeleteTenant, Power::kReadKeys,
        Power::kWriteKeys, Power::kReadAdministrators, Power::kWriteAdministrators,
        Power::kGrantCapabilities, Power::kResetPasswords, Power::kReadAccessKeys}) {
    EXPECT_FALSE(powers.Has(power)) << NumberOf(power);
  }
}

}  // namespace
}  // namespace guildhall
