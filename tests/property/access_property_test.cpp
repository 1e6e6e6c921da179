#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <ostream>
#include <rapidcheck.h>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/access.h"
#include "core/access_patch.h"

namespace guildhall {

/// The caller of one random case; owns the groups that its `Subject` points to.
struct Who {
  bool bypass = false;
  std::optional<UserId> user;
  std::vector<GroupId> groups;

  [[nodiscard]] Subject AsSubject() const { return {bypass, user, groups}; }
};

// How RapidCheck shows a counterexample.
void showValue(const Who& who, std::ostream& out) {
  out << "{user " << (who.user ? std::to_string(who.user->value()) : "none");
  if (who.bypass) out << ", bypass";
  for (const GroupId group : who.groups) out << ", group " << group.value();
  out << "}";
}

void showValue(const AccessList& list, std::ostream& out) {
  out << "{owner " << (list.owner ? std::to_string(list.owner->value()) : "none") << ":"
      << int{list.owner_rights.bits()} << ", everyone:" << int{list.everyone.bits()}
      << ", signed in:" << int{list.signed_in.bits()};
  for (const Grant& grant : list.grants) {
    out << ", group " << grant.group.value() << ":" << int{grant.rights.bits()};
    if (grant.group == list.primary_group) out << " (primary)";
  }
  out << "}";
}

namespace {

// At least this many cases each, unless RC_PARAMS says otherwise (to repeat a failure by its seed).
// The library reads the variable when it is first used.
const bool kManyCases = setenv("RC_PARAMS", "max_success=1000", 0) == 0;

constexpr Right kRights[] = {Right::kPeek,   Right::kRead,    Right::kCreate, Right::kUpdate,
                             Right::kDelete, Right::kExecute, Right::kRefer};

// --- random lists and callers, of few users and groups so that they meet ---

rc::Gen<Rights> AnyRights() {
  return rc::gen::map(rc::gen::inRange(0, 128), [](int bits) { return Rights::FromBits(bits); });
}

rc::Gen<std::optional<UserId>> AnyUser() {
  return rc::gen::map(rc::gen::inRange(-1, 4),
                      [](int id) { return id == 0 ? std::nullopt : std::optional(UserId(id)); });
}

// Ascending, each at most once.
rc::Gen<std::vector<GroupId>> AnyGroups() {
  return rc::gen::map(rc::gen::inRange(0, 128), [](int bits) {
    std::vector<GroupId> groups;
    for (int i = 0; i < 7; ++i)
      if ((bits >> i) % 2 != 0) groups.emplace_back(i - 2);
    return groups;
  });
}

rc::Gen<Who> AnyMember() {
  return rc::gen::build<Who>(rc::gen::set(&Who::user, AnyUser()),
                             rc::gen::set(&Who::groups, AnyGroups()));
}

rc::Gen<Who> Anybody() {
  return rc::gen::build<Who>(
      rc::gen::set(&Who::bypass, rc::gen::weightedElement<bool>({{9, false}, {1, true}})),
      rc::gen::set(&Who::user, AnyUser()), rc::gen::set(&Who::groups, AnyGroups()));
}

rc::Gen<AccessList> AnyList() {
  return rc::gen::exec([] {
    AccessList list;
    list.owner = *AnyUser();
    list.everyone = *AnyRights();
    list.signed_in = *AnyRights();
    list.owner_rights = *AnyRights();
    list.group_bits = *rc::gen::inRange(0, 4);
    for (const GroupId group : *AnyGroups()) {
      Grant grant;
      grant.group = group;
      grant.rights = *AnyRights();
      grant.id = GrantId(group.value() + 100);
      list.grants.push_back(grant);
    }
    if (!list.grants.empty() && *rc::gen::arbitrary<bool>())
      list.primary_group = (*rc::gen::elementOf(list.grants)).group;
    return list;
  });
}

// What a write makes of `before`: often a small change, sometimes a list of its own.
AccessList Wanted(const AccessList& before) {
  AccessList wanted =
      *rc::gen::weightedOneOf<AccessList>({{3, rc::gen::just(before)}, {1, AnyList()}});
  if (*rc::gen::arbitrary<bool>()) wanted.owner = *AnyUser();
  if (*rc::gen::arbitrary<bool>()) wanted.everyone = *AnyRights();
  if (*rc::gen::arbitrary<bool>()) wanted.signed_in = *AnyRights();
  if (*rc::gen::arbitrary<bool>()) wanted.owner_rights = *AnyRights();
  if (*rc::gen::arbitrary<bool>())
    wanted.SetPrimary(GroupId(*rc::gen::inRange(-2, 6)), *AnyRights());
  return wanted;
}

// --- the naive model: names and sets, nothing of the product's own decision ---

using Model = std::map<std::string, std::set<Right>>;

std::set<Right> SetOf(Rights rights) {
  std::set<Right> set;
  for (const Right right : kRights)
    if (rights.Has(right)) set.insert(right);
  return set;
}

Model ModelOf(const AccessList& list) {
  Model model;
  model["everyone"] = SetOf(list.everyone);
  model["signed in"] = SetOf(list.signed_in);
  if (list.owner) model["user " + std::to_string(list.owner->value())] = SetOf(list.owner_rights);
  for (const Grant& grant : list.grants)
    model["group " + std::to_string(grant.group.value())] = SetOf(grant.rights);
  return model;
}

std::set<Right> NaiveRights(const AccessList& list, const Who& who) {
  if (who.bypass) return {std::begin(kRights), std::end(kRights)};
  std::set<std::string> names = {"everyone"};
  if (who.user) names.insert({"signed in", "user " + std::to_string(who.user->value())});
  for (const GroupId group : who.groups) names.insert("group " + std::to_string(group.value()));
  std::set<Right> rights;
  for (const auto& [name, granted] : ModelOf(list))
    if (names.contains(name)) rights.insert(granted.begin(), granted.end());
  return rights;
}

bool IsSubset(const std::set<Right>& small, const std::set<Right>& large) {
  return std::includes(large.begin(), large.end(), small.begin(), small.end());
}

std::set<Right> Union(std::set<Right> a, const std::set<Right>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

AccessList Clamped(const AccessList& before, const AccessList& wanted, const Who& who) {
  return JudgeGrants(before, wanted, who.AsSubject(), Excess::kClamp).value();
}

// --- one rule ---

RC_GTEST_PROP(Access, DecidesAsTheNaiveModelDoes, ()) {
  const AccessList list = *AnyList();
  const Who who = *Anybody();
  const auto rights = NaiveRights(list, who);
  for (const Right right : kRights)
    RC_ASSERT(static_cast<bool>(Allowed(right, list, who.AsSubject())) == rights.contains(right));
  RC_ASSERT(SetOf(EffectiveRights(list, who.AsSubject())) == rights);
}

RC_GTEST_PROP(Access, NamesATermThatSaysYesByItself, ()) {
  const AccessList list = *AnyList();
  const Who who = *Anybody();
  const Right right =
      *rc::gen::elementOf(std::vector<Right>(std::begin(kRights), std::end(kRights)));
  const Decision decision = Allowed(right, list, who.AsSubject());
  AccessList alone;
  switch (decision.term) {
    case Term::kNone:
      return;
    case Term::kBypass:
      RC_ASSERT(who.bypass);
      return;
    case Term::kEveryone:
      alone.everyone = list.everyone;
      break;
    case Term::kSignedIn:
      alone.signed_in = list.signed_in;
      break;
    case Term::kOwner:
      alone.owner = list.owner;
      alone.owner_rights = list.owner_rights;
      break;
    case Term::kGroup:
      alone.grants = {*list.FindGrant(*decision.group)};
      break;
  }
  RC_ASSERT(NaiveRights(alone, who).contains(right));
}

RC_GTEST_PROP(Access, IsNeverLostByJoiningAGroup, ()) {
  const AccessList list = *AnyList();
  const Who who = *Anybody();
  Who joined = who;
  const GroupId group(*rc::gen::inRange(-2, 6));
  const auto place = std::lower_bound(joined.groups.begin(), joined.groups.end(), group);
  if (place == joined.groups.end() || *place != group) joined.groups.insert(place, group);
  RC_ASSERT(
      EffectiveRights(list, joined.AsSubject()).Contains(EffectiveRights(list, who.AsSubject())));
}

RC_GTEST_PROP(Access, IsNeverLostBySigningIn, ()) {
  const AccessList list = *AnyList();
  const Who who = *Anybody();
  Who guest = who;
  guest.user.reset();
  RC_ASSERT(
      EffectiveRights(list, who.AsSubject()).Contains(EffectiveRights(list, guest.AsSubject())));
}

RC_GTEST_PROP(Access, DoesNotDependOnTheOrderOfGrants, ()) {
  const AccessList list = *AnyList();
  const Who who = *Anybody();
  AccessList shuffled = list;
  std::reverse(shuffled.grants.begin(), shuffled.grants.end());
  const auto turn = *rc::gen::inRange<std::size_t>(0, shuffled.grants.size() + 1);
  std::rotate(shuffled.grants.begin(), shuffled.grants.begin() + static_cast<std::ptrdiff_t>(turn),
              shuffled.grants.end());
  RC_ASSERT(EffectiveRights(list, who.AsSubject()) == EffectiveRights(shuffled, who.AsSubject()));
  RC_ASSERT(ReadAudiences(list) == ReadAudiences(shuffled));

  const AccessList wanted = Wanted(list);
  RC_ASSERT(Clamped(list, wanted, who) == Clamped(shuffled, wanted, who));
}

// --- audiences ---

RC_GTEST_PROP(Audiences, MeetExactlyWhenTheObjectMayBeRead, ()) {
  const AccessList list = *AnyList();
  const Who who = *AnyMember();
  const auto readers = ReadAudiences(list);
  const auto mine = AudiencesOf(who.AsSubject());
  std::vector<Audience> common;
  std::set_intersection(readers.begin(), readers.end(), mine.begin(), mine.end(),
                        std::back_inserter(common));
  RC_ASSERT(!common.empty() == NaiveRights(list, who).contains(Right::kRead));
}

RC_GTEST_PROP(Audiences, AreAscendingAndNeverAll, ()) {
  const Who who = *AnyMember();
  for (const auto& audiences : {ReadAudiences(*AnyList()), AudiencesOf(who.AsSubject())}) {
    RC_ASSERT(std::is_sorted(audiences.begin(), audiences.end()));
    RC_ASSERT(std::adjacent_find(audiences.begin(), audiences.end()) == audiences.end());
    RC_ASSERT(std::count(audiences.begin(), audiences.end(), kAudienceAll) == 0);
  }
}

RC_GTEST_PROP(Audiences, OfABypassingCallerAreAll, ()) {
  Who who = *AnyMember();
  who.bypass = true;
  RC_ASSERT(AudiencesOf(who.AsSubject()) == std::vector<Audience>{kAudienceAll});
}

// --- you can grant only what you hold ---

RC_GTEST_PROP(Grants, GiveNoAudienceARightThatTheCallerLacked, ()) {
  const AccessList before = *AnyList();
  const Who who = *Anybody();
  const auto held = NaiveRights(before, who);
  Model had = ModelOf(before);
  for (const auto& [name, rights] : ModelOf(Clamped(before, Wanted(before), who)))
    RC_ASSERT(IsSubset(rights, Union(had[name], held)));
}

RC_GTEST_PROP(Grants, GiveNobodyMoreThanHeHadOrTheCallerHeld, ()) {
  const AccessList before = *AnyList();
  const Who who = *Anybody();
  const Who other = *AnyMember();
  const AccessList after = Clamped(before, Wanted(before), who);
  RC_ASSERT(IsSubset(NaiveRights(after, other),
                     Union(NaiveRights(before, other), NaiveRights(before, who))));
  RC_ASSERT(IsSubset(NaiveRights(after, who), NaiveRights(before, who)));
}

RC_GTEST_PROP(Grants, ClampedAreBetweenWhatStaysAndWhatWasWanted, ()) {
  const AccessList before = *AnyList();
  const Who who = *Anybody();
  const AccessList wanted = Wanted(before);
  const AccessList after = Clamped(before, wanted, who);
  Model had = ModelOf(before);
  Model got = ModelOf(after);
  for (const auto& [name, rights] : ModelOf(wanted)) {
    RC_ASSERT(IsSubset(got[name], rights));
    for (const Right right : rights)
      RC_ASSERT(!had[name].contains(right) || got[name].contains(right));
  }
  RC_ASSERT(wanted.owner_rights.Contains(after.owner_rights));
}

RC_GTEST_PROP(Grants, ClampedDifferInRightsOnly, ()) {
  const AccessList before = *AnyList();
  const AccessList wanted = Wanted(before);
  AccessList after = Clamped(before, wanted, *Anybody());
  after.everyone = wanted.everyone;
  after.signed_in = wanted.signed_in;
  after.owner_rights = wanted.owner_rights;
  RC_ASSERT(after.grants.size() == wanted.grants.size());
  for (std::size_t i = 0; i < after.grants.size(); ++i)
    after.grants[i].rights = wanted.grants[i].rights;
  RC_ASSERT(after == wanted);
}

RC_GTEST_PROP(Grants, AreRefusedExactlyWhenTheyWouldBeLowered, ()) {
  const AccessList before = *AnyList();
  const AccessList wanted = Wanted(before);
  const Who who = *Anybody();
  const auto judged = JudgeGrants(before, wanted, who.AsSubject(), Excess::kRefuse);
  RC_ASSERT(judged.has_value() == (Clamped(before, wanted, who) == wanted));
  if (judged) RC_ASSERT(*judged == wanted);
  if (!judged) RC_ASSERT(judged.error().code == Errc::kForbidden);
}

RC_GTEST_PROP(Grants, OnceClampedAreNotRefused, ()) {
  const AccessList before = *AnyList();
  const Who who = *Anybody();
  const AccessList after = Clamped(before, Wanted(before), who);
  RC_ASSERT(JudgeGrants(before, after, who.AsSubject(), Excess::kRefuse).has_value());
}

RC_GTEST_PROP(Grants, WrittenBackAsTheyWereReadChangeNothing, ()) {
  const AccessList list = *AnyList();
  const Who who = *Anybody();
  RC_ASSERT(Clamped(list, list, who) == list);
  RC_ASSERT(JudgeGrants(list, list, who.AsSubject(), Excess::kRefuse).value() == list);

  AccessPatch patch;
  patch.owner = list.owner;
  patch.everyone = list.everyone;
  patch.signed_in = list.signed_in;
  patch.owner_rights = list.owner_rights;
  patch.primary = {list.primary_group, list.PrimaryRights(), list.group_bits};
  RC_ASSERT(patch.Apply(list) == list);
}

RC_GTEST_PROP(PrimaryGroups, LeaveOtherGrantsAlone, ()) {
  const AccessList before = *AnyList();
  const GroupId group(*rc::gen::inRange(-2, 6));
  const Rights rights = *AnyRights();
  AccessList after = before;
  after.SetPrimary(group, rights);
  RC_ASSERT(after.PrimaryRights() == rights);
  RC_ASSERT(std::is_sorted(after.grants.begin(), after.grants.end(),
                           [](const Grant& a, const Grant& b) { return a.group < b.group; }));
  for (const Grant& grant : before.grants) {
    if (grant.group == group || grant.group == before.primary_group) continue;
    RC_ASSERT(after.FindGrant(grant.group) != nullptr);
    RC_ASSERT(*after.FindGrant(grant.group) == grant);
  }
  const bool former_stays = !before.primary_group || *before.primary_group == group;
  RC_ASSERT(former_stays || after.FindGrant(*before.primary_group) == nullptr);
}

}  // namespace
}  // namespace guildhall
