#include "core/core.h"

namespace guildhall {

Core::Core(Store& store, const KeyRing& keys, const Clock& clock, Random& random, Options options)
    : store_(store),
      clock_(clock),
      identities_(clock, random),
      credentials_(keys, random),
      callers_(store, credentials_, options.callers),
      sign_in_limits_(options.sign_in_limits, clock),
      operators_(credentials_, options.registration),
      tenants_(identities_, options.tenants),
      api_keys_(credentials_),
      groups_(identities_),
      memberships_(identities_),
      collections_(identities_, options.collections),
      tables_(identities_),
      records_(identities_),
      channels_(identities_),
      users_(credentials_, callers_, identities_, records_, groups_) {
  store_.OnCommit([this](const Commit& commit) { callers_.Committed(commit); });
}

}  // namespace guildhall
