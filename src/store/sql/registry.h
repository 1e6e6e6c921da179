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
StatementList AudienceWalkStatements();
StatementList ChannelStatements();
StatementList EventStatements();
StatementList SavepointStatements();

}  // namespace guildhall::store
