#pragma once

#include <string_view>

#include "core/outbox.h"
#include "mail/mailer.h"

namespace guildhall::mail {

/// The words of a letter. `public_url` is where the pages are that act for the addressee, without a
/// slash at its end; without it the mail has no link, and says only what an application sends for
/// him.
Mail WriteMail(const Letter& letter, std::string_view public_url);

/// The stable lower-case name of a kind ("password_reset"), for logs.
std::string_view NameOf(MailKind kind);

}  // namespace guildhall::mail
