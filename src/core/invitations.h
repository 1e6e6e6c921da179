#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/caller.h"
#include "core/credentials.h"
#include "core/store.h"

namespace guildhall {

/// An invitation with what is shown beside its row.
struct InvitationView {
  Invitation row;
  Secret key;
  std::string inviter;  ///< his e-mail
  std::string tenant;   ///< its name
};

/// How operators come to run a tenant together. Its administrators see the invitations
/// (kReadAdministrators) and change them (kWriteAdministrators), else kForbidden; the invited
/// accept or decline. Changes name the site and the tenant.
class Invitations {
 public:
  struct Draft {
    std::string email;  ///< normalised here
    Role role = Role::kFull;
  };

  explicit Invitations(const Credentials& credentials) : credentials_(credentials) {}

  /// Queues the mail with the key. A declined or accepted invitation to the same e-mail makes room;
  /// kAlreadyExists for a new one. kConflict with "email" kTaken when its owner has a role already.
  /// Problems: "email" blank, bad format, too long. kForbidden for a role that the caller may not
  /// grant.
  Result<InvitationView> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  /// The role that accepting it gives.
  Result<InvitationView> SetRole(Transaction& tx, const Caller& caller, InvitationId id,
                                 Role role) const;
  /// Queues the mail once more while the invitation is new; else does nothing.
  Result<void> Resend(Transaction& tx, const Caller& caller, InvitationId id) const;
  /// Its key opens nothing any more.
  Result<void> Remove(Transaction& tx, const Caller& caller, InvitationId id) const;
  Result<InvitationView> Get(const Snapshot& snapshot, const Caller& caller, InvitationId id) const;
  Result<std::vector<InvitationView>> List(const Snapshot& snapshot, const Caller& caller,
                                           Seek seek) const;

  // Of the invited operator. Only invitations that are new, and that were made when he had the
  // e-mail already; any other is kNotFound, and so is every one while he has not confirmed his
  // e-mail. With the key from the mail anybody may accept.
  Result<std::vector<InvitationView>> ListOwn(const Snapshot& snapshot, OperatorId invitee,
                                              Seek seek) const;
  Result<InvitationView> GetOwn(const Snapshot& snapshot, OperatorId invitee,
                                InvitationId id) const;
  Result<void> Decline(Transaction& tx, OperatorId invitee, InvitationId id) const;

  /// Where a new invitation with this key leads: what its acceptance must name. "invitation"
  /// kUnknownName when there is none.
  Result<TenantId> TenantOf(const Snapshot& snapshot, const std::optional<KeyBytes>& key) const;
  /// Whoever holds the key may accept. Raises the operator's role there, never lowers it. Problems
  /// as above, also when the invitation leads to another tenant than `tenant`.
  Result<void> Accept(Transaction& tx, OperatorId who, TenantId tenant, const KeyBytes& key) const;

 private:
  Result<InvitationView> Show(const Snapshot& snapshot, Invitation row) const;
  Result<Invitation> GetNew(const Snapshot& snapshot, const KeyBytes& key) const;

  const Credentials& credentials_;
};

}  // namespace guildhall
