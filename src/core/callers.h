#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "core/credentials.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall {

namespace detail {
class CallerCache;
}

/// Turns presented keys into callers, and keeps what it learns in memory.
///
/// The memory is one cache per thread, with a byte budget of its own, so a hit takes no lock and
/// touches nothing that another thread writes except the tenant's epoch. A commit of this node
/// raises that epoch before it is acknowledged; the next look-up of each thread then drops what
/// the commit touched. Where the store cannot promise `SeesEveryCommit`, the store is asked for the
/// epoch too, by one statement for each request that is told by a `Serving`, and for each look-up
/// otherwise. A hit equals a miss. Thread-safe.
class Callers {
 public:
  struct Options {
    bool cache = true;
    std::size_t cache_bytes_per_thread = 256U << 20;
  };

  Callers(Store& store, const Credentials& credentials, Options options,
          const Removals& removals = Removals::ReadingThrough());
  ~Callers();

  /// As long as it lives, its thread serves one request: what the store said at the first look-up
  /// about changes of other nodes holds to its end. Outlived by the `Callers`.
  class Serving {
   public:
    explicit Serving(const Callers& callers);
    ~Serving();
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

   private:
    detail::CallerCache* cache_;
  };

  /// What was presented with a request.
  struct Presented {
    std::optional<KeyBytes> key{};       ///< an API key or an operator's key
    std::optional<KeyBytes> user_key{};  ///< looked at only together with a valid API key
  };

  /// By name, lower-case. kNotFound; kWouldWait.
  Result<std::shared_ptr<const Tenant>> FindTenant(Patience patience, std::string_view name);

  /// Who asks within `tenant`. No key: an anonymous caller. An unknown key, or an API key of
  /// another tenant: kUnauthenticated. An unknown user key: no user. An operator without a role
  /// there gets Role::kNone and no powers.
  Result<Caller> Resolve(Patience patience, TenantId tenant, const Presented& presented);

  /// The same outside any tenant: `Caller::tenant` is the API key's own, or the site.
  Result<Caller> ResolveOnSite(Patience patience, const Presented& presented);

  /// A signed-in user, or a guest: who is unknown, gone, deactivated, or whose `auth_version` is
  /// another one by now, is a guest. Callers of this kind act under lists; a member of
  /// `kAdministrators` has `PowersOfAdministrator`.
  Result<Caller> ResolveSession(Patience patience, TenantId tenant, UserId user,
                                std::int64_t auth_version);
  /// The same for a guest.
  static Caller Guest(TenantId tenant);
  /// Whose access key this is, in whatever tenant; deactivated users too, with no powers: look at
  /// `UserView::user.active` and `capability_group_inactive`. Unknown: kUnauthenticated.
  Result<Caller> ResolveAccessKey(Patience patience, std::string_view key);
  /// Who showed the installation's secret, within `tenant` (or the site).
  static Caller Installation(TenantId tenant);
  /// The tenant's owner, for whom somebody acts who has the store itself: commands, not requests.
  static Caller Owner(const Tenant& tenant);
  /// By organisation id. kNotFound; kWouldWait.
  Result<std::shared_ptr<const Tenant>> FindTenantByObjectId(Patience patience, const ObjectId& id);

  /// The caller as he is inside this change: himself when nothing changed since he was resolved,
  /// else resolved anew by what the rows say now. kUnauthenticated when his key is gone or was
  /// replaced. A user whose key was replaced, or who is gone or inactive, is no user any more; nor
  /// is one whose session has ended. An access key of a user who is inactive by now: kForbidden.
  /// Every change begins with this.
  Result<Caller> Renew(const Snapshot& snapshot, const Caller& caller) const;

  /// A user with what answers show, read from `snapshot` and not from memory. kNotFound.
  Result<std::shared_ptr<const UserView>> ReadUser(const Snapshot& snapshot, TenantId tenant,
                                                   UserId id) const;
  /// The same for several, read together: in the order of `ids`, those who are not there left out.
  Result<std::vector<std::shared_ptr<const UserView>>> ReadUsers(const Snapshot& snapshot,
                                                                 TenantId tenant,
                                                                 std::span<const UserId> ids) const;
  /// `ReadUser` through the memory. kNotFound; kWouldWait.
  Result<std::shared_ptr<const UserView>> FindUser(Patience patience, TenantId tenant, UserId id);

  /// Those of `ids` who are there, in that order, through the memory; the others are read together.
  /// kWouldWait.
  Result<std::vector<std::shared_ptr<const UserView>>> FindUsers(Patience patience, TenantId tenant,
                                                                 std::span<const UserId> ids);

  /// The tenant's epoch by now, from memory where it is kept: what was made of things that raise
  /// it, read no earlier than this was asked, holds for as long as the answer stays the same. 0:
  /// there is no such tenant. kWouldWait.
  Result<std::int64_t> EpochOf(Patience patience, TenantId tenant);

  /// Connected to `Store::OnCommit` by the wiring.
  void Committed(const Commit& commit);

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace guildhall
