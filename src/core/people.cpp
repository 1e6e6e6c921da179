#include "core/people.h"

#include <utility>

namespace guildhall {
namespace {

constexpr Rights kShown{Right::kPeek, Right::kExecute};
constexpr Rights kReadable{Right::kRead, Right::kExecute};

}  // namespace

AccessList AccessOfNewAccount(UserId owner) {
  AccessList list;
  list.owner = owner;
  list.everyone = kShown;
  list.owner_rights = kReadable;
  list.group_bits = kReadable.bits();
  return list;
}

AccessList AccessOfNewGroup() {
  AccessList list = AccessOfNewAccount(UserId());
  list.owner.reset();
  return list;
}

AccessList ListOf(const Group& group) {
  AccessList list = group.access;
  Grant self;
  self.group = group.id;
  self.rights = Rights::FromBits(group.access.group_bits);
  list.grants = {std::move(self)};
  return list;
}

}  // namespace guildhall
