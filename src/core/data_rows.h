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
#include "core/seek_page.h"
#include "core/tenant.h"

namespace guildhall {

// Collections, their records and actions, and files. The rules are in core/rows.h.

class CollectionRows {
 public:
  virtual ~CollectionRows() = default;
  virtual Result<std::optional<Collection>> Find(TenantId tenant, CollectionId id) const = 0;
  /// The one that this origin made, or else the one that was published to it.
  virtual Result<std::optional<Collection>> FindByName(TenantId tenant, Origin origin,
                                                       std::string_view name) const = 0;
  virtual Result<std::optional<Collection>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  /// The collection on which a grant has this uid.
  virtual Result<std::optional<Collection>> FindByGrant(TenantId tenant, const Uid& uid) const = 0;
  /// The core's own tables (ids below zero), by descending id.
  virtual Result<std::vector<Collection>> ListTables(TenantId tenant) const = 0;
  /// Those of this origin, those that were published to it, and the core's own, tables apart.
  virtual Result<std::vector<Collection>> List(TenantId tenant, Origin origin, Seek seek) const = 0;
  /// Those of this origin, and the core's own, tables apart.
  virtual Result<std::int64_t> Count(TenantId tenant, Origin origin) const = 0;
  /// To which origins it was published besides its own, ascending.
  virtual Result<std::vector<Origin>> ListPublished(TenantId tenant, CollectionId id) const = 0;
  /// Of every origin: those on which the group has a grant, by id.
  virtual Result<std::vector<Collection>> ListGrantedTo(TenantId tenant, GroupId group) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Collection& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Collection& row) = 0;
  /// Removes the row and its publications; its records are removed by the caller first.
  virtual Result<void> Remove(TenantId tenant, CollectionId id) = 0;
  /// Makes it one of those that `FindByName` and `List` give this origin. kAlreadyExists when a
  /// collection of that name was published to it.
  virtual Result<void> Publish(TenantId tenant, const Collection& row, Origin origin) = 0;
  /// kNotFound when it was not published there.
  virtual Result<void> Withdraw(TenantId tenant, const Collection& row, Origin origin) = 0;
};

class ActionRows {
 public:
  virtual ~ActionRows() = default;
  virtual Result<std::optional<Action>> Find(TenantId tenant, ActionId id) const = 0;
  virtual Result<std::optional<Action>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  virtual Result<std::optional<Action>> FindByName(TenantId tenant, CollectionId collection,
                                                   std::string_view name) const = 0;
  /// The action on which a grant has this uid.
  virtual Result<std::optional<Action>> FindByGrant(TenantId tenant, const Uid& uid) const = 0;
  /// All of the tenant's, by descending id; at most 10'000.
  virtual Result<std::vector<Action>> List(TenantId tenant) const = 0;
  virtual Result<std::vector<Action>> ListGrantedTo(TenantId tenant, GroupId group) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Action& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Action& row) = 0;
  /// With its grants.
  virtual Result<void> Remove(TenantId tenant, ActionId id) = 0;
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

/// Which grant of a collection's records.
struct GrantPlace {
  RecordId record;
  GroupId group;
};

/// A grant with the record that it is on.
struct RecordGrant {
  RecordId record;
  Grant grant;

  friend bool operator==(const RecordGrant&, const RecordGrant&) = default;
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
  virtual Result<std::optional<Record>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  /// The record of the collection on which a grant has this uid.
  virtual Result<std::optional<Record>> FindByGrant(TenantId tenant, CollectionId collection,
                                                    const Uid& uid) const = 0;
  /// Grants on records of the collection behind that of `after`, by record and group.
  virtual Result<std::vector<RecordGrant>> ListGrants(TenantId tenant, CollectionId collection,
                                                      std::optional<GrantPlace> after,
                                                      std::int32_t limit) const = 0;
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

  /// `collection` is the record's own, as it is in this transaction. A record that is new, as
  /// whoever writes it has made sure; one whose number or uid is there fails the change, perhaps
  /// only in its end.
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

/// What administrators of a tenant have set, by section and name; at most 1'000 of a tenant.
class SettingRows {
 public:
  virtual ~SettingRows() = default;
  virtual Result<std::optional<TenantSetting>> Find(TenantId tenant, std::string_view section,
                                                    std::string_view name) const = 0;
  /// All of the tenant's, by section and name.
  virtual Result<std::vector<TenantSetting>> List(TenantId tenant) const = 0;
  /// Takes the place of the one of that section and name, if any.
  virtual Result<void> Put(TenantId tenant, const TenantSetting& row) = 0;
  /// kNotFound.
  virtual Result<void> Remove(TenantId tenant, std::string_view section, std::string_view name) = 0;
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

}  // namespace guildhall
