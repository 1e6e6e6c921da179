#include "store/sql/statements.h"

#include "store/sql/registry.h"

namespace guildhall::store {

std::vector<const Statement*> AllStatements() {
  std::vector<const Statement*> all;
  for (const StatementList list :
       {CounterStatements(),       GrantStatements(),         TenantStatements(),
        OperatorStatements(),      InvitationStatements(),    MailStatements(),
        ApiKeyStatements(),        UserStatements(),          AccessKeyStatements(),
        GroupStatements(),         MembershipStatements(),    PeopleWalkStatements(),
        CollectionStatements(),    ActionStatements(),        RecordStatements(),
        RecordWalkStatements(),    RecordRemovalStatements(), UniqueValueStatements(),
        KeyWalkStatements(),       AudienceWalkStatements(),  ChannelStatements(),
        EventStatements(),         JobStatements(),           FileStatements(),
        HeldFileStatements(),      AuditStatements(),         SettingStatements(),
        PasswordResetStatements(), PurgeStatements(),         SavepointStatements()}) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

}  // namespace guildhall::store
