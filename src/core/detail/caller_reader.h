#pragma once

#include <optional>

#include "core/caller.h"
#include "core/credentials.h"
#include "core/store.h"

namespace guildhall::detail {

/// Reads from the store what callers are made of.
class CallerReader {
 public:
  explicit CallerReader(const Credentials& credentials) : credentials_(credentials) {}

  /// Nothing for an unknown key.
  Result<std::optional<ApiKeyView>> FindApiKey(const Snapshot& snapshot, const KeyBytes& key) const;
  /// Nothing for an unknown key, and for one of an inactive user.
  Result<std::optional<UserView>> FindUserByKey(const Snapshot& snapshot, TenantId tenant,
                                                const KeyBytes& key) const;
  Result<std::optional<UserView>> FindUser(const Snapshot& snapshot, TenantId tenant,
                                           UserId id) const;

  [[nodiscard]] const Credentials& credentials() const { return credentials_; }

 private:
  static Result<UserView> MakeView(const Snapshot& snapshot, TenantId tenant, User row, Secret key);

  const Credentials& credentials_;
};

}  // namespace guildhall::detail
