#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/ids.h"
#include "core/job.h"
#include "core/people.h"
#include "core/seek_page.h"
#include "core/tenant.h"

namespace guildhall {

// Tables that are not of one tenant alone, or are the server's own work. The rules are in
// core/rows.h.

/// The directory: found before a tenant is known.
class TenantRows {
 public:
  virtual ~TenantRows() = default;
  virtual Result<std::optional<Tenant>> Find(TenantId id) const = 0;
  virtual Result<std::optional<Tenant>> FindByName(std::string_view name) const = 0;
  virtual Result<std::optional<Tenant>> FindByObjectId(const ObjectId& id) const = 0;
  /// All tenants of the server.
  virtual Result<std::vector<Tenant>> List(Seek seek) const = 0;
  /// Tenants that an earlier version made and that lack the rows of later ones (`SystemRows`).
  virtual Result<std::vector<TenantId>> ListIncomplete(std::int32_t limit) const = 0;
  /// Tenants in which the operator has a role, by ascending or descending id.
  virtual Result<std::vector<Tenant>> ListOf(OperatorId id, Seek seek) const = 0;
  /// Built-in ones are not counted.
  virtual Result<std::int64_t> CountOwnedBy(OperatorId id) const = 0;
  /// kNone when the operator has no role there. The owner's role is kOwner.
  virtual Result<Role> RoleOf(TenantId tenant, OperatorId id) const = 0;

  /// Also makes the tenant's row of counters. Needs the site among the transaction's tenants;
  /// the new tenant can be written to in the same transaction.
  virtual Result<void> Insert(const Tenant& tenant) = 0;
  virtual Result<void> Update(const Tenant& tenant) = 0;
  /// kNone removes the role. Needs the site among the transaction's tenants and touches the
  /// operator on the site's epoch.
  virtual Result<void> SetRole(TenantId tenant, OperatorId id, Role role) = 0;
  /// Removes the row and whatever leads to the tenant from outside: its name, the roles in it, its
  /// API keys, invitations and jobs, and its counters, so that no change can name it any more and
  /// its epoch reads as 0. What is inside stays for `Purge`. Needs the site and the tenant.
  virtual Result<void> Remove(TenantId tenant) = 0;
  /// Removes up to `limit` rows of what is inside a tenant that is gone; how many. 0: there are
  /// none left. Under the site's lock.
  virtual Result<std::int64_t> Purge(TenantId tenant, std::int32_t limit) = 0;
};

class OperatorRows {
 public:
  virtual ~OperatorRows() = default;
  virtual Result<std::optional<Operator>> Find(OperatorId id) const = 0;
  virtual Result<std::optional<Operator>> FindByEmail(std::string_view email) const = 0;
  virtual Result<std::optional<Operator>> FindByKey(std::string_view digest) const = 0;
  virtual Result<bool> AnyExists() const = 0;
  /// The operator who came first; nothing while there is none.
  virtual Result<std::optional<OperatorId>> First() const = 0;
  /// Those who have a role in the tenant, by operator id; its owner's is kOwner.
  virtual Result<std::vector<Administrator>> ListOf(TenantId tenant, Seek seek) const = 0;

  struct Key {
    std::string digest;
    std::string sealed;
  };
  virtual Result<std::optional<Key>> FindKey(OperatorId id) const = 0;

  virtual Result<void> Insert(const Operator& row) = 0;
  virtual Result<void> Update(const Operator& row) = 0;
  /// Replaces the operator's key: the former one is gone in the same transaction.
  virtual Result<void> SetKey(OperatorId id, const Key& key) = 0;
};

class InvitationRows {
 public:
  virtual ~InvitationRows() = default;
  /// Across tenants: this is how the tenant is found.
  virtual Result<std::optional<Invitation>> FindByDigest(std::string_view digest) const = 0;
  virtual Result<std::optional<Invitation>> FindAnywhere(InvitationId id) const = 0;
  virtual Result<std::optional<Invitation>> Find(TenantId tenant, InvitationId id) const = 0;
  virtual Result<std::optional<Invitation>> FindByEmail(TenantId tenant,
                                                        std::string_view email) const = 0;
  virtual Result<std::vector<Invitation>> List(TenantId tenant, Seek seek) const = 0;
  /// Of all tenants that exist: those to this operator which are new.
  virtual Result<std::vector<Invitation>> ListNewTo(OperatorId invitee, Seek seek) const = 0;

  virtual Result<void> Insert(const Invitation& row) = 0;
  virtual Result<void> Update(const Invitation& row) = 0;
  virtual Result<void> Remove(TenantId tenant, InvitationId id) = 0;
};

/// The mails that wait to be sent. They name rows, and hold no credential.
class MailRows {
 public:
  virtual ~MailRows() = default;
  virtual Result<std::optional<WaitingMail>> Find(MailKind kind, std::int64_t subject) const = 0;
  /// Those that are due at `now`, the longest waiting first.
  virtual Result<std::vector<WaitingMail>> ListDue(Time now, std::int32_t limit) const = 0;

  /// Takes the place of the one of that kind and subject, if any.
  virtual Result<void> Put(const WaitingMail& row) = 0;
  /// Does nothing when there is none.
  virtual Result<void> Remove(MailKind kind, std::int64_t subject) = 0;
};

/// New passwords that users have asked for. Changes name the site and the tenant.
class UserPasswordResetRows {
 public:
  virtual ~UserPasswordResetRows() = default;
  /// Across tenants: this is how the mailer finds it.
  virtual Result<std::optional<UserPasswordReset>> Find(std::int64_t id) const = 0;
  virtual Result<std::optional<UserPasswordReset>> FindOfUser(TenantId tenant,
                                                              UserId user) const = 0;

  /// Takes the place of the user's former one, if any.
  virtual Result<void> Put(const UserPasswordReset& row) = 0;
  /// Same id.
  virtual Result<void> Update(const UserPasswordReset& row) = 0;
  /// Removes up to `limit` of all tenants that were made before `by`; how many.
  virtual Result<std::int64_t> RemoveBefore(Time by, std::int32_t limit) = 0;
};

class ApiKeyRows {
 public:
  virtual ~ApiKeyRows() = default;
  /// Across tenants: this is how a request's tenant may be found.
  virtual Result<std::optional<ApiKey>> FindByDigest(std::string_view digest) const = 0;
  virtual Result<std::optional<ApiKey>> Find(TenantId tenant, ApiKeyId id) const = 0;
  virtual Result<std::vector<ApiKey>> List(TenantId tenant, Seek seek) const = 0;

  virtual Result<void> Insert(const ApiKey& row) = 0;
  virtual Result<void> Update(const ApiKey& row) = 0;
  virtual Result<void> Remove(TenantId tenant, ApiKeyId id) = 0;
};

/// Work that is done step by step.
class JobRows {
 public:
  virtual ~JobRows() = default;
  virtual Result<std::optional<Job>> Find(TenantId tenant, JobId id) const = 0;
  /// All of one tenant's, or of the site's, by id.
  virtual Result<std::vector<Job>> ListOf(TenantId tenant) const = 0;
  /// Of all tenants and the site: those that are due by then, the longest due first. Costs what
  /// the page costs.
  virtual Result<std::vector<Job>> ListDue(Time by, std::int32_t limit) const = 0;

  /// Touches the tenant (`Touched::Kind::kJob`), as `Remove` does.
  virtual Result<void> Insert(const Job& row) = 0;
  virtual Result<void> Update(const Job& row) = 0;
  virtual Result<void> Remove(TenantId tenant, JobId id) = 0;
};

}  // namespace guildhall
