#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/collection.h"
#include "core/ids.h"
#include "core/people.h"
#include "store/sql/change_marks.h"
#include "store/sql/kept_rows.h"

namespace guildhall::store {

/// Which record of all.
struct RecordKey {
  TenantId tenant;
  CollectionId collection;
  RecordId id;

  friend bool operator==(const RecordKey&, const RecordKey&) = default;
  template <class H>
  friend H AbslHashValue(H hash, const RecordKey& key) {
    return H::combine(std::move(hash), key.tenant.value(), key.collection.value(), key.id.value());
  }
};

/// What a connection has read and need not read again: groups, collections and records as the
/// database has them. It answers only what the view under way would answer; see ChangeMarks. The
/// writer's has the other half too: it says what the transaction under way changes.
///
/// Belongs to the thread that has the connection.
class RowMemory {
 public:
  /// `bytes`: of all that is kept; 0 keeps nothing. `marks` must outlive it.
  RowMemory(ChangeMarks& marks, std::size_t bytes)
      : marks_(marks),
        collections_(bytes / 8),
        names_(bytes / 8),
        records_(bytes / 2),
        places_(bytes / 8),
        groups_(bytes / 8) {}

  /// To be called before the engine begins a view or a transaction.
  void Begin() { at_ = marks_.commits(); }
  /// Whether nothing was committed since then.
  [[nodiscard]] bool Newest() const { return at_ == marks_.commits(); }

  // Null when the row has to be read. Pointers are valid until the next call.
  const Record* Find(const RecordKey& key);
  const Record* Find(TenantId tenant, const Uid& uid);
  const Collection* Find(TenantId tenant, CollectionId id);
  const Collection* Find(TenantId tenant, Origin origin, std::string_view name);
  const Group* Find(TenantId tenant, GroupId id);

  // A row that was read in the view under way, grants included. Not a record that the transaction
  // under way may have made.
  void Keep(TenantId tenant, const Record& row);
  /// That the record is asked for by its uid, too.
  void KeepUid(TenantId tenant, const Record& row);
  void Keep(TenantId tenant, const Collection& row);
  void Keep(TenantId tenant, const Group& row);
  /// The collection that another origin finds by this name.
  void KeepName(TenantId tenant, Origin origin, std::string_view name, CollectionId id);

  // The writer's: rows that the transaction under way changes or removes; of collections and groups
  // new ones too, because the writer keeps those that it reads, and they may be undone.
  void Changes(const RecordKey& key) { marks_.Mark(HashOf(key)); }
  void Changes(TenantId tenant, GroupId id);
  void ChangesRecordsOf(TenantId tenant, CollectionId collection);
  void ChangesCollectionsOf(TenantId tenant);
  void ChangesEverything() { marks_.MarkAll(); }
  /// The transaction is over, whatever became of it.
  void CountCommit() { marks_.CountCommit(); }

 private:
  using CollectionPlace = std::pair<std::int64_t, std::int64_t>;  // tenant, collection
  using NamePlace = std::pair<CollectionPlace, std::string>;      // tenant, origin, name
  using UidPlace = std::pair<std::int64_t, Uid>;                  // tenant, uid
  using GroupPlace = std::pair<std::int64_t, std::int64_t>;       // tenant, group

  static std::size_t HashOf(const RecordKey& key);
  /// The last change of rows with this hash; above every commit when the view does not show it.
  [[nodiscard]] std::uint64_t LastChange(std::size_t hash) const;

  ChangeMarks& marks_;
  std::uint64_t at_ = 0;  // commits that were over when the view began
  KeptRows<CollectionPlace, Collection> collections_;
  KeptRows<NamePlace, CollectionId> names_;
  KeptRows<RecordKey, Record> records_;
  KeptRows<UidPlace, RecordKey> places_;
  KeptRows<GroupPlace, Group> groups_;
};

}  // namespace guildhall::store
