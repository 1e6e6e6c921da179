#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/random.h"
#include "core/account_recovery.h"
#include "core/administrators.h"
#include "core/api_keys.h"
#include "core/audit.h"
#include "core/callers.h"
#include "core/channels.h"
#include "core/collections.h"
#include "core/credentials.h"
#include "core/files.h"
#include "core/groups.h"
#include "core/identities.h"
#include "core/invitations.h"
#include "core/jobs.h"
#include "core/memberships.h"
#include "core/operators.h"
#include "core/outbox.h"
#include "core/records.h"
#include "core/removals.h"
#include "core/sign_in_limits.h"
#include "core/store.h"
#include "core/tables.h"
#include "core/tenant_settings.h"
#include "core/tenants.h"
#include "core/user_imports.h"
#include "core/user_recovery.h"
#include "core/users.h"

namespace guildhall {

/// The public face of the core, which every dialect holds. Thread-safe; outlives its users.
class Core {
 public:
  struct Options {
    Callers::Options callers{};
    Tenants::Options tenants{};
    Collections::Options collections{};
    Removals::Options removals{};
    SignInLimits::Options sign_in_limits{};
    AuditLog::Options audit{};
    Registration registration = Registration::kByInvitation;
    /// Where the bytes of files lie, which outlives the core; null: in the store's own rows.
    FileBytes* file_bytes = nullptr;
    /// Told of every message that was said, here or through another node, after its commit and
    /// before the change is acknowledged; from threads of the store's.
    std::function<void(const Said&)> on_said{};
  };

  /// Connects itself to `store.OnCommit`. Everything given must outlive the core.
  Core(Store& store, const KeyRing& keys, const Clock& clock, Random& random,
       const Options& options);

  [[nodiscard]] Store& store() { return store_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] Callers& callers() { return callers_; }
  [[nodiscard]] const Credentials& credentials() const { return credentials_; }
  [[nodiscard]] SignInLimits& sign_in_limits() { return sign_in_limits_; }
  [[nodiscard]] const Operators& operators() const { return operators_; }
  [[nodiscard]] const AccountRecovery& account_recovery() const { return account_recovery_; }
  [[nodiscard]] const Administrators& administrators() const { return administrators_; }
  [[nodiscard]] const Invitations& invitations() const { return invitations_; }
  [[nodiscard]] const Outbox& outbox() const { return outbox_; }
  [[nodiscard]] const Tenants& tenants() const { return tenants_; }
  [[nodiscard]] const ApiKeys& api_keys() const { return api_keys_; }
  [[nodiscard]] const Users& users() const { return users_; }
  [[nodiscard]] const Groups& groups() const { return groups_; }
  [[nodiscard]] const Memberships& memberships() const { return memberships_; }
  [[nodiscard]] const Collections& collections() const { return collections_; }
  [[nodiscard]] const Tables& tables() const { return tables_; }
  [[nodiscard]] const Records& records() const { return records_; }
  [[nodiscard]] const TenantSettings& settings() const { return settings_; }
  [[nodiscard]] const UserImports& user_imports() const { return user_imports_; }
  [[nodiscard]] const UserRecovery& user_recovery() const { return user_recovery_; }
  [[nodiscard]] const Channels& channels() const { return channels_; }
  [[nodiscard]] Files& files() { return files_; }
  [[nodiscard]] Jobs& jobs() { return jobs_; }
  [[nodiscard]] AuditLog& audit() { return audit_; }

  /// Runs `reading` over one snapshot and gives what it returns:
  /// `core.Read(patience, [&](const Snapshot& s) { return core.users().Get(s, caller, id); })`.
  template <class Reading>
  auto Read(Patience patience, Reading&& reading) const
      -> decltype(reading(std::declval<const Snapshot&>())) {
    using Answer = decltype(reading(std::declval<const Snapshot&>()));
    Answer answer = Fail(Errc::kInternal, "reading did not run");
    auto read = store_.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
      answer = reading(snapshot);
      return {};
    });
    if (!read) return Fail(std::move(read).error());
    return answer;
  }

 private:
  /// What a commit means to the parts of the core that keep something in memory.
  void Committed(const Commit& commit);
  /// Whether removals are under way, as the store says now.
  void SettleRemovals();

  Store& store_;
  const Clock& clock_;
  Removals removals_;
  Jobs jobs_;
  Identities identities_;
  Credentials credentials_;
  Callers callers_;
  SignInLimits sign_in_limits_;
  Operators operators_;
  AccountRecovery account_recovery_;
  Administrators administrators_;
  Invitations invitations_;
  Outbox outbox_;
  Tenants tenants_;
  ApiKeys api_keys_;
  Groups groups_;
  Memberships memberships_;
  Collections collections_;
  Tables tables_;
  Records records_;
  Channels channels_;
  Users users_;
  UserImports user_imports_;
  ChunkedFileBytes chunked_file_bytes_;
  Files files_;
  AuditLog audit_;
  TenantSettings settings_;
  UserRecovery user_recovery_;
};

}  // namespace guildhall
