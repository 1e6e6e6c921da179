#pragma once

#include "core/store.h"
#include "store/sql/connection.h"
#include "store/sql/ledger.h"
#include "store/sql/rows.h"

namespace guildhall::store {

/// The tables over a connection, for both ports of the core: what `Port` reads.
template <class Port>
class SqlView : public Port {
 public:
  [[nodiscard]] const TenantRows& tenants() const override { return rows_.tenants; }
  [[nodiscard]] const OperatorRows& operators() const override { return rows_.operators; }
  [[nodiscard]] const InvitationRows& invitations() const override { return rows_.invitations; }
  [[nodiscard]] const MailRows& mails() const override { return rows_.mails; }
  [[nodiscard]] const ApiKeyRows& api_keys() const override { return rows_.api_keys; }
  [[nodiscard]] const UserRows& users() const override { return rows_.users; }
  [[nodiscard]] const GroupRows& groups() const override { return rows_.groups; }
  [[nodiscard]] const MembershipRows& memberships() const override { return rows_.memberships; }
  [[nodiscard]] const CollectionRows& collections() const override { return rows_.collections; }
  [[nodiscard]] const ActionRows& actions() const override { return rows_.actions; }
  [[nodiscard]] const RecordRows& records() const override { return rows_.records; }
  [[nodiscard]] const ChannelRows& channels() const override { return rows_.channels; }
  [[nodiscard]] const EventRows& events() const override { return rows_.events; }
  [[nodiscard]] const JobRows& jobs() const override { return rows_.jobs; }
  [[nodiscard]] const FileRows& files() const override { return rows_.files; }
  [[nodiscard]] const AuditRows& audit() const override { return rows_.audit; }
  [[nodiscard]] const SettingRows& settings() const override { return rows_.settings; }
  [[nodiscard]] const UserPasswordResetRows& password_resets() const override {
    return rows_.password_resets;
  }
  Result<std::int64_t> Epoch(TenantId tenant) const override { return rows_.Epoch(tenant); }

 protected:
  SqlView(Connection& connection, Ledger* ledger, RowMemory* memory)
      : rows_(connection, ledger, memory) {}
  SqlRows rows_;
};

/// The core's view over a connection on which the engine has begun a consistent read. May be kept
/// with the connection and used for one transaction after another.
class SqlSnapshot final : public SqlView<Snapshot> {
 public:
  /// `memory`: null where others commit too.
  explicit SqlSnapshot(Connection& connection, RowMemory* memory = nullptr)
      : SqlView(connection, nullptr, memory) {}
};

/// The core's change over a connection and the ledger of the transaction under way. Begin, locks,
/// savepoints and commit are the writer's business.
class SqlTransaction final : public SqlView<Transaction> {
 public:
  SqlTransaction(Connection& connection, Ledger& ledger, RowMemory* memory)
      : SqlView(connection, &ledger, memory), ledger_(ledger) {}

  [[nodiscard]] TenantRows& tenants() override { return rows_.tenants; }
  [[nodiscard]] OperatorRows& operators() override { return rows_.operators; }
  [[nodiscard]] InvitationRows& invitations() override { return rows_.invitations; }
  [[nodiscard]] MailRows& mails() override { return rows_.mails; }
  [[nodiscard]] ApiKeyRows& api_keys() override { return rows_.api_keys; }
  [[nodiscard]] UserRows& users() override { return rows_.users; }
  [[nodiscard]] GroupRows& groups() override { return rows_.groups; }
  [[nodiscard]] MembershipRows& memberships() override { return rows_.memberships; }
  [[nodiscard]] CollectionRows& collections() override { return rows_.collections; }
  [[nodiscard]] ActionRows& actions() override { return rows_.actions; }
  [[nodiscard]] RecordRows& records() override { return rows_.records; }
  [[nodiscard]] ChannelRows& channels() override { return rows_.channels; }
  [[nodiscard]] EventRows& events() override { return rows_.events; }
  [[nodiscard]] JobRows& jobs() override { return rows_.jobs; }
  [[nodiscard]] FileRows& files() override { return rows_.files; }
  [[nodiscard]] AuditRows& audit() override { return rows_.audit; }
  [[nodiscard]] SettingRows& settings() override { return rows_.settings; }
  [[nodiscard]] UserPasswordResetRows& password_resets() override { return rows_.password_resets; }

  [[nodiscard]] Time Now(TenantId tenant) override { return ledger_.Now(tenant); }
  std::int64_t Next(TenantId tenant, Sequence sequence) override;
  void Touch(TenantId tenant, Touched touched) override { ledger_.Touch(tenant, touched); }

 private:
  Ledger& ledger_;
};

}  // namespace guildhall::store
