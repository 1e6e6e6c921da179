#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "core/collection.h"
#include "core/file.h"
#include "core/ids.h"
#include "core/job.h"
#include "core/people.h"
#include "core/tenant.h"

namespace guildhall {

// The tables that the core needs, one interface a noun. Const methods read, the others write: a
// `Snapshot` hands out const references only. Rules for all of them:
//  - every call binds the tenant; a row of another tenant is not found;
//  - "Find" may find nothing and says so by an empty optional; an Error is the store's fault
//    (kUnavailable, kInternal), except where a method says otherwise;
//  - writes take whole rows and replace what they name; they check nothing that needs a decision;
//  - Insert of a row whose unique key is taken is kAlreadyExists and leaves the transaction usable;
//  - Update and Remove of a missing row are kNotFound;
//  - lists are bounded by the caller's limit and ordered by id.

/// Where a page of a list begins and which way it goes. `from` is exclusive; without it the page
/// begins at the end that `descending` names. Rows come back in walking order.
struct Seek {
  std::optional<std::int64_t> from = std::nullopt;
  bool descending = false;
  std::int32_t limit = 100;
};

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

class UserRows {
 public:
  virtual ~UserRows() = default;
  /// Rows that are gone are not found by any method here.
  virtual Result<std::optional<User>> Find(TenantId tenant, UserId id) const = 0;
  /// By normalised user name or e-mail.
  virtual Result<std::optional<User>> FindByName(TenantId tenant, std::string_view name) const = 0;
  virtual Result<std::optional<User>> FindByKey(TenantId tenant, std::string_view digest) const = 0;
  virtual Result<std::optional<User>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  virtual Result<std::optional<User>> FindByObjectId(TenantId tenant, const ObjectId& id) const = 0;
  /// Across tenants: this is how a request's tenant may be found. Deactivated ones too.
  struct Holder {
    TenantId tenant;
    UserId user;
  };
  virtual Result<std::optional<Holder>> FindByAccessKey(std::string_view digest) const = 0;
  /// In the order of `ids`; missing ones are left out.
  virtual Result<std::vector<User>> FindMany(TenantId tenant,
                                             std::span<const UserId> ids) const = 0;
  /// Users with positive ids (system users have others).
  virtual Result<std::vector<User>> List(TenantId tenant, Seek seek) const = 0;
  /// Ids of the accounts whose rows one of `audiences` may read, as `RecordRows::Walk`; system
  /// users too. Memberships with Read are part of an account's list.
  virtual Result<std::vector<UserId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                           Seek seek) const = 0;
  /// Size of the same set, counted up to `bound`.
  virtual Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                                     std::int64_t bound) const = 0;

  /// `User::access.grants` is ignored: memberships carry them. kAlreadyExists also when another
  /// tenant's user has the access key.
  virtual Result<void> Insert(TenantId tenant, const User& row) = 0;
  virtual Result<void> Update(TenantId tenant, const User& row) = 0;
  /// Marks the row gone and frees its names and key; the id is never used again.
  virtual Result<void> Remove(TenantId tenant, UserId id) = 0;
};

class GroupRows {
 public:
  virtual ~GroupRows() = default;
  virtual Result<std::optional<Group>> Find(TenantId tenant, GroupId id) const = 0;
  /// In the order of `ids`; missing ones are left out.
  virtual Result<std::vector<Group>> FindMany(TenantId tenant,
                                              std::span<const GroupId> ids) const = 0;
  virtual Result<std::optional<Group>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  virtual Result<std::optional<Group>> FindByObjectId(TenantId tenant,
                                                      const ObjectId& id) const = 0;
  virtual Result<std::optional<Group>> FindByUniqueName(TenantId tenant,
                                                        std::string_view name) const = 0;
  /// Ids of the groups whose rows one of `audiences` may read by `ListOf`, as `UserRows::Walk`;
  /// system groups too.
  virtual Result<std::vector<GroupId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                            Seek seek) const = 0;
  virtual Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                                     std::int64_t bound) const = 0;
  /// Shared groups with positive ids; personal groups only when `personal` is set.
  virtual Result<std::vector<Group>> List(TenantId tenant, Seek seek, bool personal) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Group& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Group& row) = 0;
  /// Marks the row gone. Memberships and grants are removed by the caller.
  virtual Result<void> Remove(TenantId tenant, GroupId id) = 0;
};

class MembershipRows {
 public:
  virtual ~MembershipRows() = default;
  virtual Result<std::optional<Membership>> Find(TenantId tenant, UserId user,
                                                 GroupId group) const = 0;
  virtual Result<std::optional<Membership>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  /// Every membership of the user, by ascending membership id; at most 10'064 exist. Those in
  /// system groups too.
  virtual Result<std::vector<Membership>> AllOfUser(TenantId tenant, UserId user) const = 0;
  /// A page of the whole tenant's by membership id.
  virtual Result<std::vector<Membership>> List(TenantId tenant, Seek seek) const = 0;
  virtual Result<std::int64_t> Count(TenantId tenant, std::int64_t bound) const = 0;
  /// How many active users are in the group, counted up to `bound`.
  virtual Result<std::int64_t> CountActive(TenantId tenant, GroupId group,
                                           std::int64_t bound) const = 0;
  /// A page by membership id (`Seek::from` is one), without those in system groups.
  virtual Result<std::vector<Membership>> ListOfUser(TenantId tenant, UserId user,
                                                     Seek seek) const = 0;
  virtual Result<std::vector<Membership>> ListOfGroup(TenantId tenant, GroupId group,
                                                      Seek seek) const = 0;
  /// Of groups that are neither personal nor the system's, counted up to `bound`.
  virtual Result<std::int64_t> CountOfUser(TenantId tenant, UserId user,
                                           std::int64_t bound) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Membership& row) = 0;
  /// Found by its user and group.
  virtual Result<void> Update(TenantId tenant, const Membership& row) = 0;
  virtual Result<void> Remove(TenantId tenant, UserId user, GroupId group) = 0;
};

class CollectionRows {
 public:
  virtual ~CollectionRows() = default;
  virtual Result<std::optional<Collection>> Find(TenantId tenant, CollectionId id) const = 0;
  virtual Result<std::optional<Collection>> FindByName(TenantId tenant, Origin origin,
                                                       std::string_view name) const = 0;
  virtual Result<std::optional<Collection>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  /// The collection on which a grant has this uid.
  virtual Result<std::optional<Collection>> FindByGrant(TenantId tenant, const Uid& uid) const = 0;
  /// The core's own tables (ids below zero), by descending id.
  virtual Result<std::vector<Collection>> ListTables(TenantId tenant) const = 0;
  /// Those of this origin and of the core's own, tables apart.
  virtual Result<std::vector<Collection>> List(TenantId tenant, Origin origin, Seek seek) const = 0;
  virtual Result<std::int64_t> Count(TenantId tenant, Origin origin) const = 0;
  /// Of every origin: those on which the group has a grant, by id.
  virtual Result<std::vector<Collection>> ListGrantedTo(TenantId tenant, GroupId group) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Collection& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Collection& row) = 0;
  /// Removes the row; its records are removed by the caller first.
  virtual Result<void> Remove(TenantId tenant, CollectionId id) = 0;
};

class ActionRows {
 public:
  virtual ~ActionRows() = default;
  virtual Result<std::optional<Action>> Find(TenantId tenant, ActionId id) const = 0;
  virtual Result<std::optional<Action>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  /// The action on which a grant has this uid.
  virtual Result<std::optional<Action>> FindByGrant(TenantId tenant, const Uid& uid) const = 0;
  /// All of the tenant's, by descending id; at most 10'000.
  virtual Result<std::vector<Action>> List(TenantId tenant) const = 0;
  virtual Result<std::vector<Action>> ListGrantedTo(TenantId tenant, GroupId group) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Action& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Action& row) = 0;
};

/// An entry of the list index: `id` stands in the list `field` for `audience` at `key`.
struct SeekRow {
  std::int32_t field = 0;  ///< 0 is id order, with an empty key; else a `Field::index`
  Audience audience = 0;
  std::string key;

  friend auto operator<=>(const SeekRow&, const SeekRow&) = default;
};

/// A value that a record has taken in a unique field.
struct UniqueRow {
  std::int32_t field = 0;  ///< the field's number
  std::string key;         ///< `UniqueKeyOf`

  friend auto operator<=>(const UniqueRow&, const UniqueRow&) = default;
};

/// Where a record stands in a list of the index.
struct KeyPlace {
  std::string key;
  std::int64_t id = 0;

  friend auto operator<=>(const KeyPlace&, const KeyPlace&) = default;
};

/// A part of one list of the index, in the order of (key, id).
struct KeyRange {
  CollectionId collection;
  std::int32_t field = 0;            ///< a `Field::index`
  std::optional<KeyPlace> after{};   ///< exclusive; smaller places are left out
  std::optional<KeyPlace> before{};  ///< exclusive; greater places are left out
  bool descending = false;
  std::int32_t limit = 100;
};

/// Records, their list index, their unique values and which files they hold. `Insert`, `Update` and
/// `Remove` keep the index equal to `SeekRows` and `UniqueRows` (core/seek.h) of the collection by
/// writing only the difference. A row whose `FileValue` names a file that does not wait for its
/// record is kUnavailable; files of values that go are let go.
class RecordRows {
 public:
  virtual ~RecordRows() = default;
  virtual Result<std::optional<Record>> Find(TenantId tenant, CollectionId collection,
                                             RecordId id) const = 0;
  /// In the order of `ids`; missing ones are left out.
  virtual Result<std::vector<Record>> FindMany(TenantId tenant, CollectionId collection,
                                               std::span<const RecordId> ids) const = 0;
  /// Ids, in id order, of the records whose index has one of `audiences` (ascending, without
  /// duplicates in the answer). With `kAudienceAll` alone: every record of the collection.
  /// Costs what the page costs, however many records the caller may not see.
  virtual Result<std::vector<RecordId>> Walk(TenantId tenant, CollectionId collection,
                                             std::span<const Audience> audiences,
                                             Seek seek) const = 0;
  /// Size of the same set, counted up to `bound`.
  virtual Result<std::int64_t> Count(TenantId tenant, CollectionId collection,
                                     std::span<const Audience> audiences,
                                     std::int64_t bound) const = 0;
  /// Places in a field's list that one of `audiences` has, in walking order, each once. Costs what
  /// the page costs.
  virtual Result<std::vector<KeyPlace>> WalkKeys(TenantId tenant, const KeyRange& range,
                                                 std::span<const Audience> audiences) const = 0;
  /// The record that has taken this value of a unique field.
  virtual Result<std::optional<RecordId>> FindUnique(TenantId tenant, CollectionId collection,
                                                     const UniqueRow& row) const = 0;
  /// Records of any collection that the user owns; at most `limit`.
  virtual Result<std::vector<Record>> ListOwnedBy(TenantId tenant, UserId owner,
                                                  std::int32_t limit) const = 0;
  /// Records attached to the channel; at most `limit`.
  virtual Result<std::vector<Record>> ListInChannel(TenantId tenant, ChannelId channel,
                                                    std::int32_t limit) const = 0;
  /// Records on which the group has a grant; at most `limit`.
  virtual Result<std::vector<Record>> ListGrantedTo(TenantId tenant, GroupId group,
                                                    std::int32_t limit) const = 0;

  /// `collection` is the record's own, as it is in this transaction.
  virtual Result<void> Insert(TenantId tenant, const Collection& collection, const Record& row) = 0;
  /// `before` is the row as it was read in this transaction.
  virtual Result<void> Update(TenantId tenant, const Collection& collection, const Record& before,
                              const Record& after) = 0;
  virtual Result<void> Remove(TenantId tenant, const Collection& collection,
                              const Record& before) = 0;
  /// Changes the record's index and unique values from what `before` asks for to what `after` does:
  /// two states of its collection. Entries that are there, or gone, already stay so. kAlreadyExists
  /// when another record has one of the values; then nothing has changed.
  virtual Result<void> Reindex(TenantId tenant, const Collection& before, const Collection& after,
                               const Record& row) = 0;
  /// Removes a piece of what a collection that is gone has left: up to `limit` records by ascending
  /// id with their grants, and as much of its index and unique values as fits. How many records; at
  /// least `limit` while anything is left, so: again until the answer is smaller.
  virtual Result<std::int64_t> RemoveAll(TenantId tenant, CollectionId collection,
                                         std::int32_t limit) = 0;
  /// Removes up to `limit` entries of a list that no field uses any more; how many. Fewer than
  /// `limit`: none is left.
  virtual Result<std::int64_t> RemoveList(TenantId tenant, CollectionId collection,
                                          std::int32_t field, std::int32_t limit) = 0;
};

class ChannelRows {
 public:
  virtual ~ChannelRows() = default;
  virtual Result<std::optional<Channel>> Find(TenantId tenant, ChannelId id) const = 0;
  virtual Result<std::optional<Channel>> FindByName(TenantId tenant,
                                                    std::string_view name) const = 0;
  virtual Result<std::vector<Channel>> List(TenantId tenant, Seek seek) const = 0;
  /// Channels whose primary group is this one.
  virtual Result<std::vector<Channel>> ListOfGroup(TenantId tenant, GroupId group) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Channel& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Channel& row) = 0;
  virtual Result<void> Remove(TenantId tenant, ChannelId id) = 0;
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

/// The files of records; see core/files.h. Which of them records hold, `RecordRows` writes.
class FileRows {
 public:
  virtual ~FileRows() = default;
  /// Across tenants: this is how the tenant is found.
  virtual Result<std::optional<File>> FindByName(std::string_view name) const = 0;
  /// Of all tenants: those that are due by then, the longest due first.
  virtual Result<std::vector<File>> ListDue(Time by, std::int32_t limit) const = 0;
  virtual Result<std::optional<std::string>> FindChunk(TenantId tenant, std::string_view name,
                                                       std::int64_t number) const = 0;

  /// A file that waits for its record.
  virtual Result<void> Insert(const File& row) = 0;
  /// Makes a file that is due by then due at once, so that no record can take it any more. False
  /// when it is not there, or not due.
  virtual Result<bool> Condemn(TenantId tenant, std::string_view name, Time by) = 0;
  /// Does nothing when it is not there. Under the site's lock: the tenant may be gone.
  virtual Result<void> Remove(TenantId tenant, std::string_view name) = 0;
  virtual Result<void> InsertChunk(TenantId tenant, std::string_view name, std::int64_t number,
                                   std::string_view bytes) = 0;
  /// Removes up to `limit` chunks of the file; how many.
  virtual Result<std::int64_t> RemoveChunks(TenantId tenant, std::string_view name,
                                            std::int32_t limit) = 0;
};

/// The tenant's log: what was said in channels, and what changed.
class EventRows {
 public:
  virtual ~EventRows() = default;
  /// The number of a channel's room ("" where there are no rooms); nothing when nobody ever
  /// published there. Rooms are compared as they are: fold case before.
  virtual Result<std::optional<TopicId>> FindTopic(TenantId tenant, ChannelId channel,
                                                   std::string_view room) const = 0;
  /// Messages of a topic by message id.
  virtual Result<std::vector<Message>> ListMessages(TenantId tenant, TopicId topic,
                                                    Seek seek) const = 0;
  virtual Result<std::optional<Message>> FindMessage(TenantId tenant, TopicId topic,
                                                     MessageId id) const = 0;
  /// The id of the tenant's newest event; 0 when there is none.
  virtual Result<std::int64_t> LastEvent(TenantId tenant) const = 0;
  /// The id of the tenant's newest message, in whatever topic; 0 when there was none.
  virtual Result<MessageId> LastMessage(TenantId tenant) const = 0;

  /// Finds or makes the topic's number. Every change that appends a message does this first: so the
  /// commit can say where something was said.
  virtual Result<TopicId> InternTopic(TenantId tenant, ChannelId channel,
                                      std::string_view room) = 0;
  /// Appends a message with its event.
  virtual Result<void> AppendMessage(TenantId tenant, const Message& message) = 0;
  /// Appends "something changed": what kind of row, which one, by whom. `body` is JSON text.
  virtual Result<void> Append(TenantId tenant, std::int32_t kind, std::string_view body) = 0;
};

}  // namespace guildhall
