#include "store/sql/statements.h"

#include "store/sql/registry.h"

namespace guildhall::store {

std::vector<const Statement*> AllStatements() {
  std::vector<const Statement*> all;
  for (const StatementList list :
       {CounterStatements(), GrantStatements(), TenantStatements(), OperatorStatements(),
        ApiKeyStatements(), UserStatements(), AccessKeyStatements(), GroupStatements(),
        MembershipStatements(), PeopleWalkStatements(), CollectionStatements(), ActionStatements(),
        RecordStatements(), RecordWalkStatements(), AudienceWalkStatements(), ChannelStatements(),
        EventStatements(), SavepointStatements()}) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

}  // namespace guildhall::store
