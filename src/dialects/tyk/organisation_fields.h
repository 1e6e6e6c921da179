#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace guildhall::tyk {

enum class FieldKind : std::uint8_t { kText, kBool, kInteger, kArray, kObject };

/// A member of an organisation's document besides `id`.
struct OrganisationField {
  std::string_view name;
  FieldKind kind;
  std::string_view otherwise;  ///< JSON text shown when it was not given
  bool optional = false;       ///< not shown when it was not given
};

/// In the order in which they are shown [Tyk Dashboard admin API "Organisations"]. Without names,
/// the tenant's own is shown.
inline constexpr std::array kOrganisationFields{
    OrganisationField{"owner_name", FieldKind::kText, "\"\""},
    OrganisationField{"owner_slug", FieldKind::kText, "\"\""},
    OrganisationField{"cname_enabled", FieldKind::kBool, "false"},
    OrganisationField{"cname", FieldKind::kText, "\"\""},
    OrganisationField{"apis", FieldKind::kArray, "[]"},
    OrganisationField{"sso_enabled", FieldKind::kBool, "false"},
    OrganisationField{"developer_quota", FieldKind::kInteger, "0"},
    OrganisationField{"developer_count", FieldKind::kInteger, "0"},
    OrganisationField{"event_options", FieldKind::kObject, "{}"},
    OrganisationField{"hybrid_enabled", FieldKind::kBool, "false"},
    OrganisationField{"ui", FieldKind::kObject, "{}"},
    OrganisationField{"org_options_meta", FieldKind::kObject, "{}"},
    OrganisationField{"open_policy", FieldKind::kObject, "{}", true},
    OrganisationField{"additional_permissions", FieldKind::kObject, "{}", true},
};

}  // namespace guildhall::tyk
