#pragma once

#include "core/access_patch.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/permission_words.h"

namespace guildhall::syncano {

/// Reads `group`, `group_permissions` and `other_permissions` of a class or channel.
AccessInput ReadSharing(Input& input, Vocabulary vocabulary);

/// The list of a new class or channel: `initial`, changed by what was sent.
AccessList NewSharing(const AccessInput& input, Vocabulary vocabulary, std::int32_t initial);

}  // namespace guildhall::syncano
