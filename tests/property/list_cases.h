#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <rapidcheck.h>
#include <vector>

#include "core/caller.h"
#include "core/gates.h"
#include "tests/support/rows.h"

/// Random lists of rights, and those who ask: of few users and groups, so that they meet.
namespace guildhall::test {

inline constexpr TenantId kTenant{1};

/// Somebody who asks for a list.
struct Who {
  bool bypass = false;
  bool by_lists = false;  ///< he acts under lists
  std::optional<UserId> user;
  std::vector<GroupId> groups;
  std::int32_t page = 1;
  bool descending = false;
};

inline void Show(const AccessList& list, std::ostream& out) {
  out << "{owner " << (list.owner ? list.owner->value() : 0) << ':' << int{list.owner_rights.bits()}
      << ", everyone:" << int{list.everyone.bits()} << ", signed in:" << int{list.signed_in.bits()};
  for (const Grant& grant : list.grants) {
    out << ", group " << grant.group.value() << ':' << int{grant.rights.bits()};
  }
  out << '}';
}

/// How RapidCheck shows a caller.
inline void Show(const Who& who, std::ostream& out) {
  out << "user " << (who.user ? who.user->value() : 0) << (who.bypass ? ", bypass" : "")
      << (who.by_lists ? ", by lists" : "");
  for (const GroupId group : who.groups) out << ", group " << group.value();
  out << ", pages of " << who.page << (who.descending ? " down" : " up");
}

/// Read is there in half of them; the other rights must not matter.
inline rc::Gen<Rights> AnyRights() {
  return rc::gen::map(rc::gen::inRange(0, 128), [](int bits) { return Rights::FromBits(bits); });
}

/// Mostly nothing, so that most records are read by few.
inline rc::Gen<Rights> FewRights() {
  return rc::gen::weightedOneOf<Rights>({{3, rc::gen::just(Rights())}, {1, AnyRights()}});
}

inline rc::Gen<std::optional<UserId>> AnyUser() {
  return rc::gen::map(rc::gen::inRange(0, 4),
                      [](int id) { return id == 0 ? std::nullopt : std::optional(UserId(id)); });
}

inline rc::Gen<AccessList> AnyList() {
  return rc::gen::exec([] {
    AccessList list;
    list.owner = *AnyUser();
    list.everyone = *FewRights();
    list.signed_in = *FewRights();
    list.owner_rights = *AnyRights();
    for (std::int64_t group = 1; group <= 5; ++group) {
      if (*rc::gen::inRange(0, 3) == 0) list.grants.push_back(MakeGrant(0, group, *AnyRights()));
    }
    if (!list.grants.empty()) list.primary_group = list.grants.front().group;
    return list;
  });
}

inline rc::Gen<Who> Anybody() {
  return rc::gen::exec([] {
    Who who;
    who.bypass = *rc::gen::inRange(0, 10) == 0;
    who.user = *AnyUser();
    for (std::int64_t group = 1; who.user && group <= 5; ++group) {
      if (*rc::gen::inRange(0, 2) == 0) who.groups.emplace_back(group);
    }
    who.page = *rc::gen::inRange(1, 8);
    who.descending = *rc::gen::arbitrary<bool>();
    return who;
  });
}

inline Caller CallerOf(const Who& who) {
  Caller caller;
  caller.tenant = kTenant;
  if (who.bypass) caller.powers = {who.by_lists ? Power::kBypassTables : Power::kReadAllRecords};
  if (!who.user) return caller;
  auto view = std::make_shared<UserView>();
  view->user.id = *who.user;
  view->active_groups = who.groups;
  caller.user = std::move(view);
  return caller;
}

/// How he reads.
inline Gates GatesOf(const Who& who) {
  return who.by_lists ? Gates::ByLists({Right::kPeek}, {Right::kRead}) : Gates::ByPowers();
}

}  // namespace guildhall::test
