#include "core/powers.h"

#include "core/capabilities.h"

namespace guildhall {
namespace {

constexpr Powers kReadRole{Power::kReadTenant,      Power::kReadAdministrators,
                           Power::kReadUsers,       Power::kReadGroups,
                           Power::kReadMemberships, Power::kReadCollections,
                           Power::kReadChannels,    Power::kBypassCollections,
                           Power::kReadAllRecords,  Power::kReadAllChannels};

constexpr Powers kWriteRole =
    kReadRole | Powers{Power::kWriteUsers,    Power::kCreateUser,       Power::kWriteGroups,
                       Power::kCreateGroup,   Power::kWriteMemberships, Power::kWriteCollections,
                       Power::kWriteChannels, Power::kWriteAllRecords,  Power::kPublishAllChannels};

constexpr Powers kFullRole = kWriteRole | Powers{Power::kReadKeys, Power::kWriteKeys,
                                                 Power::kWriteAdministrators, Power::kWriteTenant};

constexpr Powers kOwnerRole = kFullRole | Powers{Power::kDeleteTenant};

// Any API key may read all groups: they are no secret of the tenant.
constexpr Powers kAnyApiKey{Power::kReadTenant, Power::kReadGroups};

constexpr Powers kBypassKey{Power::kBypassCollections, Power::kReadAllRecords,
                            Power::kWriteAllRecords,   Power::kReadAllChannels,
                            Power::kWriteChannels,     Power::kPublishAllChannels};

constexpr Powers kAllAccounts{Power::kReadUsers, Power::kWriteUsers, Power::kCreateUser};

constexpr Powers kReadPeople{Power::kReadUsers, Power::kReadMemberships};
constexpr Powers kWritePeople{Power::kWriteUsers, Power::kCreateUser, Power::kWriteMemberships};
constexpr Powers kReadGroupRows{Power::kReadGroups};
constexpr Powers kWriteGroupRows{Power::kWriteGroups, Power::kCreateGroup};
constexpr Powers kReadAuditLog{Power::kReadAudit};
constexpr Powers kEveryPerson = kReadPeople | kWritePeople | kReadGroupRows | kWriteGroupRows;

// Of an administrator by capabilities, besides what his map allows.
constexpr Powers kOverCapabilities{Power::kGrantCapabilities, Power::kReadAccessKeys,
                                   Power::kReadTenant, Power::kWriteTenant};

}  // namespace

Powers PowersOf(Role role) {
  switch (role) {
    case Role::kNone:
      return {};
    case Role::kRead:
      return kReadRole;
    case Role::kWrite:
      return kWriteRole;
    case Role::kFull:
      return kFullRole;
    case Role::kOwner:
      return kOwnerRole;
  }
  return {};
}

Powers PowersOf(ApiKeyFlags flags, bool with_user) {
  Powers powers = kAnyApiKey;
  if (flags.bypass_lists) powers = powers | kBypassKey;
  if (flags.bypass_lists && !with_user) powers = powers | kAllAccounts;
  if (flags.create_users) powers = powers | Powers{Power::kCreateUser};
  if (flags.create_groups) powers = powers | Powers{Power::kCreateGroup};
  return powers;
}

Powers PowersOf(const Capabilities& capabilities) {
  const auto allowed = [&](std::string_view section, Level level, Powers powers) {
    return capabilities.Allow(section, level) ? powers : Powers();
  };
  Powers powers = allowed(Capabilities::kUsers, Level::kRead, kReadPeople) |
                  allowed(Capabilities::kUsers, Level::kWrite, kWritePeople) |
                  allowed(Capabilities::kGroups, Level::kRead, kReadGroupRows) |
                  allowed(Capabilities::kGroups, Level::kWrite, kWriteGroupRows) |
                  allowed(Capabilities::kAudit, Level::kRead, kReadAuditLog);
  if (!capabilities.administrator()) return powers;
  powers = powers | kOverCapabilities;
  if (capabilities.resets_passwords()) powers = powers | Powers{Power::kResetPasswords};
  return powers;
}

Powers PowersOfInstallation() {
  return kEveryPerson | Powers{Power::kReadTenant,     Power::kWriteTenant,
                               Power::kDeleteTenant,   Power::kGrantCapabilities,
                               Power::kResetPasswords, Power::kReadAccessKeys};
}

Powers PowersOfAdministrator() {
  return kEveryPerson |
         Powers{Power::kReadCollections, Power::kWriteCollections, Power::kReadChannels,
                Power::kBypassTables} |
         kBypassKey;
}

}  // namespace guildhall
