#include <algorithm>
#include <iterator>
#include <list>
#include <mutex>
#include <utility>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/catalog.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostTaken = 2'000;

/// Of which tenant of which dialect.
struct Key {
  std::uint64_t serial = 0;
  TenantId tenant;

  friend bool operator==(const Key&, const Key&) = default;
};

struct Entry {
  Key key;
  std::int64_t epoch = 0;
  CatalogPtr catalog;
};

/// Catalogs that were read last, each under its tenant's epoch. For one thread at a time.
class Memory {
 public:
  static constexpr std::size_t kMost = 64;

  /// The tenant's entry, whatever its epoch; null when there is none. Valid until the next call.
  const Entry* Find(const Key& key) {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.key == key; });
    if (found == entries_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found);
    return &entries_.front();
  }
  void Keep(Entry entry) {
    entries_.remove_if([&](const Entry& known) { return known.key == entry.key; });
    entries_.push_front(std::move(entry));
    if (entries_.size() > kMost) entries_.pop_back();
  }

 private:
  std::list<Entry> entries_;  ///< the last used first
};

Memory& ThisThreads() {
  thread_local Memory memory;
  return memory;
}

/// What the threads of the process have in common: so a change finds what was read for it before.
struct Shared {
  std::mutex mutex;
  Memory memory;  ///< guarded by `mutex`
};
Shared& AllThreads() {
  static Shared shared;
  return shared;
}

/// What was read last of this tenant, here or in another thread; preferably under `epoch`.
Entry Recall(const Key& key, std::int64_t epoch) {
  const Entry* own = ThisThreads().Find(key);
  if (own != nullptr && own->epoch == epoch) return *own;
  Shared& shared = AllThreads();
  const std::lock_guard lock(shared.mutex);
  const Entry* found = shared.memory.Find(key);
  return found != nullptr ? *found : Entry{};
}

void Remember(const Entry& entry) {
  ThisThreads().Keep(entry);
  Shared& shared = AllThreads();
  const std::lock_guard lock(shared.mutex);
  const Entry* found = shared.memory.Find(entry.key);
  if (found == nullptr || found->epoch < entry.epoch) shared.memory.Keep(entry);
}

/// Every collection that is a table here: the core's own first, then by id.
Result<std::vector<Collection>> ReadCollections(const Snapshot& snapshot, TenantId tenant) {
  constexpr std::int32_t kAtOnce = 500;
  GH_TRY(std::vector<Collection> all, snapshot.collections().ListTables(tenant));
  std::erase_if(all, [](const Collection& row) { return FindBuiltinTable(row.id) == nullptr; });
  Seek seek{.limit = kAtOnce};
  for (bool more = true; more;) {
    GH_TRY(std::vector<Collection> page, snapshot.collections().List(tenant, kOrigin, seek));
    more = page.size() == static_cast<std::size_t>(kAtOnce);
    if (more) seek.from = page.back().id.value();
    std::copy_if(std::make_move_iterator(page.begin()), std::make_move_iterator(page.end()),
                 std::back_inserter(all),
                 [](const Collection& row) { return !row.holds_profiles(); });
    more = more && all.size() < kMostTaken;
  }
  return all;
}

bool IsOf(const Catalog& catalog, const std::vector<Collection>& rows) {
  return std::equal(catalog.tables().begin(), catalog.tables().end(), rows.begin(), rows.end(),
                    [](const Table& table, const Collection& row) { return table.stored == row; });
}

/// A tenant that is being removed may have lost rows of built-in tables, which are there all the
/// same: without a list that opens them to anybody.
Result<CatalogPtr> MakeCatalog(std::vector<Collection> rows) {
  std::vector<Table> tables = BuiltinTables();
  tables.reserve(tables.size() + rows.size());
  for (Collection& row : rows) {
    if (const Table* builtin = FindBuiltinTable(row.id)) {
      const auto place = static_cast<std::size_t>(builtin - BuiltinTables().data());
      tables[place].stored = std::move(row);
      continue;
    }
    GH_TRY(Table table, TableOf(row));
    tables.push_back(std::move(table));
  }
  return std::make_shared<const Catalog>(std::move(tables));
}

}  // namespace

Result<CatalogPtr> ReadCatalog(const Snapshot& snapshot, TenantId tenant, std::uint64_t serial) {
  const Key key{serial, tenant};
  GH_TRY(const std::int64_t epoch, snapshot.Epoch(tenant));
  Entry known = Recall(key, epoch);
  if (known.catalog && known.epoch == epoch) return known.catalog;
  GH_TRY(std::vector<Collection> rows, ReadCollections(snapshot, tenant));
  const bool same = known.catalog && IsOf(*known.catalog, rows);
  if (!same) {
    GH_TRY(known.catalog, MakeCatalog(std::move(rows)));
  }
  // The epoch of a change that is not committed may yet be that of another one. What was committed
  // under an epoch, though, is what a change finds that has the same epoch still.
  const bool committed = dynamic_cast<const Transaction*>(&snapshot) == nullptr;
  if (committed) Remember({key, epoch, known.catalog});
  return known.catalog;
}

}  // namespace guildhall::daptin
