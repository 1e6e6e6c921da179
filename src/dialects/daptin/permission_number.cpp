#include "dialects/daptin/permission_number.h"

#include "base/strings.h"

namespace guildhall::daptin {
namespace {

constexpr int kOwnerShift = 7;
constexpr int kGroupShift = 14;
constexpr std::int64_t kSeven = 0x7F;
constexpr std::int64_t kRest = ((std::int64_t{1} << kGroupShift) - 1) | kAuthenticatedExecute;
constexpr Rights kExecute{Right::kExecute};

}  // namespace

std::int64_t PermissionOf(const AccessList& list) {
  std::int64_t number = list.everyone.bits();
  number |= std::int64_t{list.owner_rights.bits()} << kOwnerShift;
  number |= (list.group_bits & kSeven) << kGroupShift;
  if (list.signed_in.Has(Right::kExecute)) number |= kAuthenticatedExecute;
  return number;
}

AccessPatch PatchOf(const AccessList& list, std::int64_t permission) {
  AccessPatch patch;
  const Rights everyone = Rights::FromBits(permission);
  const Rights owner = Rights::FromBits(permission >> kOwnerShift);
  const auto group_bits = static_cast<std::int32_t>((permission >> kGroupShift) & kSeven);
  const bool execute = (permission & kAuthenticatedExecute) != 0;
  if (everyone != list.everyone) patch.everyone = everyone;
  if (owner != list.owner_rights) patch.owner_rights = owner;
  if (execute != list.signed_in.Has(Right::kExecute)) {
    patch.signed_in = execute ? list.signed_in | kExecute : list.signed_in - kExecute;
  }
  if (group_bits != (list.group_bits & kSeven)) {
    patch.primary = {list.primary_group, list.PrimaryRights(), group_bits};
  }
  return patch;
}

LinkRights LinkRightsOf(std::int64_t permission) {
  return {Rights::FromBits(permission >> kGroupShift),
          static_cast<std::int32_t>(permission & kRest)};
}

std::int64_t PermissionOf(const LinkRights& link) {
  return (std::int64_t{link.rights.bits()} << kGroupShift) | (link.rest & kRest);
}

AccessList ListOfLink(const LinkRights& link) {
  AccessList list;
  list.everyone = Rights::FromBits(link.rest);
  if ((link.rest & kAuthenticatedExecute) != 0) list.signed_in = kExecute;
  return list;
}

std::optional<std::int64_t> ReadPermission(const Json& value) {
  std::optional<std::int64_t> number;
  if (const std::int64_t* integer = value.AsInteger()) number = *integer;
  if (const std::string* text = value.AsString()) number = ParseInteger(*text);
  if (number && (*number < 0 || *number > kMaxPermission)) return std::nullopt;
  return number;
}

}  // namespace guildhall::daptin
