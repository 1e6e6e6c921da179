#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access_patch.h"
#include "core/callers.h"
#include "core/credentials.h"
#include "core/identities.h"
#include "core/records.h"
#include "core/store.h"

namespace guildhall {

/// The people of a tenant, with their keys and profiles.
class Users {
 public:
  struct Draft {
    std::string username;         ///< normalised here: trimmed, Unicode lower-case, at most 254
    std::string password_hash{};  ///< made outside the change by `HashPassword`
    RecordPatch profile{};
  };
  struct Patch {
    std::optional<std::string> username;
    std::optional<std::string> password_hash;
    std::optional<RecordPatch> profile;
    Excess profile_excess = Excess::kClamp;  ///< as in `Records::Update`
  };

  Users(const Credentials& credentials, const Callers& callers, Identities& identities,
        const Records& records);

  /// Makes the account, its key and its profile in one transaction. Needs kCreateUser or
  /// kWriteUsers. Problems: "username" blank, too long, bad character, taken (by a user name or an
  /// e-mail). A user name that is an e-mail becomes the e-mail too.
  Result<std::shared_ptr<const UserView>> Create(Transaction& tx, const Caller& caller,
                                                 const Draft& draft) const;
  /// Oneself, or anybody with kWriteUsers; else as `Get`, or kForbidden where he may be seen. A
  /// password change raises `auth_version`. What is as it was is not written.
  Result<std::shared_ptr<const UserView>> Update(Transaction& tx, const Caller& caller, UserId id,
                                                 const Patch& patch) const;
  /// The old key dies with the commit.
  Result<std::shared_ptr<const UserView>> ResetKey(Transaction& tx, const Caller& caller,
                                                   UserId id) const;
  /// Memberships, profile and every record the user owns go in the same transaction. More than
  /// 10'000 records: kConflict (removal in steps is a job that does not exist yet).
  Result<void> Remove(Transaction& tx, const Caller& caller, UserId id) const;

  /// A user sees himself, others are kNotFound to him; kForbidden for who may see nobody.
  Result<std::shared_ptr<const UserView>> Get(const Snapshot& snapshot, const Caller& caller,
                                              UserId id) const;
  /// Everybody for kReadUsers; a user sees himself; kForbidden for anybody else.
  Result<std::vector<std::shared_ptr<const UserView>>> List(const Snapshot& snapshot,
                                                            const Caller& caller, Seek seek) const;
  /// For sign-in: by name as typed; inactive users are not found.
  Result<std::optional<User>> FindForSignIn(const Snapshot& snapshot, TenantId tenant,
                                            std::string_view name) const;
  /// May this caller see, change that user at all? The one rule behind Get, List and Update.
  [[nodiscard]] static bool MayRead(const Caller& caller, UserId id);
  [[nodiscard]] static bool MayWrite(const Caller& caller, UserId id);

 private:
  const Credentials& credentials_;
  const Callers& callers_;
  Identities& identities_;
  const Records& records_;
};

/// Trimmed and lower-case by Unicode: how user names and e-mails are stored and compared.
std::string NormalizeName(std::string_view name);

}  // namespace guildhall
