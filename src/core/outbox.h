#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/account_tokens.h"
#include "core/credentials.h"
#include "core/store.h"
#include "core/user_recovery.h"

namespace guildhall {

/// What a mail has to say, without its words.
struct Letter {
  MailKind kind{};
  std::int64_t subject = 0;  ///< as `WaitingMail::subject`
  std::string to;            ///< an e-mail, of the form that the core accepts
  std::string uid{};         ///< of accounts: goes with the secret
  Secret secret;             ///< a token, an invitation's key, a code or a password
  std::string tenant{};      ///< of invitations and users: the tenant's name
  std::string inviter{};     ///< of invitations: an e-mail
};

/// The mails that changes have queued, for whoever sends them. A mail is sent at least once: it
/// stays until `Finish`, and who claims one has it to himself until it is due again. What is in it
/// is made when it is sent, so nothing secret waits. Changes name the site. Thread-safe.
class Outbox {
 public:
  static constexpr std::int32_t kMaxAttempts = 8;
  static constexpr std::int64_t kFirstWaitSeconds = 60;  ///< doubled with each attempt

  Outbox(const Credentials& credentials, const Clock& clock)
      : credentials_(credentials),
        tokens_(credentials),
        user_recovery_(credentials, clock),
        clock_(clock) {}

  Result<std::vector<WaitingMail>> ListDue(const Snapshot& snapshot, std::int32_t limit) const;
  /// The mail as it waits from now on; nothing when another has it, or when it was queued anew.
  Result<std::optional<WaitingMail>> Claim(Transaction& tx, const WaitingMail& seen) const;
  /// Nothing when there is nothing to say any more.
  Result<std::optional<Letter>> Compose(const Snapshot& snapshot, const WaitingMail& mail) const;
  /// Forgets the mail, unless it was queued anew meanwhile.
  Result<void> Finish(Transaction& tx, const WaitingMail& claimed) const;

 private:
  Result<std::optional<Letter>> ComposeInvitation(const Snapshot& snapshot, InvitationId id) const;
  Result<std::optional<Letter>> ComposeForUser(const Snapshot& snapshot,
                                               const WaitingMail& mail) const;

  const Credentials& credentials_;
  AccountTokens tokens_;
  UserRecovery user_recovery_;
  const Clock& clock_;
};

}  // namespace guildhall
