#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "core/ids.h"

namespace guildhall {

/// What a job does. The numbers are stored: never renumbered, never reused.
enum class JobKind : std::int32_t {
  // Removals. Their state is a `RemovalState`, whose subject is what is gone.
  kRemoveUserRecords = 1,        ///< records that a gone user owns
  kRemoveGroupRows = 2,          ///< memberships in a gone group, and its grants on records
  kRemoveChannelRecords = 3,     ///< records of a gone channel
  kRemoveCollectionRecords = 4,  ///< records of a gone collection
  kRemoveTenantRows = 5,         ///< everything in a gone tenant; a job of the site
  kBuildIndex = 10,              ///< index entries of a collection's records
};

/// Work of a tenant, or of the site, that is too much for one change and is done step by step.
struct Job {
  JobId id;
  TenantId tenant;
  JobKind kind{};
  Time due_at;        ///< not before; the next step of the longest waiting comes first
  std::string state;  ///< how far it is, in the words of its kind

  friend bool operator==(const Job&, const Job&) = default;
};

}  // namespace guildhall
