#include <algorithm>
#include <iterator>
#include <utility>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/catalog.h"
#include "dialects/daptin/tables/declaration.h"
#include "dialects/shared/kept_by_epoch.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostTaken = 2'000;

/// Of which tenant of which dialect.
struct Key {
  std::uint64_t serial = 0;
  TenantId tenant;

  friend bool operator==(const Key&, const Key&) = default;
};

using Catalogs = dialects::KeptByEpoch<Key, CatalogPtr, 64>;

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

CatalogPtr RecallCatalog(TenantId tenant, std::int64_t epoch, std::uint64_t serial) {
  const auto known = Catalogs::Recall({serial, tenant}, epoch);
  return known && known->epoch == epoch ? known->value : nullptr;
}

Result<CatalogPtr> ReadCatalog(const Snapshot& snapshot, TenantId tenant, std::uint64_t serial) {
  const Key key{serial, tenant};
  GH_TRY(const std::int64_t epoch, snapshot.Epoch(tenant));
  const auto known = Catalogs::Recall(key, epoch);
  if (known && known->epoch == epoch) return known->value;
  GH_TRY(std::vector<Collection> rows, ReadCollections(snapshot, tenant));
  CatalogPtr catalog = known ? known->value : nullptr;
  const bool same = catalog && IsOf(*catalog, rows);
  if (!same) {
    GH_TRY(catalog, MakeCatalog(std::move(rows)));
  }
  // The epoch of a change that is not committed may yet be that of another one. What was committed
  // under an epoch, though, is what a change finds that has the same epoch still.
  const bool committed = dynamic_cast<const Transaction*>(&snapshot) == nullptr;
  if (committed) Catalogs::Keep({key, epoch, catalog});
  return catalog;
}

}  // namespace guildhall::daptin
