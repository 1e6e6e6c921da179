#include "dialects/syncano/invitation_input.h"

#include <array>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/auth.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {
namespace {

struct RoleWord {
  std::string_view name;
  std::string_view number;
  Role role;
};
constexpr std::array<RoleWord, 3> kRoleWords{
    {{"full", "1", Role::kFull}, {"write", "2", Role::kWrite}, {"read", "3", Role::kRead}}};

std::optional<Role> FindRole(std::string_view text) {
  for (const RoleWord& word : kRoleWords) {
    if (word.name == text || word.number == text) return word.role;
  }
  return std::nullopt;
}

}  // namespace

Result<PresentedInvitation> FindInvitation(const Context& context, std::string_view key) {
  const std::optional<KeyBytes> bytes = ParseKey(key);
  auto found =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<TenantId> {
        return context.core().invitations().TenantOf(snapshot, bytes);
      });
  GH_TRY(const TenantId tenant, std::move(found));
  return PresentedInvitation{tenant, bytes.value_or(KeyBytes{})};
}

std::optional<Role> ReadRole(Input& input) {
  const Json* value = input.Member("role");
  if (value == nullptr) return std::nullopt;
  if (value->IsNull()) {
    input.Refuse("role", kNullText);
    return std::nullopt;
  }
  const std::string shown = Shown(*value);
  const bool word = value->AsString() != nullptr || value->AsInteger() != nullptr;
  const auto role = word ? FindRole(Trim(shown)) : std::nullopt;
  if (!role) input.Refuse("role", "\"" + shown + "\" is not a valid choice.");
  return role;
}

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kNone:
      return "";
    case Role::kRead:
      return "read";
    case Role::kWrite:
      return "write";
    case Role::kFull:
    case Role::kOwner:
      return "full";
  }
  return "";
}

}  // namespace guildhall::syncano
