#pragma once

#include <string_view>

#include "core/people.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/resource.h"

namespace guildhall::daptin {

// What rows show, given one by one to `show(name, value)`: to be kept as values, or to be written
// at once. A name is a literal; a value a time, text, a number or a truth.

inline Standard StandardOf(const User& user) {
  return {user.uid, user.id.value(), PermissionOf(user.access), user.created_at, user.updated_at};
}

/// Shows them in their order; `id` is the row's uid as text.
template <class Show>
void ShowStandard(const Standard& row, std::string_view id, const Show& show) {
  show("created_at", row.created_at);
  show("updated_at", row.updated_at);
  show("permission", row.permission);
  show("reference_id", id);
}

/// What an account has besides.
template <class Show>
void ShowAccount(const User& user, const Show& show) {
  show("name", std::string_view(NameOf(user)));
  show("email", std::string_view(EmailOf(user)));
  show("password", std::string_view());
  show("confirmed", user.confirmed);
}

}  // namespace guildhall::daptin
