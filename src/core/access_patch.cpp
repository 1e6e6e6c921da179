#include "core/access_patch.h"

namespace guildhall {

AccessList AccessPatch::Apply(AccessList list) const {
  if (owner) list.owner = *owner;
  if (everyone) list.everyone = *everyone;
  if (signed_in) list.signed_in = *signed_in;
  if (owner_rights) list.owner_rights = *owner_rights;
  if (primary) {
    list.SetPrimary(primary->group, primary->rights);
    list.group_bits = primary->group_bits;
  }
  return list;
}

}  // namespace guildhall
