#include "server/first_start.h"

#include <utility>

#include "base/bytes.h"
#include "base/crypto.h"

namespace guildhall {
namespace {

constexpr const char* kMadeEmail = "operator@guildhall.local";

/// Sixteen random bytes as text that survives being copied by hand.
Secret MakePassword(Random& random) {
  const auto bytes = RandomBytes<16>(random);
  return Secret(ToHex(AsView(bytes)));
}

OrFailure<bool> HasOperator(Core& core) {
  const Core& reader = core;
  const auto any = reader.Read(Patience::kMayWait, [](const Snapshot& snapshot) {
    return snapshot.operators().AnyExists();
  });
  if (!any) return GiveUp(ExitCode::kDatabase, "cannot read the store: " + any.error().detail);
  return *any;
}

/// The operator as a caller. He was made in the same change, so no key can be resolved yet.
Caller AsCaller(OperatorId id) {
  Caller caller;
  caller.tenant = kSite;
  caller.operator_id = id;
  return caller;
}

Result<void> Make(Transaction& tx, const Core& core, const Operators::Draft& draft,
                  const std::string& tenant) {
  GH_TRY(const OperatorView made, core.operators().RegisterFirst(tx, draft));
  Tenants::Draft first;
  first.name = tenant;
  first.builtin = true;
  GH_CHECK(core.tenants().Create(tx, AsCaller(made.row.id), first));
  return {};
}

std::string Describe(const Error& error) {
  std::string text = error.detail.empty() ? NameOf(error.code) : error.detail;
  for (const Problem& problem : error.problems) text += " (" + problem.field + ")";
  return text;
}

}  // namespace

OrFailure<std::optional<FirstStart>> PrepareFirstStart(Core& core, const Config& config,
                                                       Random& random) {
  const auto has_operator = HasOperator(core);
  if (!has_operator) return tl::unexpected(has_operator.error());
  if (*has_operator) return std::nullopt;

  FirstStart first{.tenant = config.default_tenant, .operator_email = config.operator_email};
  Secret password = config.operator_password;
  if (first.operator_email.empty()) {
    first.operator_email = kMadeEmail;
    password = MakePassword(random);
    first.made_password = password;
  }
  Operators::Draft draft;
  draft.email = first.operator_email;
  draft.password_hash = HashPassword(password);
  const auto made = WriteAndWait(
      core.store(), {kSite}, [&](Transaction& tx) { return Make(tx, core, draft, first.tenant); });
  // Another node was faster: its operator is the first.
  if (!made && made.error().code == Errc::kConflict) return std::nullopt;
  if (!made) {
    return GiveUp(ExitCode::kFailed, "cannot make the first operator: " + Describe(made.error()));
  }
  return first;
}

}  // namespace guildhall
