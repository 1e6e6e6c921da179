#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "core/callers.h"
#include "core/detail/caller_cache.h"
#include "core/detail/caller_reader.h"

namespace guildhall {

/// What all of `Callers` shares: the store, what is remembered, and a way to each kind of caller.
/// Thread-safe.
struct Callers::Shared {
  using CallerCache = detail::CallerCache;

  Shared(Store& the_store, const Credentials& credentials, Options the_options,
         const Removals& removals);

  /// This thread's cache; null when nothing may be kept.
  CallerCache* Cache() const;
  /// Makes this thread's cache of the site and of `tenant` say what the store says, of which it may
  /// drop anything. kWouldWait where other nodes commit too.
  Result<void> Follow(Patience patience, TenantId tenant) const;

  /// The tenant that `look_up` finds in the site's part of the cache, or that `read` reads.
  template <class LookUp, class ReadRow>
  Result<std::shared_ptr<const Tenant>> FindTenantBy(Patience patience, const LookUp& look_up,
                                                     const ReadRow& read) const;

  // Applications and operators.
  Result<Caller> ResolveApiKey(Patience patience, TenantId tenant, const Presented& presented);
  /// An API key that is known already, and the epoch under which it is.
  struct KnownApiKey {
    std::int64_t epoch = 0;
    std::shared_ptr<const ApiKeyView> view;  ///< null when it is not known
  };
  Result<Caller> LoadApiKey(Patience patience, TenantId tenant, const Presented& presented,
                            KnownApiKey known);
  Result<Caller> FindApiKeyOnSite(Patience patience, const KeyBytes& key);
  Result<Caller> ResolveOperator(Patience patience, TenantId tenant, const KeyBytes& key);
  Result<Caller> LoadOperator(Patience patience, TenantId tenant, const KeyBytes& key,
                              CallerCache* cache);

  // People by themselves.
  struct Found {
    std::int64_t epoch = 0;                ///< the tenant's, at which this is so
    std::shared_ptr<const UserView> view;  ///< null: there is nobody of that id
  };
  Result<Found> FindUser(Patience patience, TenantId tenant, UserId id);
  /// A user who was read at that epoch, from now on in this thread's cache if there is one.
  std::shared_ptr<const UserView> KeepUser(TenantId tenant, std::int64_t epoch,
                                           UserView view) const;
  Result<std::optional<UserRows::Holder>> FindHolder(Patience patience, std::string_view key) const;

  // The same callers as the rows say now.
  Result<Caller> Renew(const Snapshot& snapshot, const Caller& caller) const;
  Result<Caller> RenewApiKey(const Snapshot& snapshot, const Caller& caller,
                             std::int64_t epoch) const;
  Result<Caller> RenewOperator(const Snapshot& snapshot, const Caller& caller) const;
  Result<Caller> RenewSession(const Snapshot& snapshot, const Caller& caller,
                              std::int64_t epoch) const;
  Result<Caller> RenewAccessKey(const Snapshot& snapshot, const Caller& caller,
                                std::int64_t epoch) const;

  Store& store;
  detail::CallerReader reader;
  const Options options;
  const detail::CallerCache::Company company;
  const std::shared_ptr<detail::EpochLogs> logs = std::make_shared<detail::EpochLogs>();
  const std::uint64_t instance;
  /// Tells the threads that their caches for this instance are of no use any more.
  const std::shared_ptr<const bool> alive = std::make_shared<const bool>(true);
};

namespace detail {

// Callers out of what is known of them. The views are never null, except a user that may be.

Caller MakeApiKeyCaller(TenantId tenant, std::int64_t epoch,
                        std::shared_ptr<const ApiKeyView> api_key,
                        std::shared_ptr<const UserView> user);
Caller MakeOperatorCaller(TenantId tenant, std::int64_t epoch, OperatorId id,
                          std::string_view digest, Role role);
/// Whether a session of this user, begun at that version, still stands.
bool HasSession(const UserView& user, std::int64_t auth_version);
Caller MakeSessionCaller(TenantId tenant, std::int64_t epoch, std::shared_ptr<const UserView> user);
/// Whether what his access key would allow him is in force at all.
bool MayAct(const UserView& user);
Caller MakeAccessKeyCaller(TenantId tenant, std::int64_t epoch,
                           std::shared_ptr<const UserView> user);

/// The operator's role; nobody has one on the site.
Result<Role> RoleIn(const Snapshot& snapshot, TenantId tenant, OperatorId id);

template <class T>
std::shared_ptr<const T> Share(T value) {
  return std::make_shared<const T>(std::move(value));
}

}  // namespace detail
}  // namespace guildhall
