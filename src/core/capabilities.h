#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace guildhall {

/// How far a capability reaches. Unknown words and "deny" are kNone.
enum class Level : std::uint8_t { kNone, kRead, kWrite, kAdmin };

/// A map from the name of a section to how much of it may be used. The set of names is open: most
/// of them mean something to other products only. An empty map gives nothing. A value; immutable.
class Capabilities {
 public:
  // The sections that mean something here, and the two rights that stand in the same map.
  static constexpr std::string_view kUsers = "users";
  static constexpr std::string_view kGroups = "user_groups";
  static constexpr std::string_view kAudit = "audit_logs";
  static constexpr std::string_view kAdministrator = "IsAdmin";
  static constexpr std::string_view kResetPassword = "ResetPassword";

  Capabilities() = default;
  /// From the stored JSON text of an object; anything else counts as empty.
  static Capabilities Parse(std::string_view text);

  [[nodiscard]] bool empty() const { return levels_.empty(); }
  /// By the word alone; says nothing of administrators.
  [[nodiscard]] Level LevelOf(std::string_view section) const;
  /// Whether the map says "deny" for the section: the only thing that stops an administrator.
  [[nodiscard]] bool Denies(std::string_view section) const;
  [[nodiscard]] bool administrator() const { return administrator_; }
  [[nodiscard]] bool resets_passwords() const;
  /// Whether whoever has these may use the section so far.
  [[nodiscard]] bool Allow(std::string_view section, Level level) const;
  /// Whether everything that `other` allows is allowed by these.
  [[nodiscard]] bool Contain(const Capabilities& other) const;

  /// Whether these allow in a section that one of the three maps names what neither of the others
  /// allows there; the two rights apart.
  [[nodiscard]] bool AllowBeyond(const Capabilities& one, const Capabilities& other) const;

  /// With `resets_passwords` and `administrator` as `own` says, the rest as this map says: what a
  /// group gives its member.
  [[nodiscard]] Capabilities WithOwnRights(const Capabilities& own) const;

  /// Estimate of the memory that it holds besides itself.
  [[nodiscard]] std::size_t bytes() const;

 private:
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
  struct Entry {
    std::string section;
    Level level = Level::kNone;
    bool denied = false;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  [[nodiscard]] const Entry* Find(std::string_view section) const;

  std::vector<Entry> levels_;
  bool administrator_ = false;
};

/// The JSON text of a map with one capability at this level, behind the others where it is new; or
/// without it. What is no object counts as empty.
std::string WithCapability(std::string_view map, std::string_view section, std::string_view level);
std::string WithoutCapability(std::string_view map, std::string_view section);

/// What a user may do by capabilities. An administrator keeps his own map whatever his group says;
/// else, with a group named, the group's map alone counts (`of_group` null: it is gone, inactive or
/// he is no member: nothing); else his own. kResetPassword always comes from his own map.
Capabilities EffectiveCapabilities(const Capabilities& own, bool group_named,
                                   const Capabilities* of_group);

/// "You can grant only what you hold", for capabilities. `holder` are the caller's. Problems on
/// kForbidden: "administrator" (only an administrator makes one), "reset_password" (added through
/// anything but the installation's secret), "capabilities" (a level that the caller lacks).
Result<void> JudgeCapabilities(const Capabilities& before, const Capabilities& wanted,
                               const Capabilities& holder);
/// The same for a group's map, which can carry neither kAdministrator nor kResetPassword: problem
/// "administrator" with kNotAllowed, whoever asks.
Result<void> CheckGroupCapabilities(const Capabilities& wanted);

}  // namespace guildhall
