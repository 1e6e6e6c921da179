#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/store.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// The tables of one tenant in one state of it. Immutable; thread-safe.
class Catalog {
 public:
  /// Built-in tables first, then the others by id. Completes the relations: what leads to a table
  /// leads back from it, and so accounts and groups lead to the rows of every table. Of several
  /// things of one name that a table would have, the first one stays. What leads to a table that is
  /// not there is left out.
  explicit Catalog(std::vector<Table> tables);

  /// Null when there is none of that name, or id.
  [[nodiscard]] const Table* Find(std::string_view name) const;
  [[nodiscard]] const Table* Find(CollectionId id) const;
  [[nodiscard]] std::span<const Table> tables() const { return tables_; }

 private:
  /// Adds to every table the ways back from it.
  void LeadBack();
  [[nodiscard]] std::optional<std::size_t> FindPlace(std::string_view name) const;

  std::vector<Table> tables_;
  // Places in `tables_`, in the order of names and of ids.
  std::vector<std::size_t> by_name_;
  std::vector<std::size_t> by_id_;
};
using CatalogPtr = std::shared_ptr<const Catalog>;

/// The tables as they are in this snapshot. Each thread remembers some, under the tenant's epoch:
/// while nothing changes, this costs the reading of a number. `serial` tells the dialects of one
/// process apart. Beyond two thousand tables no more are taken in.
Result<CatalogPtr> ReadCatalog(const Snapshot& snapshot, TenantId tenant, std::uint64_t serial);
/// The same as they were under this epoch, where some thread remembers that; else null.
CatalogPtr RecallCatalog(TenantId tenant, std::int64_t epoch, std::uint64_t serial);

}  // namespace guildhall::daptin
