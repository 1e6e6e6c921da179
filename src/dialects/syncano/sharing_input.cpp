#include "dialects/syncano/sharing_input.h"

namespace guildhall::syncano {

AccessInput ReadSharing(Input& input, Vocabulary vocabulary) {
  AccessInput access;
  access.group_word = input.Word("group_permissions", vocabulary);
  access.other_word = input.Word("other_permissions", vocabulary);
  if (const auto group = input.NullableReference("group")) {
    access.group = *group ? std::optional(GroupId(**group)) : std::nullopt;
  }
  return access;
}

AccessList NewSharing(const AccessInput& input, Vocabulary vocabulary, std::int32_t initial) {
  AccessInput complete = input;
  complete.group_word = input.group_word.value_or(initial);
  complete.other_word = input.other_word.value_or(initial);
  return PatchOf(complete, AccessList(), vocabulary).Apply(AccessList());
}

}  // namespace guildhall::syncano
