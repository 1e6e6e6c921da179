#include <optional>
#include <utility>

#include "base/crypto.h"
#include "dialects/tyk/change.h"
#include "dialects/tyk/find.h"
#include "dialects/tyk/gates.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/user_input.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

http::Response PasswordUpdated() { return Done("User password updated", kEmptyMeta); }

/// The row with its hash, which no view carries.
Result<User> ReadRow(const Context& context) {
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<User> {
    GH_TRY(const UserId id, FindUser(snapshot, context.caller.tenant, context.parameter()));
    GH_TRY(std::optional<User> row, snapshot.users().Find(context.caller.tenant, id));
    if (!row) return Fail(Errc::kNotFound);
    return std::move(*row);
  });
}

/// An error unless the current password is right; it is asked for by who changes his own, and
/// checked wherever it was sent.
Result<void> CheckCurrent(const Context& context, const User& row,
                          const std::optional<Secret>& current) {
  const bool needed = IsSelf(context) && !row.password_hash.empty();
  if (!needed && (!current || row.password_hash.empty())) return {};
  if (!current) return Fail(Errc::kUnauthenticated, Problem{"", Reason::kWrongPassword});
  GH_TRY(const bool right,
         context.services.passwords.IsRight(context.request, context.caller.tenant, row.username,
                                            row.password_hash, *current));
  if (!right) return Fail(Errc::kUnauthenticated, Problem{"", Reason::kWrongPassword});
  return {};
}

}  // namespace

Result<http::Answer> ResetAccessKey(const Context& context) {
  GH_TRY(const UserId id, FindPathUser(context));
  return MakeChange(context,
                    [core = &context.core(), id](Transaction& tx,
                                                 const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->users().ResetAccessKey(tx, caller, id));
                      return Done("User session renewed");
                    });
}

Result<http::Answer> RevokeUser(const Context& context) {
  GH_TRY(const UserId id, FindPathUser(context));
  return MakeChange(context,
                    [core = &context.core(), id](Transaction& tx,
                                                 const Caller& caller) -> Result<http::Response> {
                      Users::Patch patch;
                      patch.active = false;
                      GH_CHECK(core->users().Update(tx, caller, id, patch));
                      return Done("User revoked");
                    });
}

Result<http::Answer> ResetPassword(const Context& context) {
  Input input(context.body);
  const auto given_current = input.Text("current_password");
  const auto given = input.Text("new_password");
  if (input.malformed()) return RefuseBody(context.spec);
  std::optional<Secret> current;
  if (given_current) current = PasswordOf(*given_current);
  const Secret wanted = PasswordOf(given.value_or(""));

  GH_TRY(const User row, ReadRow(context));
  GH_CHECK(CheckCurrent(context, row, current));
  const Options& options = context.services.options;
  if (const auto refusal = RefusalOf(wanted, options.password_rules)) return Refuse(403, *refusal);
  if (VerifyPassword(row.password_hash, wanted)) return PasswordUpdated();
  return MakeChange(context,
                    [core = &context.core(), options = &options, denial = context.spec.denial,
                     id = row.id, former = row.password_hash, hash = HashPassword(wanted)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      // The right to it may be gone since he was let in.
                      if (caller.user_id() != id && !ResetsPasswords(caller, *options)) {
                        return RefuseDenied(denial);
                      }
                      GH_TRY(const std::optional<User> now, tx.users().Find(caller.tenant, id));
                      if (!now) return Fail(Errc::kNotFound);
                      // Another password was set since the current one was looked at.
                      if (now->password_hash != former) {
                        return Fail(Errc::kUnauthenticated, Problem{"", Reason::kWrongPassword});
                      }
                      Users::Patch patch;
                      patch.password_hash = hash;
                      GH_CHECK(core->users().Update(tx, caller, id, patch));
                      return PasswordUpdated();
                    });
}

}  // namespace guildhall::tyk
