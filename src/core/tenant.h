#pragma once

#include <string>

#include "base/clock.h"
#include "core/ids.h"
#include "core/powers.h"

namespace guildhall {

/// The unit of isolation.
struct Tenant {
  TenantId id;
  std::string name;  ///< lower-case, unique on the server
  ObjectId object_id{};
  OperatorId owner;
  std::string description;
  std::string metadata;             ///< JSON text of an object, kept as given
  bool builtin = false;             ///< made by the server itself: no limit of its owner counts it
  std::string organisation = "{}";  ///< JSON text of an object: what else was given for it
  Time created_at;
  Time updated_at;

  friend bool operator==(const Tenant&, const Tenant&) = default;
};

/// A person who runs tenants.
struct Operator {
  OperatorId id;
  std::string email;  ///< trimmed and lower-case, unique on the server
  std::string first_name;
  std::string last_name;
  std::string password_hash;  ///< "" when no password was ever set
  std::string metadata;       ///< JSON text of an object
  bool active = false;
  Time created_at;
  Time updated_at;

  friend bool operator==(const Operator&, const Operator&) = default;
};

/// An application's credential in a tenant.
struct ApiKey {
  ApiKeyId id;
  TenantId tenant;
  std::string description;
  ApiKeyFlags flags;
  std::string digest;  ///< keyed hash of the key, by which it is found
  std::string sealed;  ///< the key, encrypted; opened by `Credentials`
  Time created_at;

  friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

}  // namespace guildhall
