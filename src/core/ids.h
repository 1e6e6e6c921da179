#pragma once

#include <array>
#include <cstdint>

#include "base/id.h"

namespace guildhall {

// Numbers are per tenant and kind, from 1, dense, and rise with time. Those of tenants, operators,
// API keys and invitations are numbered by the site. All stay below 2^53. Rows that every tenant
// has from birth have numbers below zero.
using TenantId = Id<struct TenantTag>;
using OperatorId = Id<struct OperatorTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using InvitationId = Id<struct InvitationTag>;
using JobId = Id<struct JobTag>;
using AuditId = Id<struct AuditTag>;
using UserId = Id<struct UserTag>;
using GroupId = Id<struct GroupTag>;
using MembershipId = Id<struct MembershipTag>;
using GrantId = Id<struct GrantTag>;
using CollectionId = Id<struct CollectionTag>;
using RecordId = Id<struct RecordTag>;
using ActionId = Id<struct ActionTag>;
using ChannelId = Id<struct ChannelTag>;
using MessageId = Id<struct MessageTag>;
using EventId = Id<struct EventTag>;
using TopicId = Id<struct TopicTag>;

/// The site itself: its counters number tenants, operators and API keys.
inline constexpr TenantId kSite{0};

/// A UUID, version 7 when made here; its 16 bytes in network order.
using Uid = std::array<std::uint8_t, 16>;
/// Twelve bytes, shown as 24 hexadecimal digits: four of seconds, five random, three counted.
using ObjectId = std::array<std::uint8_t, 12>;

/// Which dialect made a row: a number that a dialect is given where it is mounted and that the core
/// only stores and compares. 0 is the core itself. Never renumbered.
using Origin = Id<struct OriginTag>;
inline constexpr Origin kCoreOrigin{0};

}  // namespace guildhall
