#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/tyk/organisation_fields.h"

namespace guildhall::tyk {

/// A map of permissions as it was sent.
struct Permissions {
  std::string text;  ///< JSON text of the object
  bool empty = false;
};

/// Reads members of a body: unknown ones are ignored, null counts as absent, and a value of a wrong
/// type makes the whole body malformed, which is asked for at the end.
class Input {
 public:
  /// `body` is an object and outlives this.
  explicit Input(const Json& body) : body_(body) {}

  std::optional<std::string> Text(std::string_view name);
  std::optional<bool> Boolean(std::string_view name);
  /// A whole number of days, from 0.
  std::optional<std::int32_t> Days(std::string_view name);
  /// An object of texts; of names that are repeated the last one counts.
  std::optional<Permissions> PermissionMap(std::string_view name);
  /// The value itself, when it is of that kind; null when it is absent.
  const Json* Value(std::string_view name, FieldKind kind);

  [[nodiscard]] bool malformed() const { return malformed_; }

 private:
  const Json* Member(std::string_view name) const;

  const Json& body_;
  bool malformed_ = false;
};

}  // namespace guildhall::tyk
