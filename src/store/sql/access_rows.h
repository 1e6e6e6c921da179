#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "store/sql/bind.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// What a grant is on: `grants.kind`. The records of a collection have the collection's number,
/// which is 16 or more.
using GrantKind = std::int64_t;
inline constexpr GrantKind kGroupGrant = 2;
inline constexpr GrantKind kCollectionGrant = 3;
inline constexpr GrantKind kChannelGrant = 4;
inline constexpr GrantKind kActionGrant = 5;

/// The columns `owner, primary_group, everyone, signed_in, owner_rights, group_bits`.
AccessList ReadAccess(Columns& columns);
/// The same and then `grants`: how many rows `LoadGrants` will find, as that many empty places.
AccessList ReadAccessWithGrants(Columns& columns);

/// An object whose grants are to be read.
struct GrantedObject {
  std::int64_t id = 0;
  AccessList* access = nullptr;
};

/// Replaces the empty places of `ReadAccessWithGrants` by the grants; asks the database only for
/// objects that have some.
Result<void> LoadGrants(Connection& connection, TenantId tenant, GrantKind kind,
                        std::span<const GrantedObject> objects);
/// The grants of one object, by ascending group.
Result<std::vector<Grant>> ReadGrants(Connection& connection, TenantId tenant, GrantKind kind,
                                      std::int64_t object);
/// Writes the difference between two lists of grants of one object.
Result<void> WriteGrants(Connection& connection, TenantId tenant, GrantKind kind,
                         std::int64_t object, std::span<const Grant> before,
                         std::span<const Grant> after);
/// Removes all grants on an object that goes.
Result<void> RemoveGrants(Connection& connection, TenantId tenant, GrantKind kind,
                          std::int64_t object);

/// Which grant on the objects of a kind.
struct ObjectPlace {
  std::int64_t object = 0;
  GroupId group;
};
/// A grant with the object that it is on.
struct ObjectGrant {
  std::int64_t object = 0;
  Grant grant;
};
/// Grants on objects of a kind that come after that place, by object and group.
Result<std::vector<ObjectGrant>> ListGrantsBehind(Connection& connection, TenantId tenant,
                                                  GrantKind kind, ObjectPlace after,
                                                  std::int32_t limit);

/// An object on which a group has a grant.
struct GrantedKey {
  GrantKind kind = 0;
  std::int64_t object = 0;
};
/// Objects of these kinds (`first` to `last`) on which the group has a grant, ordered by both.
Result<std::vector<GrantedKey>> ListGranted(Connection& connection, TenantId tenant, GroupId group,
                                            GrantKind first, GrantKind last, std::int64_t limit);

/// Ids of the objects of one kind on which the group has a grant, ascending.
template <class Identifier>
Result<std::vector<Identifier>> GrantedIds(Connection& connection, TenantId tenant, GroupId group,
                                           GrantKind kind, std::int64_t limit) {
  GH_TRY(const auto keys, ListGranted(connection, tenant, group, kind, kind, limit));
  std::vector<Identifier> ids;
  ids.reserve(keys.size());
  for (const GrantedKey& key : keys) ids.emplace_back(key.object);
  return ids;
}
/// The object of this kind on which a grant has this uid.
Result<std::optional<std::int64_t>> FindGranted(Connection& connection, TenantId tenant,
                                                GrantKind kind, const Uid& uid);

/// Loads the grants of rows that have `id` and `access`.
template <class RowType>
Result<void> LoadGrantsOf(Connection& connection, TenantId tenant, GrantKind kind,
                          std::span<RowType> rows) {
  std::vector<GrantedObject> objects;
  for (RowType& row : rows) {
    if (!row.access.grants.empty()) objects.push_back({row.id.value(), &row.access});
  }
  if (objects.empty()) return {};
  return LoadGrants(connection, tenant, kind, objects);
}

}  // namespace guildhall::store
