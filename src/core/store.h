#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/ids.h"
#include "core/rows.h"
#include "core/topic.h"

namespace guildhall {

/// One consistent view of the store. Lives as long as the call that hands it out; belongs to the
/// calling thread.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  [[nodiscard]] virtual const TenantRows& tenants() const = 0;
  [[nodiscard]] virtual const OperatorRows& operators() const = 0;
  [[nodiscard]] virtual const InvitationRows& invitations() const = 0;
  [[nodiscard]] virtual const MailRows& mails() const = 0;
  [[nodiscard]] virtual const ApiKeyRows& api_keys() const = 0;
  [[nodiscard]] virtual const UserRows& users() const = 0;
  [[nodiscard]] virtual const GroupRows& groups() const = 0;
  [[nodiscard]] virtual const MembershipRows& memberships() const = 0;
  [[nodiscard]] virtual const CollectionRows& collections() const = 0;
  [[nodiscard]] virtual const ActionRows& actions() const = 0;
  [[nodiscard]] virtual const RecordRows& records() const = 0;
  [[nodiscard]] virtual const ChannelRows& channels() const = 0;
  [[nodiscard]] virtual const EventRows& events() const = 0;
  [[nodiscard]] virtual const JobRows& jobs() const = 0;
  [[nodiscard]] virtual const FileRows& files() const = 0;
  [[nodiscard]] virtual const AuditRows& audit() const = 0;
  [[nodiscard]] virtual const SettingRows& settings() const = 0;
  [[nodiscard]] virtual const UserPasswordResetRows& password_resets() const = 0;

  /// The tenant's epoch in this view: it rises with every change of what nodes cache. 0 when there
  /// is no such tenant. The site's epoch covers operators, their keys and the names of tenants.
  /// It also rises when the database turns out to be another copy, which may lack commits.
  virtual Result<std::int64_t> Epoch(TenantId tenant) const = 0;
};

/// Numbers that a transaction deals. Dense: a rolled-back change gives its numbers back.
enum class Sequence : std::uint8_t {
  kTenant,      ///< of the site
  kOperator,    ///< of the site
  kApiKey,      ///< of the site
  kInvitation,  ///< of the site
  kUser,
  kGroup,
  kMembership,
  kGrant,
  kCollection,  ///< starts at 16
  kRecord,      ///< one sequence for the records of all collections
  kChannel,
  kMessage,
  kJob,
  kAuditEntry,
  kAction,
  kPasswordReset,  ///< of the site
};

/// What a commit changed that nodes keep in memory.
struct Touched {
  enum class Kind : std::uint8_t {
    kTenant,
    kOperator,
    kApiKey,
    kUser,
    kGroup,
    kCollection,
    kChannel,
    kAction,
    kJob  ///< began or ended: something of the tenant is hidden, or is not any more
  };
  Kind kind{};
  std::int64_t id = 0;

  friend bool operator==(const Touched&, const Touched&) = default;
};

/// A change being made. It has locked the counters of its tenants, in ascending order, before the
/// closure began: changes of one tenant are serial, so "check, then write" is safe. Belongs to the
/// store's writer thread.
class Transaction : public Snapshot {
 public:
  using Snapshot::actions, Snapshot::api_keys, Snapshot::audit, Snapshot::channels,
      Snapshot::collections, Snapshot::events, Snapshot::files, Snapshot::groups,
      Snapshot::invitations, Snapshot::jobs, Snapshot::mails, Snapshot::memberships,
      Snapshot::operators, Snapshot::password_resets, Snapshot::records, Snapshot::settings,
      Snapshot::tenants, Snapshot::users;
  [[nodiscard]] virtual TenantRows& tenants() = 0;
  [[nodiscard]] virtual OperatorRows& operators() = 0;
  [[nodiscard]] virtual InvitationRows& invitations() = 0;
  [[nodiscard]] virtual MailRows& mails() = 0;
  [[nodiscard]] virtual ApiKeyRows& api_keys() = 0;
  [[nodiscard]] virtual UserRows& users() = 0;
  [[nodiscard]] virtual GroupRows& groups() = 0;
  [[nodiscard]] virtual MembershipRows& memberships() = 0;
  [[nodiscard]] virtual CollectionRows& collections() = 0;
  [[nodiscard]] virtual ActionRows& actions() = 0;
  [[nodiscard]] virtual RecordRows& records() = 0;
  [[nodiscard]] virtual ChannelRows& channels() = 0;
  [[nodiscard]] virtual EventRows& events() = 0;
  [[nodiscard]] virtual JobRows& jobs() = 0;
  [[nodiscard]] virtual FileRows& files() = 0;
  [[nodiscard]] virtual AuditRows& audit() = 0;
  [[nodiscard]] virtual SettingRows& settings() = 0;
  [[nodiscard]] virtual UserPasswordResetRows& password_resets() = 0;

  /// The time of this change in the tenant: later than that of every change of it before
  /// (`max(clock, last + 1 µs)`), so times rise with ids. The tenant must be one of the change's.
  [[nodiscard]] virtual Time Now(TenantId tenant) = 0;

  /// The next number. Site sequences need the site among the change's tenants.
  virtual std::int64_t Next(TenantId tenant, Sequence sequence) = 0;

  /// Raises the tenant's epoch at commit and tells every cache what to drop. The row writers of
  /// tenants, operators, keys, users, groups, memberships (as their user), collections and channels
  /// do this themselves (operators and tenants on the site's epoch, a tenant's own too). Records do
  /// not: whoever writes a profile touches its user.
  virtual void Touch(TenantId tenant, Touched touched) = 0;
};

/// Whether a caller can afford to wait for another process.
enum class Patience : std::uint8_t {
  kInstant,  ///< on an event loop: memory, or a short local read
  kMayWait,
};

/// The epochs of the site and of a tenant at one moment, as `Snapshot::Epoch` gives them.
struct Epochs {
  std::int64_t site = 0;
  std::int64_t tenant = 0;
};

/// A commit as the node that made it learns of it, before the change is acknowledged.
struct Commit {
  struct PerTenant {
    TenantId tenant;
    std::int64_t epoch_before = 0;  ///< a gap behind the last that was told is another node's
    std::int64_t epoch = 0;         ///< after the commit
    std::int64_t last_event = 0;
    std::vector<Touched> touched;  ///< empty when the epoch did not rise
  };
  std::vector<PerTenant> tenants;
  /// Of the tenants in which something was said.
  std::vector<Said> said;
};

/// A change: reads, decides and writes within the transaction. An Error undoes all that it wrote,
/// and nothing of what others did in the same transaction. It may be run more than once, so it has
/// no effect outside its transaction; it never hashes a password, calls out or waits.
using Change = std::function<Result<void>(Transaction&)>;

/// The port that the core needs from storage. Implementations are thread-safe.
class Store {
 public:
  virtual ~Store() = default;

  using Reading = std::function<Result<void>(const Snapshot&)>;

  /// Runs `reading` on the calling thread over one consistent view, and returns what it returns.
  /// With `kInstant` and a back end that talks to another process: kWouldWait, without having run
  /// anything. kUnavailable when the store cannot be reached or is closed.
  virtual Result<void> Read(Patience patience, const Reading& reading) const = 0;

  /// The epochs by now: what `Read` would see of them. Errors as there.
  virtual Result<Epochs> ReadEpochs(Patience patience, TenantId tenant) const;

  /// Queues `change` for the writer; `done` is called exactly once, on the writer's thread, after
  /// the commit that carries it (or with the error that undid it). Waiting changes share a commit.
  /// What `done` was told is committed survives `kill -9` and loss of power.
  /// `tenants`: one tenant, or the site and one; any order. A full queue is kUnavailable at once,
  /// from the calling thread.
  virtual void Write(std::vector<TenantId> tenants, Change change,
                     std::function<void(Result<void>)> done) = 0;

  /// Whether this node may keep what it read in memory and trust it until `OnCommit` says
  /// otherwise: true only while every commit passes through this node. Elsewhere what was read may
  /// be kept too, but is to be trusted only under the epoch that the store says by then.
  [[nodiscard]] virtual bool SeesEveryCommit() const = 0;

  /// Whoever reads an epoch below one that he had seen says so here: the database is not the one
  /// that it was. Every epoch is another one from then on.
  virtual void Disown() {}

  /// Called on the writer's thread after each commit and before its `done` calls. Set once, before
  /// the first write.
  virtual void OnCommit(std::function<void(const Commit&)> listener) = 0;

  /// Called with what other nodes' commits said, on a thread of the store's own: soon as a rule,
  /// but perhaps twice, late or, when a connection breaks, not at all. Never by a store that sees
  /// every commit itself. Set once, before the first write.
  virtual void OnNews(const std::function<void(const Said&)>& /*listener*/) {}

  /// Finishes queued writes, then refuses everything with kUnavailable. Waits.
  virtual void Close() = 0;
};

/// `Store::Write` for callers that may wait: tests, start-up and commands.
Result<void> WriteAndWait(Store& store, std::vector<TenantId> tenants, Change change);

}  // namespace guildhall
