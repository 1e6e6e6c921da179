#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/rows.h"
#include "store/sql/connection.h"
#include "store/sql/ledger.h"

namespace guildhall::store {

// The core's tables over one connection. `ledger` is the transaction's, or null in a snapshot,
// which only reads. The promises are those of core/rows.h.

class SqlTenants final : public TenantRows {
 public:
  SqlTenants(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

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

class SqlUsers final : public UserRows {
 public:
  SqlUsers(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<User>> Find(TenantId tenant, UserId id) const override;
  Result<std::optional<User>> FindByName(TenantId tenant, std::string_view name) const override;
  Result<std::optional<User>> FindByKey(TenantId tenant, std::string_view digest) const override;
  Result<std::optional<User>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<User>> FindByObjectId(TenantId tenant, const ObjectId& id) const override;
  Result<std::optional<Holder>> FindByAccessKey(std::string_view digest) const override;
  Result<std::vector<User>> FindMany(TenantId tenant, std::span<const UserId> ids) const override;
  Result<std::vector<User>> List(TenantId tenant, Seek seek) const override;
  Result<std::vector<UserId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                   Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                             std::int64_t bound) const override;
  Result<void> Insert(TenantId tenant, const User& row) override;
  Result<void> Update(TenantId tenant, const User& row) override;
  Result<void> Remove(TenantId tenant, UserId id) override;

 private:
  /// The row as it is before a change; kNotFound when there is none.
  [[nodiscard]] Result<User> Before(TenantId tenant, UserId id) const;

  Connection& connection_;
  Ledger* ledger_;
};

class SqlGroups final : public GroupRows {
 public:
  SqlGroups(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Group>> Find(TenantId tenant, GroupId id) const override;
  Result<std::vector<Group>> FindMany(TenantId tenant, std::span<const GroupId> ids) const override;
  Result<std::optional<Group>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Group>> FindByObjectId(TenantId tenant, const ObjectId& id) const override;
  Result<std::optional<Group>> FindByUniqueName(TenantId tenant,
                                                std::string_view name) const override;
  Result<std::vector<GroupId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                    Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                             std::int64_t bound) const override;
  Result<std::vector<Group>> List(TenantId tenant, Seek seek, bool personal) const override;
  Result<void> Insert(TenantId tenant, const Group& row) override;
  Result<void> Update(TenantId tenant, const Group& row) override;
  Result<void> Remove(TenantId tenant, GroupId id) override;

 private:
  /// The row, found by one value, with its grants.
  template <class Key>
  Result<std::optional<Group>> FindBy(const Statement& statement, TenantId tenant,
                                      const Key& key) const;
  /// The row as it is before a change; kNotFound when there is none. Its grants are empty places.
  [[nodiscard]] Result<Group> Before(TenantId tenant, GroupId id) const;

  Connection& connection_;
  Ledger* ledger_;
};

class SqlMemberships final : public MembershipRows {
 public:
  SqlMemberships(Connection& connection, Ledger* ledger)
      : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Membership>> Find(TenantId tenant, UserId user,
                                         GroupId group) const override;
  Result<std::optional<Membership>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::vector<Membership>> AllOfUser(TenantId tenant, UserId user) const override;
  Result<std::vector<Membership>> List(TenantId tenant, Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, std::int64_t bound) const override;
  Result<std::int64_t> CountActive(TenantId tenant, GroupId group,
                                   std::int64_t bound) const override;
  Result<std::vector<Membership>> ListOfUser(TenantId tenant, UserId user,
                                             Seek seek) const override;
  Result<std::vector<Membership>> ListOfGroup(TenantId tenant, GroupId group,
                                              Seek seek) const override;
  Result<std::int64_t> CountOfUser(TenantId tenant, UserId user, std::int64_t bound) const override;
  Result<void> Insert(TenantId tenant, const Membership& row) override;
  Result<void> Update(TenantId tenant, const Membership& row) override;
  Result<void> Remove(TenantId tenant, UserId user, GroupId group) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlCollections final : public CollectionRows {
 public:
  SqlCollections(Connection& connection, Ledger* ledger)
      : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Collection>> Find(TenantId tenant, CollectionId id) const override;
  Result<std::optional<Collection>> FindByName(TenantId tenant, Origin origin,
                                               std::string_view name) const override;
  Result<std::optional<Collection>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Collection>> FindByGrant(TenantId tenant, const Uid& uid) const override;
  Result<std::vector<Collection>> ListTables(TenantId tenant) const override;
  Result<std::vector<Collection>> List(TenantId tenant, Origin origin, Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, Origin origin) const override;
  Result<std::vector<Collection>> ListGrantedTo(TenantId tenant, GroupId group) const override;
  Result<void> Insert(TenantId tenant, const Collection& row) override;
  Result<void> Update(TenantId tenant, const Collection& row) override;
  Result<void> Remove(TenantId tenant, CollectionId id) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlActions final : public ActionRows {
 public:
  SqlActions(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Action>> Find(TenantId tenant, ActionId id) const override;
  Result<std::optional<Action>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Action>> FindByGrant(TenantId tenant, const Uid& uid) const override;
  Result<std::vector<Action>> List(TenantId tenant) const override;
  Result<std::vector<Action>> ListGrantedTo(TenantId tenant, GroupId group) const override;
  Result<void> Insert(TenantId tenant, const Action& row) override;
  Result<void> Update(TenantId tenant, const Action& row) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlRecords final : public RecordRows {
 public:
  SqlRecords(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Record>> Find(TenantId tenant, CollectionId collection,
                                     RecordId id) const override;
  Result<std::vector<Record>> FindMany(TenantId tenant, CollectionId collection,
                                       std::span<const RecordId> ids) const override;
  Result<std::vector<RecordId>> Walk(TenantId tenant, CollectionId collection,
                                     std::span<const Audience> audiences, Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, CollectionId collection,
                             std::span<const Audience> audiences,
                             std::int64_t bound) const override;
  Result<std::vector<KeyPlace>> WalkKeys(TenantId tenant, const KeyRange& range,
                                         std::span<const Audience> audiences) const override;
  Result<std::optional<RecordId>> FindUnique(TenantId tenant, CollectionId collection,
                                             const UniqueRow& row) const override;
  Result<std::vector<Record>> ListOwnedBy(TenantId tenant, UserId owner,
                                          std::int32_t limit) const override;
  Result<std::vector<Record>> ListInChannel(TenantId tenant, ChannelId channel,
                                            std::int32_t limit) const override;
  Result<std::vector<Record>> ListGrantedTo(TenantId tenant, GroupId group,
                                            std::int32_t limit) const override;
  Result<void> Insert(TenantId tenant, const Collection& collection, const Record& row) override;
  Result<void> Update(TenantId tenant, const Collection& collection, const Record& before,
                      const Record& after) override;
  Result<void> Remove(TenantId tenant, const Collection& collection, const Record& before) override;
  Result<void> Reindex(TenantId tenant, const Collection& before, const Collection& after,
                       const Record& row) override;
  Result<std::int64_t> RemoveAll(TenantId tenant, CollectionId collection,
                                 std::int32_t limit) override;
  Result<std::int64_t> RemoveList(TenantId tenant, CollectionId collection, std::int32_t field,
                                  std::int32_t limit) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlChannels final : public ChannelRows {
 public:
  SqlChannels(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Channel>> Find(TenantId tenant, ChannelId id) const override;
  Result<std::optional<Channel>> FindByName(TenantId tenant, std::string_view name) const override;
  Result<std::vector<Channel>> List(TenantId tenant, Seek seek) const override;
  Result<std::vector<Channel>> ListOfGroup(TenantId tenant, GroupId group) const override;
  Result<void> Insert(TenantId tenant, const Channel& row) override;
  Result<void> Update(TenantId tenant, const Channel& row) override;
  Result<void> Remove(TenantId tenant, ChannelId id) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlEvents final : public EventRows {
 public:
  SqlEvents(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<TopicId>> FindTopic(TenantId tenant, ChannelId channel,
                                           std::string_view room) const override;
  Result<std::vector<Message>> ListMessages(TenantId tenant, TopicId topic,
                                            Seek seek) const override;
  Result<std::optional<Message>> FindMessage(TenantId tenant, TopicId topic,
                                             MessageId id) const override;
  Result<std::int64_t> LastEvent(TenantId tenant) const override;
  Result<MessageId> LastMessage(TenantId tenant) const override;
  Result<TopicId> InternTopic(TenantId tenant, ChannelId channel, std::string_view room) override;
  Result<void> AppendMessage(TenantId tenant, const Message& message) override;
  Result<void> Append(TenantId tenant, std::int32_t kind, std::string_view body) override;

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
};

class SqlFiles final : public FileRows {
 public:
  explicit SqlFiles(Connection& connection) : connection_(connection) {}

  Result<std::optional<File>> FindByName(std::string_view name) const override;
  Result<std::vector<File>> ListDue(Time by, std::int32_t limit) const override;
  Result<std::optional<std::string>> FindChunk(TenantId tenant, std::string_view name,
                                               std::int64_t number) const override;
  Result<void> Insert(const File& row) override;
  Result<bool> Condemn(TenantId tenant, std::string_view name, Time by) override;
  Result<void> Remove(TenantId tenant, std::string_view name) override;
  Result<void> InsertChunk(TenantId tenant, std::string_view name, std::int64_t number,
                           std::string_view bytes) override;
  Result<std::int64_t> RemoveChunks(TenantId tenant, std::string_view name,
                                    std::int32_t limit) override;

 private:
  Connection& connection_;
};

/// All of them.
struct SqlRows {
  SqlRows(Connection& connection, Ledger* ledger);

  /// See `Snapshot::Epoch`; of a transaction's own tenants as its changes have left it.
  Result<std::int64_t> Epoch(TenantId tenant) const;

  SqlTenants tenants;
  SqlOperators operators;
  SqlInvitations invitations;
  SqlMails mails;
  SqlApiKeys api_keys;
  SqlUsers users;
  SqlGroups groups;
  SqlMemberships memberships;
  SqlCollections collections;
  SqlActions actions;
  SqlRecords records;
  SqlChannels channels;
  SqlEvents events;
  SqlJobs jobs;
  SqlFiles files;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

}  // namespace guildhall::store
