#include "core/access.h"

#include <algorithm>

namespace guildhall {
namespace {

constexpr Right kEveryRight[] = {Right::kPeek,   Right::kRead,    Right::kCreate, Right::kUpdate,
                                 Right::kDelete, Right::kExecute, Right::kRefer};

bool IsIn(GroupId group, std::span<const GroupId> groups) {
  return std::binary_search(groups.begin(), groups.end(), group);
}

bool Owns(const Subject& subject, const AccessList& list) {
  return subject.user && list.owner && *subject.user == *list.owner;
}

bool ComesBefore(const Grant& grant, GroupId group) { return grant.group < group; }

Rights RightsOfGroup(const AccessList& list, GroupId group) {
  const Grant* grant = list.FindGrant(group);
  return grant != nullptr ? grant->rights : Rights();
}

// The owner's rights before the change, as far as they are rights of the owner after it. Without an
// owner afterwards only the setting is compared, because nobody gains by it.
Rights OwnerRightsThatStay(const AccessList& before, const AccessList& wanted) {
  const bool same_audience = !wanted.owner || wanted.owner == before.owner;
  return same_audience ? before.owner_rights : Rights();
}

}  // namespace

const Grant* AccessList::FindGrant(GroupId group) const {
  const auto found = std::lower_bound(grants.begin(), grants.end(), group, ComesBefore);
  if (found != grants.end() && found->group == group) return &*found;
  // No decision depends on the order of a list that was put together elsewhere.
  const auto elsewhere = std::find_if(grants.begin(), grants.end(),
                                      [&](const Grant& grant) { return grant.group == group; });
  return elsewhere == grants.end() ? nullptr : &*elsewhere;
}

Rights AccessList::PrimaryRights() const {
  return primary_group ? RightsOfGroup(*this, *primary_group) : Rights();
}

void AccessList::SetPrimary(std::optional<GroupId> group, Rights rights) {
  if (primary_group && primary_group != group)
    std::erase_if(grants, [&](const Grant& grant) { return grant.group == *primary_group; });
  primary_group = group;
  if (!group) return;
  const auto place = std::lower_bound(grants.begin(), grants.end(), *group, ComesBefore);
  if (place != grants.end() && place->group == *group) {
    place->rights = rights;
    return;
  }
  Grant grant;
  grant.group = *group;
  grant.rights = rights;
  grants.insert(place, grant);
}

Decision Allowed(Right right, const AccessList& list, const Subject& subject) {
  if (subject.bypass) return {Term::kBypass, std::nullopt};
  if (list.everyone.Has(right)) return {Term::kEveryone, std::nullopt};
  if (subject.user && list.signed_in.Has(right)) return {Term::kSignedIn, std::nullopt};
  if (Owns(subject, list) && list.owner_rights.Has(right)) return {Term::kOwner, std::nullopt};
  for (const Grant& grant : list.grants) {
    if (grant.rights.Has(right) && IsIn(grant.group, subject.groups))
      return {Term::kGroup, grant.group};
  }
  return {};
}

Rights EffectiveRights(const AccessList& list, const Subject& subject) {
  Rights rights;
  for (const Right right : kEveryRight) {
    if (Allowed(right, list, subject)) rights = rights | Rights{right};
  }
  return rights;
}

Result<AccessList> JudgeGrants(const AccessList& before, AccessList wanted, const Subject& subject,
                               Excess excess) {
  if (subject.bypass) return wanted;
  const Rights held = EffectiveRights(before, subject);
  bool exceeded = false;
  const auto judge = [&](Rights had, Rights& rights) {
    const Rights judged = rights - (rights - had - held);
    exceeded = exceeded || judged != rights;
    rights = judged;
  };
  judge(before.everyone, wanted.everyone);
  judge(before.signed_in, wanted.signed_in);
  judge(OwnerRightsThatStay(before, wanted), wanted.owner_rights);
  for (Grant& grant : wanted.grants) judge(RightsOfGroup(before, grant.group), grant.rights);
  if (exceeded && excess == Excess::kRefuse)
    return Fail(Errc::kForbidden, "grants a right that the caller does not hold");
  return wanted;
}

std::vector<Audience> ReadAudiences(const AccessList& list) {
  if (list.everyone.Has(Right::kRead)) return {kAudienceEveryone};
  std::vector<Audience> audiences;
  if (list.signed_in.Has(Right::kRead)) audiences.push_back(kAudienceSignedIn);
  if (list.owner && list.owner_rights.Has(Right::kRead))
    audiences.push_back(OwnerAudience(*list.owner));
  for (const Grant& grant : list.grants) {
    if (grant.rights.Has(Right::kRead)) audiences.push_back(GroupAudience(grant.group));
  }
  std::sort(audiences.begin(), audiences.end());
  return audiences;
}

std::vector<Audience> AudiencesOf(const Subject& subject) {
  if (subject.bypass) return {kAudienceAll};
  std::vector<Audience> audiences;
  audiences.reserve(3 + subject.groups.size());
  audiences.push_back(kAudienceEveryone);
  if (subject.user) {
    audiences.push_back(kAudienceSignedIn);
    audiences.push_back(OwnerAudience(*subject.user));
  }
  for (const GroupId group : subject.groups) audiences.push_back(GroupAudience(group));
  std::sort(audiences.begin(), audiences.end());
  return audiences;
}

std::string_view NameOf(Term term) {
  switch (term) {
    case Term::kNone:
      return "none";
    case Term::kBypass:
      return "bypass";
    case Term::kEveryone:
      return "everyone";
    case Term::kSignedIn:
      return "signed_in";
    case Term::kOwner:
      return "owner";
    case Term::kGroup:
      return "group";
  }
  return "unknown";
}

}  // namespace guildhall
