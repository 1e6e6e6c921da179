#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "core/credentials.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall::detail {

/// Reads from the store what callers are made of.
class CallerReader {
 public:
  CallerReader(const Credentials& credentials, const Removals& removals)
      : credentials_(credentials), removals_(removals) {}

  /// Nothing for an unknown key.
  Result<std::optional<ApiKeyView>> FindApiKey(const Snapshot& snapshot, const KeyBytes& key) const;
  /// Nothing for an unknown key, and for one of an inactive user.
  Result<std::optional<UserView>> FindUserByKey(const Snapshot& snapshot, TenantId tenant,
                                                const KeyBytes& key) const;
  /// Nothing for one who does not exist; a system user without keys and profile.
  Result<std::optional<UserView>> FindUser(const Snapshot& snapshot, TenantId tenant,
                                           UserId id) const;

  /// The same for several, read together: in the order of `ids`, missing ones left out.
  Result<std::vector<UserView>> FindUsers(const Snapshot& snapshot, TenantId tenant,
                                          std::span<const UserId> ids) const;

  [[nodiscard]] const Credentials& credentials() const { return credentials_; }

 private:
  /// `keys`: of each row, in their order.
  [[nodiscard]] Result<std::vector<UserView>> MakeViews(const Snapshot& snapshot, TenantId tenant,
                                                        std::vector<User> rows,
                                                        std::vector<Secret> keys) const;
  [[nodiscard]] Result<UserView> MakeView(const Snapshot& snapshot, TenantId tenant, User row,
                                          Secret key) const;
  [[nodiscard]] Result<void> AddProfiles(const Snapshot& snapshot, TenantId tenant,
                                         std::span<UserView> views) const;
  [[nodiscard]] Result<Secret> OpenKey(KeyKind kind, TenantId tenant,
                                       std::string_view sealed) const;

  const Credentials& credentials_;
  const Removals& removals_;
};

}  // namespace guildhall::detail
