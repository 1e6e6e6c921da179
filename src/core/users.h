#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access_patch.h"
#include "core/callers.h"
#include "core/credentials.h"
#include "core/gates.h"
#include "core/identities.h"
#include "core/records.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall {

/// The people of a tenant, with their keys and profiles.
class Users {
 public:
  /// What a user may do by capabilities, as wanted; what is absent stays.
  struct CapabilityPatch {
    std::optional<std::string> own;    ///< JSON text of an object, see `User::capabilities`
    std::optional<std::string> group;  ///< object id as text of a group of the tenant, or ""
    std::optional<std::int32_t> password_max_days;
    Origin origin{};  ///< of the membership that naming a group makes
    [[nodiscard]] bool empty() const { return !own && !group && !password_max_days; }
  };
  struct Draft {
    std::string username;         ///< normalised here: trimmed, Unicode lower-case, at most 254
    std::string password_hash{};  ///< made outside the change by `HashPassword`
    RecordPatch profile{};
    std::string email{};  ///< normalised; "": the user name, where that is one
    std::string display_name{}, first_name{}, last_name{};
    bool active = true;
    bool confirmed = false;
    std::optional<Uid> uid{};  ///< of the client's choice: "uid" kTaken
    CapabilityPatch capabilities{};
    bool access_key = false;  ///< makes him one
    /// Name of a personal group that is made with him as its member; made unique by his uid.
    std::optional<std::string> home_group{};
    /// What the memberships made with him (in `kEverybody` and the home group) carry.
    Rights link_rights{};
    std::int32_t link_rest = 0;
    Origin origin{};
    /// False in the vocabulary whose first user becomes the administrator, see `IsFounding`.
    bool ends_founding = true;
  };
  struct Patch {
    std::optional<std::string> username;
    std::optional<std::string> password_hash;
    std::optional<RecordPatch> profile;
    Excess profile_excess = Excess::kClamp;  ///< as in `Records::Update`
    std::optional<std::string> email;
    std::optional<std::string> display_name, first_name, last_name;
    std::optional<bool> active, confirmed;
    CapabilityPatch capabilities;
    AccessPatch access;  ///< of the account's row; added rights that the caller lacks: kForbidden
  };

  Users(const Credentials& credentials, const Callers& callers, Identities& identities,
        const Records& records, Removals& removals);

  // Everywhere: "no take-over". Setting the names, password, keys, activity or capabilities of
  // *another* user who is an administrator (`kAdministrators`), or removing him, needs a caller who
  // is one; of one who has capabilities, a caller who acts by capabilities that contain his, or the
  // installation's secret. Otherwise kForbidden with Problem "user" kProtected.

  /// Makes the account, its key, its profile and its memberships in one transaction. Needs
  /// kCreateUser or kWriteUsers; or by lists, what `gates` ask of `kAccountTable`. Problems:
  /// "username" or "email" blank, too long, bad character, bad format, taken (by a user name or an
  /// e-mail); "capability_group" kUnknownName; those of `JudgeCapabilities`; "capabilities"
  /// kTooLong (a map of more than 16 KiB). A user name that is an e-mail becomes the e-mail too.
  Result<std::shared_ptr<const UserView>> Create(Transaction& tx, const Caller& caller,
                                                 const Draft& draft,
                                                 const Gates& gates = Gates::ByPowers()) const;
  /// Oneself, or anybody with kWriteUsers; else as `Get`, or kForbidden where he may be seen. A
  /// password change raises `auth_version`, and so does deactivation. A change of the user name
  /// carries the e-mail along, and the reverse, when both were equal and the new value is an
  /// e-mail. What is as it was is neither checked nor written. The last active administrator cannot
  /// be deactivated: kConflict with Problem "user" kProtected.
  Result<std::shared_ptr<const UserView>> Update(Transaction& tx, const Caller& caller, UserId id,
                                                 const Patch& patch,
                                                 const Gates& gates = Gates::ByPowers()) const;
  /// The old key dies with the commit.
  Result<std::shared_ptr<const UserView>> ResetKey(Transaction& tx, const Caller& caller,
                                                   UserId id) const;
  /// The same for the access key, which ends sessions too. Oneself, or kGrantCapabilities together
  /// with kWriteUsers.
  Result<std::shared_ptr<const UserView>> ResetAccessKey(Transaction& tx, const Caller& caller,
                                                         UserId id) const;
  /// Needs the installation's secret. "access_key" kTaken, kTooShort (below 16 characters).
  Result<std::shared_ptr<const UserView>> SetAccessKey(Transaction& tx, const Caller& caller,
                                                       UserId id, const Secret& key) const;
  /// Memberships, profile, home group and every record the user owns go with him. Where there are
  /// more rows than `Removals` takes along at once they are hidden by the same commit and removed
  /// in steps. The last active administrator: kConflict with Problem "user" kProtected.
  Result<void> Remove(Transaction& tx, const Caller& caller, UserId id,
                      const Gates& gates = Gates::ByPowers()) const;
  /// After a right password: when it was, at most once a minute, and the hash where `hash` is given
  /// and `former` is still what is stored. Nothing else is checked.
  Result<void> RecordSignIn(Transaction& tx, TenantId tenant, UserId id,
                            const std::optional<std::string>& hash, std::string_view former) const;

  /// A user sees himself, others are kNotFound to him; kForbidden for who may see nobody.
  Result<std::shared_ptr<const UserView>> Get(const Snapshot& snapshot, const Caller& caller,
                                              UserId id) const;
  /// Everybody for kReadUsers; a user sees himself; kForbidden for anybody else.
  Result<std::vector<std::shared_ptr<const UserView>>> List(const Snapshot& snapshot,
                                                            const Caller& caller, Seek seek) const;
  /// The ids of those, for who finds them in memory by `Callers::FindUsers`.
  static Result<std::vector<UserId>> ListIds(const Snapshot& snapshot, const Caller& caller,
                                             Seek seek);
  /// Those of `List` whose user name begins with `prefix`, which is lower-case as user names are.
  /// Errors as `ListFitting`.
  Result<std::vector<std::shared_ptr<const UserView>>> ListNamed(const Snapshot& snapshot,
                                                                 const Caller& caller,
                                                                 std::string_view prefix,
                                                                 Seek seek) const;
  /// Users of the tenant, by id, whose e-mail (or user name, where there is none) contains `text`
  /// in any case; every character stands for itself, and "" is in all of them. As they are stored:
  /// show one by `Get`. Needs kReadUsers. Errors as `ListFitting`.
  Result<std::vector<User>> ListContaining(const Snapshot& snapshot, const Caller& caller,
                                           std::string_view text, Seek seek) const;
  /// The caller's own row as he was resolved, where `gates.own` opens both gates to him; else null.
  /// Asks no store; equals what `GetRow` gives him, but for the grants. Lives as long as the
  /// caller.
  static const User* OwnRow(const Caller& caller, const Gates& gates);
  /// The account's row as its lists show it: `access.grants` are those of its memberships. Errors
  /// as `PassTable`, `PassRow` and `MissingRow`.
  Result<User> GetRow(const Snapshot& snapshot, const Caller& caller, UserId id,
                      const Gates& gates) const;
  /// Exactly the rows whose list gives the caller Read, by id; `gates.table` is asked before. Those
  /// of system users too. Costs what the page costs.
  Result<std::vector<User>> ListRows(const Snapshot& snapshot, const Caller& caller, Seek seek,
                                     const Gates& gates) const;
  Result<std::int64_t> CountRows(const Snapshot& snapshot, const Caller& caller, std::int64_t bound,
                                 const Gates& gates) const;
  /// For sign-in: by name as typed; inactive users are not found.
  Result<std::optional<User>> FindForSignIn(const Snapshot& snapshot, TenantId tenant,
                                            std::string_view name) const;
  /// May this caller see everybody? Then a list of users is the same to all such callers.
  [[nodiscard]] static bool MayReadAll(const Caller& caller);
  /// May this caller see, change that user at all? The one rule behind Get, List and Update.
  [[nodiscard]] static bool MayRead(const Caller& caller, UserId id);
  [[nodiscard]] static bool MayWrite(const Caller& caller, UserId id);

 private:
  Result<std::vector<std::shared_ptr<const UserView>>> ListSelf(const Snapshot& snapshot,
                                                                const Caller& caller,
                                                                Seek seek) const;
  Result<std::vector<std::shared_ptr<const UserView>>> View(const Snapshot& snapshot,
                                                            TenantId tenant,
                                                            const std::vector<User>& rows) const;

  const Credentials& credentials_;
  const Callers& callers_;
  Identities& identities_;
  const Records& records_;
  Removals& removals_;
};

/// Trimmed and lower-case by Unicode: how user names and e-mails are stored and compared.
std::string NormalizeName(std::string_view name);

}  // namespace guildhall
