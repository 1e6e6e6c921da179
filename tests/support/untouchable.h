#pragma once

#include <memory>

#include <gtest/gtest.h>

#include "core/caller.h"
#include "core/store.h"

namespace guildhall::test {

/// A transaction that ends the program when it is asked for anything: what is refused with it is
/// refused before the store knows of it.
class Untouchable final : public Transaction {
 public:
  [[nodiscard]] const TenantRows& tenants() const override { Refuse(); }
  [[nodiscard]] const OperatorRows& operators() const override { Refuse(); }
  [[nodiscard]] const InvitationRows& invitations() const override { Refuse(); }
  [[nodiscard]] const MailRows& mails() const override { Refuse(); }
  [[nodiscard]] const ApiKeyRows& api_keys() const override { Refuse(); }
  [[nodiscard]] const UserRows& users() const override { Refuse(); }
  [[nodiscard]] const GroupRows& groups() const override { Refuse(); }
  [[nodiscard]] const MembershipRows& memberships() const override { Refuse(); }
  [[nodiscard]] const CollectionRows& collections() const override { Refuse(); }
  [[nodiscard]] const ActionRows& actions() const override { Refuse(); }
  [[nodiscard]] const RecordRows& records() const override { Refuse(); }
  [[nodiscard]] const ChannelRows& channels() const override { Refuse(); }
  [[nodiscard]] const EventRows& events() const override { Refuse(); }
  [[nodiscard]] const JobRows& jobs() const override { Refuse(); }
  [[nodiscard]] const FileRows& files() const override { Refuse(); }
  [[nodiscard]] const AuditRows& audit() const override { Refuse(); }
  [[nodiscard]] const SettingRows& settings() const override { Refuse(); }
  [[nodiscard]] const UserPasswordResetRows& password_resets() const override { Refuse(); }
  Result<std::int64_t> Epoch(TenantId) const override { Refuse(); }

  [[nodiscard]] TenantRows& tenants() override { Refuse(); }
  [[nodiscard]] OperatorRows& operators() override { Refuse(); }
  [[nodiscard]] InvitationRows& invitations() override { Refuse(); }
  [[nodiscard]] MailRows& mails() override { Refuse(); }
  [[nodiscard]] ApiKeyRows& api_keys() override { Refuse(); }
  [[nodiscard]] UserRows& users() override { Refuse(); }
  [[nodiscard]] GroupRows& groups() override { Refuse(); }
  [[nodiscard]] MembershipRows& memberships() override { Refuse(); }
  [[nodiscard]] CollectionRows& collections() override { Refuse(); }
  [[nodiscard]] ActionRows& actions() override { Refuse(); }
  [[nodiscard]] RecordRows& records() override { Refuse(); }
  [[nodiscard]] ChannelRows& channels() override { Refuse(); }
  [[nodiscard]] EventRows& events() override { Refuse(); }
  [[nodiscard]] JobRows& jobs() override { Refuse(); }
  [[nodiscard]] FileRows& files() override { Refuse(); }
  [[nodiscard]] AuditRows& audit() override { Refuse(); }
  [[nodiscard]] SettingRows& settings() override { Refuse(); }
  [[nodiscard]] UserPasswordResetRows& password_resets() override { Refuse(); }
  [[nodiscard]] Time Now(TenantId) override { Refuse(); }
  std::int64_t Next(TenantId, Sequence) override { Refuse(); }
  void Touch(TenantId, Touched) override { Refuse(); }

 private:
  [[noreturn]] static void Refuse() { GH_BUG("the store was asked"); }
};

/// An application's key with these flags, in tenant 1.
inline Caller KeyCaller(ApiKeyFlags flags = {}) {
  Caller caller;
  caller.tenant = TenantId(1);
  caller.api_key = std::make_shared<const ApiKeyView>();
  caller.powers = PowersOf(flags, false);
  return caller;
}

/// An operator with this role in tenant 1.
inline Caller OperatorCaller(Role role) {
  Caller caller;
  caller.tenant = TenantId(1);
  caller.operator_id = OperatorId(1);
  caller.role = role;
  caller.powers = PowersOf(role);
  return caller;
}

/// The code of a refusal.
template <class T>
Errc CodeOf(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? Errc::kInternal : result.error().code;
}

}  // namespace guildhall::test
