#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/caller.h"
#include "core/identities.h"
#include "core/store.h"

namespace guildhall {

/// Tenants and the roles of operators in them.
class Tenants {
 public:
  struct Options {
    std::int64_t max_owned = 16;  ///< tenants that one operator may create, built-in ones apart
  };

  struct Draft {
    std::string name{};  ///< checked and normalised by the dialect whose rules it follows
    std::string description{};
    std::string metadata = "{}";
    bool builtin = false;  ///< made by the server itself: exempt from `Options::max_owned`
  };
  struct Patch {
    std::optional<std::string> description{}, metadata{};
  };

  Tenants(Identities& identities, Options options);

  /// Makes a tenant that `caller` (an operator) owns, with its profile collection and its built-in
  /// channels "default" (rooms, publishable) and "eventlog" (rooms, not publishable). The change
  /// must name the site; the tenant's id is new.
  /// Problems: "name" blank, too long, taken; kConflict with kLimitReached. kForbidden for anybody
  /// else.
  Result<Tenant> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  /// Needs kWriteTenant there; else kForbidden, or as `Get`. The change must name the site too.
  Result<Tenant> Update(Transaction& tx, const Caller& caller, TenantId id,
                        const Patch& patch) const;
  /// Those in which the caller has a role; for an API key exactly its own; kForbidden for an
  /// anonymous caller.
  Result<std::vector<Tenant>> List(const Snapshot& snapshot, const Caller& caller, Seek seek) const;
  /// kNotFound when the caller has no role there and no key of it; kForbidden for an anonymous one.
  Result<Tenant> Get(const Snapshot& snapshot, const Caller& caller, TenantId id) const;

 private:
  Identities& identities_;
  Options options_;
};

}  // namespace guildhall
