#include "store/sql/statements.h"

#include "store/sql/registry.h"

namespace guildhall::store {

std::vector<const Statement*> AllStatements() {
  std::vector<const Statement*> all;
  for (const StatementList list :
       {CounterStatements(), GrantStatements(), TenantStatements(), OperatorStatements(),
        ApiKeyStatements(), UserStatements(), GroupStatements(), MembershipStatements(),
        CollectionStatements(), RecordStatements(), RecordWalkStatements(), ChannelStatements(),
        EventStatements(), SavepointStatements()}) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

}  // namespace guildhall::store
