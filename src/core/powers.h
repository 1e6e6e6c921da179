#pragma once

#include <cstdint>
#include <initializer_list>

namespace guildhall {

class Capabilities;

/// What is not a right on one object.
enum class Power : std::uint8_t {
  kReadTenant,
  kWriteTenant,
  kDeleteTenant,
  kReadAdministrators,
  kWriteAdministrators,
  kReadKeys,
  kWriteKeys,
  kReadUsers,
  kWriteUsers,
  kCreateUser,
  kReadGroups,
  kWriteGroups,
  kCreateGroup,
  kReadMemberships,
  kWriteMemberships,
  kReadCollections,
  kWriteCollections,
  kReadChannels,
  kWriteChannels,
  // Bypass the access lists of a kind of object.
  kBypassCollections,
  kReadAllRecords,
  kWriteAllRecords,
  kReadAllChannels,
  kPublishAllChannels,
  kBypassTables,  ///< accounts, groups, memberships, collections, actions and their grants
  // Over people who hold powers themselves.
  kGrantCapabilities,  ///< hand out and take any capability but kResetPasswords
  kResetPasswords,     ///< of other people
  kReadAccessKeys,     ///< of other people
  kReadAudit,          ///< what everybody asked
};

/// A set of powers; a value.
class Powers {
 public:
  constexpr Powers() = default;
  constexpr Powers(std::initializer_list<Power> powers) {
    for (const Power power : powers) bits_ |= Bit(power);
  }
  [[nodiscard]] constexpr bool Has(Power power) const { return (bits_ & Bit(power)) != 0; }
  [[nodiscard]] constexpr bool Contains(Powers other) const { return (other.bits_ & ~bits_) == 0; }
  friend constexpr Powers operator|(Powers a, Powers b) {
    a.bits_ |= b.bits_;
    return a;
  }
  friend constexpr bool operator==(Powers, Powers) = default;

 private:
  static constexpr std::uint64_t Bit(Power power) {
    return std::uint64_t{1} << static_cast<unsigned>(power);
  }
  std::uint64_t bits_ = 0;
};

/// An operator's role in a tenant, weakest first; each contains the weaker ones.
enum class Role : std::uint8_t { kNone = 0, kRead = 1, kWrite = 2, kFull = 3, kOwner = 4 };

/// What an API key may do beyond reading what "everyone" may.
struct ApiKeyFlags {
  bool bypass_lists = false;  ///< of users, records and channels; of collections for reading only
  bool create_users = false;
  bool create_groups = false;
  bool anonymous_read = false;

  friend bool operator==(const ApiKeyFlags&, const ApiKeyFlags&) = default;
};

/// The one table that turns an operator's role into powers.
Powers PowersOf(Role role);

/// The same for a user who acts by his capabilities (`EffectiveCapabilities`), and for whoever
/// holds the installation's secret.
Powers PowersOf(const Capabilities& capabilities);
Powers PowersOfInstallation();
/// The same for a member of `kAdministrators`, when he acts under lists.
Powers PowersOfAdministrator();

/// The same for an API key. `with_user`: a user key came with it, which takes the powers over other
/// people's accounts away again.
Powers PowersOf(ApiKeyFlags flags, bool with_user);

}  // namespace guildhall
