#pragma once

#include <cstdint>
#include <string_view>

#include "core/caller.h"
#include "core/store.h"

namespace guildhall {

/// What an event of a tenant's log says has happened. The numbers are stored: never renumbered,
/// never reused.
enum class EventKind : std::int32_t {
  kTenantCreated = 1,
  kTenantUpdated = 2,
  kRoleChanged = 3,    ///< of an operator in the tenant
  kTenantRemoved = 4,  ///< in the site's log
  kApiKeyCreated = 10,
  kApiKeyUpdated = 11,
  kApiKeyReset = 12,
  kApiKeyRemoved = 13,
  kUserCreated = 20,
  kUserUpdated = 21,  ///< names, password, activity
  kUserKeyReset = 22,
  kUserRemoved = 23,
  kAccessKeyReset = 24,
  kGroupCreated = 30,
  kGroupUpdated = 31,
  kGroupRemoved = 32,
  kMembershipAdded = 40,    ///< subject: the user; other: the group
  kMembershipRemoved = 41,  ///< subject: the user; other: the group
  kMembershipUpdated = 42,  ///< subject: the user; other: the group
  kCollectionCreated = 50,
  kCollectionUpdated = 51,
  kCollectionRemoved = 52,
  kCollectionListChanged = 53,  ///< who may use it
  kCollectionShared = 54,       ///< subject: the collection; other: the group
  kCollectionUnshared = 55,     ///< subject: the collection; other: the group
  kActionListChanged = 56,      ///< who may execute it
  kActionShared = 57,           ///< subject: the action; other: the group
  kActionUnshared = 58,         ///< subject: the action; other: the group
  kActionDeclared = 59,         ///< subject: the action; other: its collection
  kRecordCreated = 60,          ///< subject: the record; other: its collection
  kRecordUpdated = 61,          ///< subject: the record; other: its collection
  kRecordRemoved = 62,          ///< subject: the record; other: its collection
  kRecordShared = 63,           ///< subject: the record; other: its collection
  kRecordUnshared = 64,         ///< subject: the record; other: its collection
  kActionRemoved = 65,          ///< subject: the action; other: its collection
  kCollectionPublished = 66,    ///< subject: the collection; other: the origin
  kCollectionWithdrawn = 67,    ///< subject: the collection; other: the origin
  kSettingChanged = 68,         ///< subject: 0
  kSessionKeyRotated = 69,      ///< subject: the key's number
  kChannelCreated = 70,
  kChannelUpdated = 71,
  kChannelRemoved = 72,
  kOperatorRegistered = 80,  ///< in the site's log, as those up to 84
  kOperatorUpdated = 81,
  kOperatorKeyReset = 82,
  kOperatorActivated = 83,
  kOperatorPasswordReset = 84,
  kInvitationCreated = 90,
  kInvitationUpdated = 91,
  kInvitationRemoved = 92,
  kInvitationAccepted = 93,  ///< subject: the invitation; other: the operator
  kInvitationDeclined = 94,  ///< subject: the invitation; other: the operator
};

/// The stable lower-case name of a kind ("user_created"), for logs and tests.
std::string_view NameOf(EventKind kind);

/// Appends "this happened, by whom" to the tenant's log, in the change that makes it happen. The
/// body names rows by number only: `{"user":3,"group":7,"by_api_key":12}`. `other` is the second
/// row of kinds that have one, else 0. Errors: the store's.
Result<void> WriteEvent(Transaction& tx, const Caller& caller, TenantId tenant, EventKind kind,
                        std::int64_t subject, std::int64_t other = 0);

}  // namespace guildhall
