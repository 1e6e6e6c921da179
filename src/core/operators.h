#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "core/caller.h"
#include "core/credentials.h"
#include "core/store.h"

namespace guildhall {

/// Who may register as a further operator.
enum class Registration : std::uint8_t { kOpen, kByInvitation, kClosed };

struct OperatorView {
  Operator row;
  Secret key;
};

/// The people who run tenants. Methods that take a Transaction need the site among its tenants.
class Operators {
 public:
  struct Draft {
    std::string email;            ///< normalised here: trimmed, lower-case, at most 254, an e-mail
    std::string password_hash{};  ///< made outside the change by `HashPassword`
    std::string first_name{}, last_name{};
    std::string metadata = "{}";
    bool invited = false;  ///< holds an invitation, which opens `Registration::kByInvitation`
  };
  struct Patch {
    std::optional<std::string> email, first_name, last_name, metadata, password_hash;
  };

  Operators(const Credentials& credentials, Registration registration);

  /// Problems: "email" blank, bad format, too long, taken. kForbidden when registration is not
  /// open to him. The new operator is not active: nobody has confirmed the e-mail, so a mail that
  /// asks for it is queued.
  Result<OperatorView> Register(Transaction& tx, const Draft& draft) const;
  /// The first operator, active, whatever the registration setting; kConflict when there is one
  /// already.
  Result<OperatorView> RegisterFirst(Transaction& tx, const Draft& draft) const;
  /// A changed e-mail is not confirmed: the operator is not active any more, and a mail that asks
  /// for it is queued.
  Result<Operator> Update(Transaction& tx, OperatorId id, const Patch& patch) const;
  /// Replaces the key; the old one dies with the commit.
  Result<OperatorView> ResetKey(Transaction& tx, OperatorId id) const;
  Result<OperatorView> Get(const Snapshot& snapshot, OperatorId id) const;
  /// For sign-in, by normalised e-mail.
  Result<std::optional<Operator>> FindByEmail(const Snapshot& snapshot,
                                              std::string_view email) const;
  [[nodiscard]] Registration registration() const { return registration_; }

 private:
  const Credentials& credentials_;
  Registration registration_;
};

}  // namespace guildhall
