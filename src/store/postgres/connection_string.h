#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace guildhall::store {

/// Where a database is and how to sign in to it: a libpq URL or `key=value` string that was found
/// readable. What it says about itself never holds its password.
class ConnectionString {
 public:
  /// kInvalid when libpq cannot read it, or when it may have mistaken a part of the password for
  /// the host's name. The detail repeats nothing of the text.
  static Result<ConnectionString> Parse(const Secret& text);

  /// For libpq only.
  [[nodiscard]] std::string_view Reveal() const { return text_.Reveal(); }
  /// `message` with every occurrence of the password replaced.
  [[nodiscard]] std::string Mask(std::string message) const;

 private:
  ConnectionString(Secret text, Secret password)
      : text_(std::move(text)), password_(std::move(password)) {}

  Secret text_;
  Secret password_;
};

}  // namespace guildhall::store
