#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/collection.h"
#include "core/filter.h"
#include "core/store.h"

namespace guildhall::syncano {

/// What a filter may name beyond the class that it filters.
class FilterNames {
 public:
  virtual ~FilterNames() = default;
  /// The class of this id; nothing when it is gone.
  [[nodiscard]] virtual Result<std::optional<Collection>> FindClass(CollectionId id) const = 0;
  /// The channel of this name, lower-case.
  [[nodiscard]] virtual Result<std::optional<Channel>> FindChannel(std::string_view name) const = 0;
  /// Every channel of the instance.
  [[nodiscard]] virtual Result<std::vector<Channel>> ListChannels() const = 0;
};

/// The names as they are in a snapshot, which outlives this.
class StoredNames : public FilterNames {
 public:
  StoredNames(const Snapshot& snapshot, TenantId tenant) : snapshot_(snapshot), tenant_(tenant) {}
  [[nodiscard]] Result<std::optional<Collection>> FindClass(CollectionId id) const override;
  [[nodiscard]] Result<std::optional<Channel>> FindChannel(std::string_view name) const override;
  [[nodiscard]] Result<std::vector<Channel>> ListChannels() const override;

 private:
  const Snapshot& snapshot_;
  TenantId tenant_;
};

/// Objects know their channels by number: a comparison with names, as the core can make it. A name
/// that no channel has is equal to none.
Result<Condition> CompareChannels(const Condition& by_name, const FilterNames& names);

}  // namespace guildhall::syncano
