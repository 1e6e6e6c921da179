#include "dialects/syncano/nouns.h"
#include "dialects/syncano/profile_schema.h"
#include "dialects/syncano/user_writes.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {

// The busiest request of all: caller, user, groups and schema are in memory, and the answer is
// written straight into the body.
Result<http::Answer> ShowOwnUser(const Context& context) {
  GH_TRY(const auto profiles, FindProfiles(context));
  http::Response response;
  WriteUser(response.body, context.tenant->name, *context.caller.user, *profiles,
            UserStyle{.files = &context.services.files});
  return response;
}

Result<http::Answer> PutOwnUser(const Context& context) {
  return UpdateUser(context, context.caller.user->user.id, Extent::kFull);
}

Result<http::Answer> PatchOwnUser(const Context& context) {
  return UpdateUser(context, context.caller.user->user.id, Extent::kPartial);
}

}  // namespace guildhall::syncano
