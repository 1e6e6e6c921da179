#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/site_rows.h"
#include "store/sql/connection.h"
#include "store/sql/held_rows.h"
#include "store/sql/ledger.h"
#include "store/sql/row_memory.h"

namespace guildhall::store {

// What the constructors take is said in store/sql/rows.h.

class SqlTenants final : public TenantRows {
 public:
  SqlTenants(Connection& connection, Ledger* ledger, RowMemory* memory)
      : connection_(connection), ledger_(ledger), memory_(memory) {}

  Result<std::optional<Tenant>> Find(TenantId id) const override;
  Result<std::optional<Tenant>> FindByName(std::string_view name) const override;
  Result<std::optional<Tenant>> FindByObjectId(const ObjectId& id) const override;
  Result<std::vector<Tenant>> List(Seek seek) const override;
  Result<std::vector<TenantId>> ListIncomplete(std::int32_t limit) const override;
  Result<std::vector<Tenant>> ListOf(OperatorId id, Seek seek) const override;
  Result<std::int64_t> CountOwnedBy(OperatorId id) const override;
  Result<Role> RoleOf(TenantId tenant, OperatorId id) const override;
  Result<void> Insert(const Tenant& tenant) override;
  Result<void> Update(const Tenant& tenant) override;
  Result<void> SetRole(TenantId tenant, OperatorId id, Role role) override;
  Result<void> Remove(TenantId tenant) override;
  Result<std::int64_t> Purge(TenantId tenant, std::int32_t limit) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
  RowMemory* memory_;
};

class SqlOperators final : public OperatorRows {
 public:
  SqlOperators(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Operator>> Find(OperatorId id) const override;
  Result<std::optional<Operator>> FindByEmail(std::string_view email) const override;
  Result<std::optional<Operator>> FindByKey(std::string_view digest) const override;
  Result<bool> AnyExists() const override;
  Result<std::optional<OperatorId>> First() const override;
  Result<std::vector<Administrator>> ListOf(TenantId tenant, Seek seek) const override;
  Result<std::optional<Key>> FindKey(OperatorId id) const override;
  Result<void> Insert(const Operator& row) override;
  Result<void> Update(const Operator& row) override;
  Result<void> SetKey(OperatorId id, const Key& key) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlInvitations final : public InvitationRows {
 public:
  explicit SqlInvitations(Connection& connection) : connection_(connection) {}

  Result<std::optional<Invitation>> FindByDigest(std::string_view digest) const override;
  Result<std::optional<Invitation>> FindAnywhere(InvitationId id) const override;
  Result<std::optional<Invitation>> Find(TenantId tenant, InvitationId id) const override;
  Result<std::optional<Invitation>> FindByEmail(TenantId tenant,
                                                std::string_view email) const override;
  Result<std::vector<Invitation>> List(TenantId tenant, Seek seek) const override;
  Result<std::vector<Invitation>> ListNewTo(OperatorId invitee, Seek seek) const override;
  Result<void> Insert(const Invitation& row) override;
  Result<void> Update(const Invitation& row) override;
  Result<void> Remove(TenantId tenant, InvitationId id) override;

 private:
  Connection& connection_;
};

class SqlMails final : public MailRows {
 public:
  explicit SqlMails(Connection& connection) : connection_(connection) {}

  Result<std::optional<WaitingMail>> Find(MailKind kind, std::int64_t subject) const override;
  Result<std::vector<WaitingMail>> ListDue(Time now, std::int32_t limit) const override;
  Result<void> Put(const WaitingMail& row) override;
  Result<void> Remove(MailKind kind, std::int64_t subject) override;

 private:
  Connection& connection_;
};

class SqlUserPasswordResets final : public UserPasswordResetRows {
 public:
  explicit SqlUserPasswordResets(Connection& connection) : connection_(connection) {}

  Result<std::optional<UserPasswordReset>> Find(std::int64_t id) const override;
  Result<std::optional<UserPasswordReset>> FindOfUser(TenantId tenant, UserId user) const override;
  Result<void> Put(const UserPasswordReset& row) override;
  Result<void> Update(const UserPasswordReset& row) override;
  Result<std::int64_t> RemoveBefore(Time by, std::int32_t limit) override;

 private:
  Connection& connection_;
};

class SqlApiKeys final : public ApiKeyRows {
 public:
  SqlApiKeys(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<ApiKey>> FindByDigest(std::string_view digest) const override;
  Result<std::optional<ApiKey>> Find(TenantId tenant, ApiKeyId id) const override;
  Result<std::vector<ApiKey>> List(TenantId tenant, Seek seek) const override;
  Result<void> Insert(const ApiKey& row) override;
  Result<void> Update(const ApiKey& row) override;
  Result<void> Remove(TenantId tenant, ApiKeyId id) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlJobs final : public JobRows {
 public:
  SqlJobs(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Job>> Find(TenantId tenant, JobId id) const override;
  Result<std::vector<Job>> ListOf(TenantId tenant) const override;
  Result<std::vector<Job>> ListDue(Time by, std::int32_t limit) const override;
  Result<void> Insert(const Job& row) override;
  Result<void> Update(const Job& row) override;
  Result<void> Remove(TenantId tenant, JobId id) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
  mutable HeldRows<TenantId, std::vector<Job>> held_;
};

}  // namespace guildhall::store
