#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/result.h"
#include "core/rows.h"

namespace guildhall::test {

// Rows that are valid, different from each other in every unique column, and full enough that a
// column which is lost on the way shows.

Uid UidOf(std::int64_t number);
ObjectId ObjectIdOf(std::int64_t number);
Time TimeOf(std::int64_t number);

Tenant MakeTenant(std::int64_t id, std::string name, std::int64_t owner = 1);
Operator MakeOperator(std::int64_t id, std::string email);
/// New, to write in the tenant, by operator 1 to nobody who is known.
Invitation MakeInvitation(std::int64_t id, TenantId tenant, std::string email);
/// Of a user, not used, made at `TimeOf(id)`.
UserPasswordReset MakePasswordReset(std::int64_t id, TenantId tenant, std::int64_t user);
ApiKey MakeApiKey(std::int64_t id, TenantId tenant);
/// Without an access key, which is unique on the whole server.
User MakeUser(std::int64_t id, std::string username);
Group MakeGroup(std::int64_t id, std::string name);
Membership MakeMembership(std::int64_t id, std::int64_t user, std::int64_t group);
Collection MakeCollection(std::int64_t id, std::string name);
Action MakeAction(std::int64_t id, std::int64_t collection, std::string name);
/// In collection 16, readable by nobody.
Record MakeRecord(std::int64_t id);
/// The record's collection, without fields: nothing but the record's list is indexed.
Collection CollectionOf(const Record& record);
Grant MakeGrant(std::int64_t id, std::int64_t group, Rights rights);
Channel MakeChannel(std::int64_t id, std::string name);
Message MakeMessage(std::int64_t id, TopicId topic);

/// The value, or a failure of the running test: an exception that GoogleTest reports.
template <class T>
T Must(Result<T> result) {
  if (!result) {
    throw std::runtime_error(std::string("unexpected ") + NameOf(result.error().code) + ": " +
                             result.error().detail);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// "ok", or the name of the error: for comparing what calls answered.
template <class T>
std::string Outcome(const Result<T>& result) {
  return result ? "ok" : NameOf(result.error().code);
}

}  // namespace guildhall::test
