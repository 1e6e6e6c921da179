#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace guildhall {

/// Text that must not be printed, logged or compared with `==`: a password, a key, a token.
/// It has no stream operator and no formatter; compare with `SameSecret` (base/crypto.h).
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  /// The text itself; every call is a place to review.
  [[nodiscard]] std::string_view Reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

  friend bool operator==(const Secret&, const Secret&) = delete;

 private:
  std::string value_;
};

}  // namespace guildhall
