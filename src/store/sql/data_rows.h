#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data_rows.h"
#include "store/sql/connection.h"
#include "store/sql/known_rows.h"
#include "store/sql/ledger.h"
#include "store/sql/row_memory.h"

namespace guildhall::store {

// What the constructors take is said in store/sql/rows.h.

class SqlCollections final : public CollectionRows {
 public:
  SqlCollections(Connection& connection, Ledger* ledger, RowMemory* memory)
      : connection_(connection), ledger_(ledger), memory_(memory), known_(ledger, memory) {}

  Result<std::optional<Collection>> Find(TenantId tenant, CollectionId id) const override;
  Result<std::optional<Collection>> FindByName(TenantId tenant, Origin origin,
                                               std::string_view name) const override;
  Result<std::optional<Collection>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Collection>> FindByGrant(TenantId tenant, const Uid& uid) const override;
  Result<std::vector<Collection>> ListTables(TenantId tenant) const override;
  Result<std::vector<Collection>> List(TenantId tenant, Origin origin, Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, Origin origin) const override;
  Result<std::vector<Origin>> ListPublished(TenantId tenant, CollectionId id) const override;
  Result<std::vector<Collection>> ListGrantedTo(TenantId tenant, GroupId group) const override;
  Result<void> Insert(TenantId tenant, const Collection& row) override;
  Result<void> Update(TenantId tenant, const Collection& row) override;
  Result<void> Remove(TenantId tenant, CollectionId id) override;
  Result<void> Publish(TenantId tenant, const Collection& row, Origin origin) override;
  Result<void> Withdraw(TenantId tenant, const Collection& row, Origin origin) override;

 private:
  Result<std::optional<Collection>> FindPublished(TenantId tenant, Origin origin,
                                                  std::string_view name) const;
  /// A row that was read, with its grants; it is known from now on.
  Result<std::optional<Collection>> Complete(TenantId tenant, std::optional<Collection> row) const;
  /// Notes that the collection changes: for other nodes' caches, and for what is kept here.
  void Touch(TenantId tenant, CollectionId id);

  Connection& connection_;
  Ledger* ledger_;
  RowMemory* memory_;
  mutable KnownRows<CollectionId, Collection> known_;
};

class SqlActions final : public ActionRows {
 public:
  SqlActions(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Action>> Find(TenantId tenant, ActionId id) const override;
  Result<std::optional<Action>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Action>> FindByName(TenantId tenant, CollectionId collection,
                                           std::string_view name) const override;
  Result<std::optional<Action>> FindByGrant(TenantId tenant, const Uid& uid) const override;
  Result<std::vector<Action>> List(TenantId tenant) const override;
  Result<std::vector<Action>> ListGrantedTo(TenantId tenant, GroupId group) const override;
  Result<void> Insert(TenantId tenant, const Action& row) override;
  Result<void> Update(TenantId tenant, const Action& row) override;
  Result<void> Remove(TenantId tenant, ActionId id) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlRecords final : public RecordRows {
 public:
  SqlRecords(Connection& connection, Ledger* ledger, RowMemory* memory)
      : connection_(connection), ledger_(ledger), memory_(memory) {}

  Result<std::optional<Record>> Find(TenantId tenant, CollectionId collection,
                                     RecordId id) const override;
  Result<std::optional<Record>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Record>> FindByGrant(TenantId tenant, CollectionId collection,
                                            const Uid& uid) const override;
  Result<std::vector<RecordGrant>> ListGrants(TenantId tenant, CollectionId collection,
                                              std::optional<GrantPlace> after,
                                              std::int32_t limit) const override;
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
  /// The memory to answer from: none in a transaction, whose own records may be undone.
  [[nodiscard]] RowMemory* Answering() const { return ledger_ == nullptr ? memory_ : nullptr; }
  Result<std::optional<Record>> Load(TenantId tenant, CollectionId collection, RecordId id) const;

  Connection& connection_;
  Ledger* ledger_;
  RowMemory* memory_;
};

class SqlSettings final : public SettingRows {
 public:
  explicit SqlSettings(Connection& connection) : connection_(connection) {}

  Result<std::optional<TenantSetting>> Find(TenantId tenant, std::string_view section,
                                            std::string_view name) const override;
  Result<std::vector<TenantSetting>> List(TenantId tenant) const override;
  Result<void> Put(TenantId tenant, const TenantSetting& row) override;
  Result<void> Remove(TenantId tenant, std::string_view section, std::string_view name) override;

 private:
  Connection& connection_;
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

}  // namespace guildhall::store
