#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "core/ids.h"
#include "core/powers.h"

namespace guildhall {

/// The unit of isolation.
struct Tenant {
  TenantId id;
  std::string name;  ///< lower-case, unique on the server
  ObjectId object_id{};
  OperatorId owner;
  std::string description;
  std::string metadata;             ///< JSON text of an object, kept as given
  bool builtin = false;             ///< made by the server itself: no limit of its owner counts it
  std::string organisation = "{}";  ///< JSON text of an object: what else was given for it
  /// Sessions are signed under `Credentials::SessionSecret` of this number, and accepted from
  /// `oldest_session_key` on.
  std::int64_t session_key = 1;
  std::int64_t oldest_session_key = 1;
  Time created_at;
  Time updated_at;

  friend bool operator==(const Tenant&, const Tenant&) = default;
};

/// A person who runs tenants.
struct Operator {
  OperatorId id;
  std::string email;  ///< trimmed and lower-case, unique on the server
  std::string first_name;
  std::string last_name;
  std::string password_hash;  ///< "" when no password was ever set
  std::string metadata;       ///< JSON text of an object
  bool active = false;
  Time created_at;
  Time updated_at;

  friend bool operator==(const Operator&, const Operator&) = default;
};

/// Something that administrators of a tenant have set.
struct TenantSetting {
  std::string section;
  std::string name;
  std::string value;

  friend bool operator==(const TenantSetting&, const TenantSetting&) = default;
};

/// An operator as one of those who run a tenant.
struct Administrator {
  Operator row;
  Role role = Role::kNone;

  friend bool operator==(const Administrator&, const Administrator&) = default;
};

/// What became of an invitation. The numbers are stored.
enum class InvitationState : std::uint8_t { kNew = 0, kDeclined = 1, kAccepted = 2 };

/// An operator asks somebody, known by his e-mail, to run a tenant with him.
struct Invitation {
  InvitationId id;
  TenantId tenant;
  OperatorId inviter;
  std::optional<OperatorId> invitee;  ///< who had the e-mail when he was invited
  std::string email;                  ///< trimmed and lower-case, unique in the tenant
  Role role = Role::kNone;
  InvitationState state = InvitationState::kNew;
  std::string digest;  ///< keyed hash of the key, by which it is found
  std::string sealed;  ///< the key, encrypted; opened by `Credentials`
  Time created_at;
  Time updated_at;

  friend bool operator==(const Invitation&, const Invitation&) = default;
};

/// What a mail that waits to be sent is about. The numbers are stored.
enum class MailKind : std::uint8_t {
  kActivation = 1,
  kPasswordReset = 2,
  kInvitation = 3,
  kUserPasswordReset = 4,  ///< the code of a `UserPasswordReset`
  kUserNewPassword = 5,    ///< the password that came of one
};

/// A mail that waits to be sent: which one, not what it says. At most one of a kind waits for a
/// subject.
struct WaitingMail {
  MailKind kind{};
  std::int64_t subject = 0;   ///< an operator, an invitation, or a user's password reset
  std::int32_t attempts = 0;  ///< to send it, so far
  Time due_at;                ///< not to be tried before

  friend bool operator==(const WaitingMail&, const WaitingMail&) = default;
};

/// A user asked for a new password by mail. At most one of a user: the last one. The code and the
/// password that are mailed follow from its number (`core/user_recovery.h`); neither is stored.
struct UserPasswordReset {
  std::int64_t id = 0;  ///< numbered by the site
  TenantId tenant;
  UserId user;
  std::int64_t auth_version = 0;  ///< of the user when he asked: another one ends the reset
  std::int32_t attempts = 0;      ///< codes that were wrong
  bool used = false;  ///< the code was right; only the new password is still to be mailed
  Time created_at;

  friend bool operator==(const UserPasswordReset&, const UserPasswordReset&) = default;
};

/// An application's credential in a tenant.
struct ApiKey {
  ApiKeyId id;
  TenantId tenant;
  std::string description;
  ApiKeyFlags flags;
  std::string digest;  ///< keyed hash of the key, by which it is found
  std::string sealed;  ///< the key, encrypted; opened by `Credentials`
  Time created_at;

  friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

}  // namespace guildhall
