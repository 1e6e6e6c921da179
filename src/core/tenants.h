#pragma once

#include <optional>
#include <string>
#include <string_view>
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
    /// Name of a built-in tenant that stays, because the configuration leads to it; "": none.
    std::string kept{};
  };

  struct Draft {
    std::string name{};  ///< checked and normalised by the dialect whose rules it follows
    std::string description{};
    std::string metadata = "{}";
    bool builtin = false;  ///< made by the server itself: exempt from `Options::max_owned`
    std::string organisation = "{}";      ///< see `Tenant`
    std::optional<ObjectId> object_id{};  ///< of the client's choice: "object_id" kTaken
  };
  struct Patch {
    std::optional<std::string> description{}, metadata{}, organisation{};
  };

  Tenants(Identities& identities, Options options);

  /// Makes a tenant that `caller` (an operator) owns, with its profile collection, its built-in
  /// channels "default" (rooms, publishable) and "eventlog" (rooms, not publishable), and its
  /// system rows. One made with the installation's secret is built in and belongs to the first
  /// operator (kConflict while there is none). The change must name the site; the tenant's id is
  /// new. Problems: "name" blank, too long, taken; kConflict with kLimitReached. kForbidden for
  /// anybody else.
  Result<Tenant> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  /// `base`, or with the least number behind it (after a hyphen) by which it is free; at most 64
  /// characters. kConflict with kLimitReached after 10'000 numbers.
  Result<std::string> FreeName(const Snapshot& snapshot, std::string_view base) const;
  /// Gives a tenant of an earlier version the system rows that it lacks: guest, groups, tables and
  /// actions, with the lists that hold once somebody administers it; and its people what new ones
  /// are born with (`kEverybody`, a group's unique name, a list). Where anybody or any group is,
  /// the tenant is not being founded any more. Does nothing where the rows are.
  Result<void> Complete(Transaction& tx, TenantId tenant) const;
  /// Needs kWriteTenant there; else kForbidden, or as `Get`. The change must name the site too.
  Result<Tenant> Update(Transaction& tx, const Caller& caller, TenantId id,
                        const Patch& patch) const;
  /// Gives the tenant another name; the former one is free with the commit, and leads nowhere. Only
  /// its owner may (kDeleteTenant there). A built-in tenant is known by its name to the
  /// configuration: kForbidden with kProtected. "name" as `Create`. The change must name the site.
  Result<Tenant> Rename(Transaction& tx, const Caller& caller, TenantId id,
                        std::string_view name) const;
  /// Signs sessions under a new key from now on. Those that are signed under the last
  /// `kSessionKeys - 1` keys before stay good; with `ending` none does. For the command line. The
  /// change must name the site and the tenant. kNotFound.
  Result<Tenant> RotateSessionKey(Transaction& tx, TenantId id, bool ending) const;
  static constexpr std::int64_t kSessionKeys = 4;
  /// The tenant is gone with the commit, for everybody: its name is free, its keys, roles,
  /// invitations and sessions open nothing. What was inside is removed by a job of the site. Who
  /// may: as `Rename`; or with the installation's secret, which removes built-in tenants too, but
  /// for `Options::kept`: kForbidden with kProtected. The change must name the site and the tenant.
  Result<void> Remove(Transaction& tx, const Caller& caller, TenantId id) const;
  /// Those in which the caller has a role; for an API key, or an access key with kReadTenant,
  /// exactly its own; all of them for the installation's secret; kForbidden for anybody else.
  Result<std::vector<Tenant>> List(const Snapshot& snapshot, const Caller& caller, Seek seek) const;
  /// kNotFound when the caller has no role there and no key of it; kForbidden for who has neither
  /// anywhere, see `List`.
  Result<Tenant> Get(const Snapshot& snapshot, const Caller& caller, TenantId id) const;

 private:
  Identities& identities_;
  Options options_;
};

}  // namespace guildhall
