#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/groups.h"
#include "core/users.h"

namespace guildhall {

/// A person as another system knew him.
struct ImportedUser {
  Users::Draft draft;               ///< with the hash that the other system kept
  std::vector<std::string> groups;  ///< by unique name; made where there is none
};

/// Brings people from another system, many in one change: what `Users::Create` and
/// `Memberships::Add` do, with the same rules and the same events.
class UserImports {
 public:
  UserImports(const Credentials& credentials, Identities& identities, const Records& records,
              const Groups& groups)
      : credentials_(credentials), identities_(identities), records_(records), groups_(groups) {}

  /// For each of `people`, in order: nothing when he was made, else why he was refused, and then
  /// nothing of him was written. Refusals are those of `Users::Create`, further "password_hash"
  /// kBadFormat for one that no sign-in could fit, and of groups: "groups" kProtected for the
  /// system's and for personal ones, kBlank, kTooLong, kBadCharacter, kLimitReached. Needs
  /// kWriteUsers, kWriteGroups and kWriteMemberships, else kForbidden. Any other error is the
  /// store's.
  Result<std::vector<std::optional<Error>>> Add(Transaction& tx, const Caller& caller,
                                                std::span<const ImportedUser> people) const;

  // An importer that is interrupted goes on where its last change left off: it notes its place in
  // that change, under a name of its own.

  /// Nothing when there is no note.
  static Result<std::optional<std::string>> FindPlace(const Snapshot& snapshot, TenantId tenant,
                                                      std::string_view name);
  static Result<void> KeepPlace(Transaction& tx, TenantId tenant, std::string_view name,
                                std::string text);
  static Result<void> ForgetPlace(Transaction& tx, TenantId tenant, std::string_view name);

 private:
  const Credentials& credentials_;
  Identities& identities_;
  const Records& records_;
  const Groups& groups_;
};

}  // namespace guildhall
