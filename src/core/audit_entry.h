#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "core/ids.h"

namespace guildhall {

/// Who asked. The numbers are stored: never renumbered.
enum class Actor : std::int32_t { kNobody = 0, kApiKey = 1, kUser = 2, kOperator = 3 };

/// One line of a tenant's audit log: who asked what, when, from where, and how it was answered.
/// Nothing of a body, of a query or of a credential.
struct AuditEntry {
  TenantId tenant;
  AuditId id;
  Time at;
  Actor actor = Actor::kNobody;
  std::int64_t actor_id = 0;    ///< the user's, key's or operator's number; 0 for nobody
  std::string actor_name{};     ///< what he was called then, as an e-mail; "" where he has no name
  std::string action{};         ///< what the route does ("List Users"): a fixed text
  std::string method{};         ///< "GET"
  std::string path{};           ///< as it was asked for, without the query
  std::string address{};        ///< of the client
  std::int32_t status = 0;      ///< of the answer
  std::int64_t request_id = 0;  ///< of the process that answered; the request log has it too

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// Where an entry stands in its tenant's log: by time, then by number.
struct AuditPlace {
  Time at;
  AuditId id{};

  friend bool operator==(const AuditPlace&, const AuditPlace&) = default;
};

inline constexpr AuditPlace kAuditBegin{};
inline constexpr AuditPlace kAuditEnd{Time(INT64_MAX), AuditId(INT64_MAX)};

/// Which entries are wanted. Texts that are empty, and status 0, ask for nothing.
struct AuditQuery {
  AuditPlace from = kAuditBegin;  ///< this one, and newer
  AuditPlace before = kAuditEnd;  ///< older than this
  std::string actor_name{};
  std::string action{};
  std::string method{};
  std::string address{};
  std::string path_part{};  ///< anywhere in the path; case matters
  std::int32_t status = 0;
};

}  // namespace guildhall
