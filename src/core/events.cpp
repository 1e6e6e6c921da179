#include "core/events.h"

#include "base/buffer.h"

namespace guildhall {
namespace {

/// How the rows of a kind of event are named in its body.
struct Nouns {
  std::string_view subject;
  std::string_view other;  // "" for kinds with one row
};

Nouns NounsOf(EventKind kind) {
  switch (kind) {
    case EventKind::kTenantCreated:
    case EventKind::kTenantUpdated:
      return {"tenant", ""};
    case EventKind::kTenantRemoved:
      return {"tenant", ""};
    case EventKind::kRoleChanged:
    case EventKind::kOperatorRegistered:
    case EventKind::kOperatorUpdated:
    case EventKind::kOperatorKeyReset:
    case EventKind::kOperatorActivated:
    case EventKind::kOperatorPasswordReset:
      return {"operator", ""};
    case EventKind::kInvitationCreated:
    case EventKind::kInvitationUpdated:
    case EventKind::kInvitationRemoved:
      return {"invitation", ""};
    case EventKind::kInvitationAccepted:
    case EventKind::kInvitationDeclined:
      return {"invitation", "operator"};
    case EventKind::kApiKeyCreated:
    case EventKind::kApiKeyUpdated:
    case EventKind::kApiKeyReset:
    case EventKind::kApiKeyRemoved:
      return {"api_key", ""};
    case EventKind::kUserCreated:
    case EventKind::kUserUpdated:
    case EventKind::kUserKeyReset:
    case EventKind::kUserRemoved:
    case EventKind::kAccessKeyReset:
      return {"user", ""};
    case EventKind::kGroupCreated:
    case EventKind::kGroupUpdated:
    case EventKind::kGroupRemoved:
      return {"group", ""};
    case EventKind::kMembershipAdded:
    case EventKind::kMembershipRemoved:
    case EventKind::kMembershipUpdated:
      return {"user", "group"};
    case EventKind::kCollectionCreated:
    case EventKind::kCollectionUpdated:
    case EventKind::kCollectionRemoved:
    case EventKind::kCollectionListChanged:
      return {"collection", ""};
    case EventKind::kCollectionShared:
    case EventKind::kCollectionUnshared:
      return {"collection", "group"};
    case EventKind::kActionListChanged:
      return {"action", ""};
    case EventKind::kActionShared:
    case EventKind::kActionUnshared:
      return {"action", "group"};
    case EventKind::kActionDeclared:
    case EventKind::kActionRemoved:
      return {"action", "collection"};
    case EventKind::kRecordCreated:
    case EventKind::kRecordUpdated:
    case EventKind::kRecordRemoved:
    case EventKind::kRecordShared:
    case EventKind::kRecordUnshared:
      return {"record", "collection"};
    case EventKind::kCollectionPublished:
    case EventKind::kCollectionWithdrawn:
      return {"collection", "origin"};
    case EventKind::kSettingChanged:
      return {"setting", ""};
    case EventKind::kSessionKeyRotated:
      return {"session_key", ""};
    case EventKind::kChannelCreated:
    case EventKind::kChannelUpdated:
    case EventKind::kChannelRemoved:
      return {"channel", ""};
  }
  GH_BUG("an event of no known kind");
}

void AppendMember(Buffer& body, std::string_view name, std::int64_t value) {
  body.Append(body.empty() ? '{' : ',');
  body.Append('"');
  body.Append(name);
  body.Append("\":");
  body.AppendNumber(value);
}

}  // namespace

std::string_view NameOf(EventKind kind) {
  switch (kind) {
    case EventKind::kTenantCreated:
      return "tenant_created";
    case EventKind::kTenantUpdated:
      return "tenant_updated";
    case EventKind::kTenantRemoved:
      return "tenant_removed";
    case EventKind::kRoleChanged:
      return "role_changed";
    case EventKind::kApiKeyCreated:
      return "api_key_created";
    case EventKind::kApiKeyUpdated:
      return "api_key_updated";
    case EventKind::kApiKeyReset:
      return "api_key_reset";
    case EventKind::kApiKeyRemoved:
      return "api_key_removed";
    case EventKind::kUserCreated:
      return "user_created";
    case EventKind::kUserUpdated:
      return "user_updated";
    case EventKind::kUserKeyReset:
      return "user_key_reset";
    case EventKind::kUserRemoved:
      return "user_removed";
    case EventKind::kAccessKeyReset:
      return "access_key_reset";
    case EventKind::kGroupCreated:
      return "group_created";
    case EventKind::kGroupUpdated:
      return "group_updated";
    case EventKind::kGroupRemoved:
      return "group_removed";
    case EventKind::kMembershipAdded:
      return "membership_added";
    case EventKind::kMembershipRemoved:
      return "membership_removed";
    case EventKind::kMembershipUpdated:
      return "membership_updated";
    case EventKind::kCollectionCreated:
      return "collection_created";
    case EventKind::kCollectionUpdated:
      return "collection_updated";
    case EventKind::kCollectionRemoved:
      return "collection_removed";
    case EventKind::kCollectionListChanged:
      return "collection_list_changed";
    case EventKind::kCollectionShared:
      return "collection_shared";
    case EventKind::kCollectionUnshared:
      return "collection_unshared";
    case EventKind::kActionListChanged:
      return "action_list_changed";
    case EventKind::kActionShared:
      return "action_shared";
    case EventKind::kActionUnshared:
      return "action_unshared";
    case EventKind::kActionDeclared:
      return "action_declared";
    case EventKind::kRecordCreated:
      return "record_created";
    case EventKind::kRecordUpdated:
      return "record_updated";
    case EventKind::kRecordRemoved:
      return "record_removed";
    case EventKind::kRecordShared:
      return "record_shared";
    case EventKind::kRecordUnshared:
      return "record_unshared";
    case EventKind::kActionRemoved:
      return "action_removed";
    case EventKind::kCollectionPublished:
      return "collection_published";
    case EventKind::kCollectionWithdrawn:
      return "collection_withdrawn";
    case EventKind::kSettingChanged:
      return "setting_changed";
    case EventKind::kSessionKeyRotated:
      return "session_key_rotated";
    case EventKind::kChannelCreated:
      return "channel_created";
    case EventKind::kChannelUpdated:
      return "channel_updated";
    case EventKind::kChannelRemoved:
      return "channel_removed";
    case EventKind::kOperatorRegistered:
      return "operator_registered";
    case EventKind::kOperatorUpdated:
      return "operator_updated";
    case EventKind::kOperatorKeyReset:
      return "operator_key_reset";
    case EventKind::kOperatorActivated:
      return "operator_activated";
    case EventKind::kOperatorPasswordReset:
      return "operator_password_reset";
    case EventKind::kInvitationCreated:
      return "invitation_created";
    case EventKind::kInvitationUpdated:
      return "invitation_updated";
    case EventKind::kInvitationRemoved:
      return "invitation_removed";
    case EventKind::kInvitationAccepted:
      return "invitation_accepted";
    case EventKind::kInvitationDeclined:
      return "invitation_declined";
  }
  GH_BUG("an event of no known kind");
}

Result<void> WriteEvent(Transaction& tx, const Caller& caller, TenantId tenant, EventKind kind,
                        std::int64_t subject, std::int64_t other) {
  const Nouns nouns = NounsOf(kind);
  Buffer body;
  AppendMember(body, nouns.subject, subject);
  if (!nouns.other.empty()) AppendMember(body, nouns.other, other);
  if (caller.operator_id) AppendMember(body, "by_operator", caller.operator_id->value());
  if (caller.api_key) AppendMember(body, "by_api_key", caller.api_key->row.id.value());
  if (const auto user = caller.user_id()) AppendMember(body, "by_user", user->value());
  body.Append('}');
  return tx.events().Append(tenant, static_cast<std::int32_t>(kind), body.view());
}

}  // namespace guildhall
