#include "core/user_imports.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/crypto.h"
#include "core/detail/accounts.h"
#include "core/detail/founding.h"
#include "core/detail/membership_rows.h"
#include "core/detail/new_accounts.h"
#include "core/detail/text_rules.h"
#include "core/memberships.h"

namespace guildhall {
namespace {

constexpr std::string_view kSection = "import";

/// Of one person; everything else concerns the whole change.
bool IsRefusal(const Error& error) {
  return error.code == Errc::kInvalid || error.code == Errc::kForbidden;
}

Result<void> CheckCaller(const Caller& caller) {
  for (const Power power : {Power::kWriteUsers, Power::kWriteGroups, Power::kWriteMemberships}) {
    if (!caller.Has(power)) return Fail(Errc::kForbidden);
  }
  return {};
}

/// The groups that people of one change are put into, by name: each is looked for once.
class NamedGroups {
 public:
  NamedGroups(Transaction& tx, const Caller& caller, const Groups& groups)
      : tx_(tx), caller_(caller), groups_(groups) {}

  /// Whether people can be put into the group; makes none.
  Result<void> Judge(const std::string& name) {
    if (known_.contains(name)) return {};
    GH_TRY(const auto found, tx_.groups().FindByUniqueName(caller_.tenant, name));
    if (found && (found->personal || IsSystem(found->id))) {
      return Fail(Errc::kInvalid, Problem{"groups", Reason::kProtected});
    }
    if (found) {
      known_.emplace(name, found->id);
    } else if (auto problem = detail::CheckName("groups", name)) {
      return Fail(Errc::kInvalid, *std::move(problem));
    }
    return {};
  }

  /// A group that was judged; made now where there is none.
  Result<GroupId> Obtain(const std::string& name) {
    if (const auto known = known_.find(name); known != known_.end()) return known->second;
    Groups::Draft draft;
    draft.name = name;
    draft.needs_unique_name = true;
    GH_TRY(const Group made, groups_.Create(tx_, caller_, draft));
    known_.emplace(name, made.id);
    return made.id;
  }

 private:
  Transaction& tx_;
  const Caller& caller_;
  const Groups& groups_;
  std::map<std::string, GroupId> known_;
};

Result<std::vector<GroupId>> ObtainAll(NamedGroups& groups, const std::vector<std::string>& names) {
  constexpr std::int64_t kMost = Memberships::kMaxGroupsPerUser;
  if (std::cmp_greater(names.size(), kMost)) {
    return Fail(Errc::kInvalid, Problem{"groups", Reason::kLimitReached, kMost});
  }
  // All of them before the first is made.
  for (const std::string& name : names) GH_CHECK(groups.Judge(name));
  std::vector<GroupId> ids;
  for (const std::string& name : names) {
    GH_TRY(const GroupId id, groups.Obtain(name));
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

Result<void> CheckHash(const std::string& hash) {
  if (hash.empty() || IsPasswordHash(hash)) return {};
  return Fail(Errc::kInvalid, Problem{"password_hash", Reason::kBadFormat});
}

/// One change at work.
class Import {
 public:
  Import(Transaction& tx, const Caller& caller, const Groups& groups, detail::NewAccounts accounts,
         Identities& identities, Collection profiles)
      : tx_(tx),
        caller_(caller),
        identities_(identities),
        accounts_(accounts),
        profiles_(std::move(profiles)),
        groups_(tx, caller, groups) {}

  /// Judges before it writes, so that a refusal leaves nothing behind.
  Result<void> Add(const ImportedUser& person) {
    GH_CHECK(CheckHash(person.draft.password_hash));
    GH_TRY(User row, detail::NewAccounts::Judge(tx_, caller_, person.draft));
    GH_TRY(const std::vector<GroupId> groups, ObtainAll(groups_, person.groups));
    GH_TRY(const UserId user,
           accounts_.Insert(tx_, caller_, person.draft, profiles_, std::move(row)));
    for (const GroupId group : groups) {
      Membership membership;
      membership.user = user;
      membership.group = group;
      GH_CHECK(detail::AddMembership({tx_, caller_.tenant, identities_}, caller_, membership));
    }
    return {};
  }

 private:
  Transaction& tx_;
  const Caller& caller_;
  Identities& identities_;
  detail::NewAccounts accounts_;
  Collection profiles_;
  NamedGroups groups_;
};

}  // namespace

Result<std::vector<std::optional<Error>>> UserImports::Add(
    Transaction& tx, const Caller& caller, std::span<const ImportedUser> people) const {
  GH_CHECK(CheckCaller(caller));
  GH_TRY(Collection profiles, detail::GetProfiles(tx, caller.tenant));
  Import import(tx, caller, groups_, detail::NewAccounts(credentials_, identities_, records_),
                identities_, std::move(profiles));
  std::vector<std::optional<Error>> outcomes;
  outcomes.reserve(people.size());
  for (const ImportedUser& person : people) {
    auto added = import.Add(person);
    if (added) {
      outcomes.emplace_back();
    } else if (IsRefusal(added.error())) {
      outcomes.emplace_back(std::move(added).error());
    } else {
      return Fail(std::move(added).error());
    }
  }
  GH_CHECK(detail::EndFounding(tx, caller.tenant));
  return outcomes;
}

Result<std::optional<std::string>> UserImports::FindPlace(const Snapshot& snapshot, TenantId tenant,
                                                          std::string_view name) {
  GH_TRY(std::optional<TenantSetting> note, snapshot.settings().Find(tenant, kSection, name));
  return note ? std::optional(std::move(note->value)) : std::nullopt;
}

Result<void> UserImports::KeepPlace(Transaction& tx, TenantId tenant, std::string_view name,
                                    std::string text) {
  return tx.settings().Put(tenant, {std::string(kSection), std::string(name), std::move(text)});
}

Result<void> UserImports::ForgetPlace(Transaction& tx, TenantId tenant, std::string_view name) {
  return tx.settings().Remove(tenant, kSection, name);
}

}  // namespace guildhall
