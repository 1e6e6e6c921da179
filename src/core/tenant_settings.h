#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "core/store.h"

namespace guildhall {

/// What the administrators of a tenant have set, by section and name. For callers who bypass the
/// lists of tables (`Power::kBypassTables`); anybody else: kForbidden. Which settings there are,
/// and what they mean, the dialect knows.
class TenantSettings {
 public:
  static constexpr std::size_t kMaxName = 128;      ///< bytes of a section or a name
  static constexpr std::size_t kMaxValue = 65'536;  ///< bytes
  static constexpr std::int64_t kMaxPerTenant = 1'000;

  Result<std::vector<TenantSetting>> List(const Snapshot& snapshot, const Caller& caller) const;
  /// kNotFound.
  Result<TenantSetting> Get(const Snapshot& snapshot, const Caller& caller,
                            std::string_view section, std::string_view name) const;
  /// kInvalid with "name" kBlank or kTooLong, "value" kTooLong; kConflict with kLimitReached.
  Result<void> Put(Transaction& tx, const Caller& caller, const TenantSetting& setting) const;
  /// kNotFound.
  Result<void> Remove(Transaction& tx, const Caller& caller, std::string_view section,
                      std::string_view name) const;
};

}  // namespace guildhall
