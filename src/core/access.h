#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/ids.h"

namespace guildhall {

/// The seven things that may be done with an object. None implies another.
enum class Right : std::uint8_t { kPeek, kRead, kCreate, kUpdate, kDelete, kExecute, kRefer };

/// A set of rights; a value of seven bits.
class Rights {
 public:
  constexpr Rights() = default;
  constexpr Rights(std::initializer_list<Right> rights) {
    for (const Right right : rights) bits_ = static_cast<std::uint8_t>(bits_ | Bit(right));
  }
  /// The stored form; bits beyond the seventh are dropped.
  static constexpr Rights FromBits(std::int64_t bits) {
    Rights rights;
    rights.bits_ = static_cast<std::uint8_t>(bits & 0x7F);
    return rights;
  }
  static constexpr Rights All() { return FromBits(0x7F); }

  [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool Has(Right right) const { return (bits_ & Bit(right)) != 0; }
  [[nodiscard]] constexpr bool Contains(Rights other) const { return (other.bits_ & ~bits_) == 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

  friend constexpr Rights operator|(Rights a, Rights b) { return FromBits(a.bits_ | b.bits_); }
  friend constexpr Rights operator&(Rights a, Rights b) { return FromBits(a.bits_ & b.bits_); }
  /// The rights of `a` that `b` lacks.
  friend constexpr Rights operator-(Rights a, Rights b) { return FromBits(a.bits_ & ~b.bits_); }
  friend constexpr bool operator==(Rights, Rights) = default;

 private:
  static constexpr std::uint8_t Bit(Right right) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(right));
  }
  std::uint8_t bits_ = 0;
};

/// Rights that a group has on one object. `rest` decides nothing here; it is shown again to the
/// vocabulary that wrote it.
struct Grant {
  GroupId group;
  Rights rights;
  std::int32_t rest = 0;
  GrantId id;
  Uid uid{};
  Time created_at;
  Time updated_at;

  friend bool operator==(const Grant&, const Grant&) = default;
};

/// Who may do what with one object.
struct AccessList {
  std::optional<UserId> owner;
  Rights everyone;
  Rights signed_in;
  Rights owner_rights;
  /// The group that vocabularies with a single group show; its rights are those of its grant, which
  /// is kept even when it is empty. Null: no such group.
  std::optional<GroupId> primary_group;
  /// The rights of the single group as last written, as `Rights::bits`, kept while there is no
  /// group. Decides nothing.
  std::int32_t group_bits = 0;
  /// At most one per group, by ascending group.
  std::vector<Grant> grants;

  /// The grant of `group`, or null.
  [[nodiscard]] const Grant* FindGrant(GroupId group) const;
  /// The primary group's rights; empty without one.
  [[nodiscard]] Rights PrimaryRights() const;
  /// Makes `group` primary with these rights, or clears it; other grants stay as they are, and the
  /// grant of the former primary group goes. The new grant has no id yet (0).
  void SetPrimary(std::optional<GroupId> group, Rights rights);

  friend bool operator==(const AccessList&, const AccessList&) = default;
};

/// The caller as the decision sees him. The groups are active, ascending, and outlive the call.
struct Subject {
  bool bypass = false;
  std::optional<UserId> user;
  std::span<const GroupId> groups;
};

/// Which term of the rule said yes.
enum class Term : std::uint8_t { kNone, kBypass, kEveryone, kSignedIn, kOwner, kGroup };

/// The answer, with the term that gave it. Converts to bool.
struct Decision {
  Term term = Term::kNone;
  std::optional<GroupId> group;  ///< set when `term` is kGroup

  explicit operator bool() const { return term != Term::kNone; }
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// The one rule. Pure; every path asks it: read, list, filter, realtime, batch. A user is never
/// equal to nobody; there are no negative rights. Terms are tried in the order of `Term`.
Decision Allowed(Right right, const AccessList& list, const Subject& subject);

/// Every right for which `Allowed` says yes.
Rights EffectiveRights(const AccessList& list, const Subject& subject);

/// What to do with rights that the caller would hand out without holding them.
enum class Excess : std::uint8_t {
  kClamp,   ///< lower silently to what he holds
  kRefuse,  ///< kForbidden
};

/// "You can grant only what you hold." Judges the change of an object's list from `before` to
/// `wanted`: only rights that an audience did not have before are judged, against what `subject`
/// holds on `before`. Bypassing callers hold everything. An unchanged list comes back unchanged.
/// With kClamp an added right that the caller lacks is left out; with kRefuse it is kForbidden.
Result<AccessList> JudgeGrants(const AccessList& before, AccessList wanted, const Subject& subject,
                               Excess excess);

/// An audience: everybody whom one term of the rule admits, as the number under which lists are
/// indexed. 0 everything, 1 everyone, 5 signed-in users, `user*4+2` an owner, `group*4+3` a group.
using Audience = std::int64_t;
inline constexpr Audience kAudienceAll = 0;
inline constexpr Audience kAudienceEveryone = 1;
inline constexpr Audience kAudienceSignedIn = 5;
constexpr Audience OwnerAudience(UserId user) { return user.value() * 4 + 2; }
constexpr Audience GroupAudience(GroupId group) { return group.value() * 4 + 3; }

/// The audiences that hold Read by this list, ascending; only `kAudienceEveryone` when everyone
/// does, because it hides the others. Never contains `kAudienceAll`.
std::vector<Audience> ReadAudiences(const AccessList& list);

/// The audiences that this caller belongs to, ascending: an object may be read by him exactly when
/// its `ReadAudiences` and these have one in common. A bypassing caller has `kAudienceAll` alone.
std::vector<Audience> AudiencesOf(const Subject& subject);

/// The stable lower-case name of a term ("group"), for explanations and tests.
std::string_view NameOf(Term term);

}  // namespace guildhall
