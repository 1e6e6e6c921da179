#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/caller.h"
#include "core/credentials.h"
#include "core/store.h"

namespace guildhall {

/// An application's credentials in a tenant. Reading all and writing need kReadKeys / kWriteKeys,
/// else kForbidden; an API key sees itself, and others are kNotFound to it. Changes name the site
/// and the tenant. Problems: "description" too long.
class ApiKeys {
 public:
  struct Draft {
    std::string description{};
    ApiKeyFlags flags{};
  };
  struct Patch {
    std::optional<std::string> description;
    std::optional<bool> bypass_lists, create_users, create_groups, anonymous_read;
  };

  explicit ApiKeys(const Credentials& credentials) : credentials_(credentials) {}

  Result<ApiKeyView> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  Result<ApiKeyView> Update(Transaction& tx, const Caller& caller, ApiKeyId id,
                            const Patch& patch) const;
  /// The old key dies with the commit.
  Result<ApiKeyView> Reset(Transaction& tx, const Caller& caller, ApiKeyId id) const;
  Result<void> Remove(Transaction& tx, const Caller& caller, ApiKeyId id) const;
  Result<ApiKeyView> Get(const Snapshot& snapshot, const Caller& caller, ApiKeyId id) const;
  Result<std::vector<ApiKeyView>> List(const Snapshot& snapshot, const Caller& caller,
                                       Seek seek) const;

 private:
  const Credentials& credentials_;
};

}  // namespace guildhall
