#pragma once

#include <span>

#include "store/sql/connection.h"

namespace guildhall::store {

// The statements of each file; together they are `AllStatements()`.
using StatementList = std::span<const Statement* const>;
StatementList CounterStatements();
StatementList GrantStatements();
StatementList TenantStatements();
StatementList OperatorStatements();
StatementList InvitationStatements();
StatementList MailStatements();
StatementList PasswordResetStatements();
StatementList ApiKeyStatements();
StatementList UserStatements();
StatementList AccessKeyStatements();
StatementList GroupStatements();
StatementList MembershipStatements();
StatementList PeopleWalkStatements();
StatementList CollectionStatements();
StatementList ActionStatements();
StatementList RecordStatements();
StatementList RecordWalkStatements();
StatementList RecordRemovalStatements();
StatementList UniqueValueStatements();
StatementList KeyWalkStatements();
StatementList AudienceWalkStatements();
StatementList ChannelStatements();
StatementList EventStatements();
StatementList JobStatements();
StatementList FileStatements();
StatementList HeldFileStatements();
StatementList AuditStatements();
StatementList SettingStatements();
StatementList PurgeStatements();
StatementList SavepointStatements();

}  // namespace guildhall::store
