#include "core/tenant_settings.h"

#include <string>
#include <utility>

#include "core/detail/text_rules.h"
#include "core/events.h"

namespace guildhall {
namespace {

Result<void> CheckCaller(const Caller& caller) {
  if (caller.Has(Power::kBypassTables)) return {};
  return Fail(Errc::kForbidden);
}

/// What is wrong with a text of up to `limit` bytes.
std::optional<Problem> CheckBytes(std::string_view field, std::string_view text,
                                  std::size_t limit) {
  if (text.size() > limit) {
    return Problem{std::string(field), Reason::kTooLong, static_cast<std::int64_t>(limit),
                   static_cast<std::int64_t>(text.size())};
  }
  return detail::CheckText(field, text, static_cast<std::int64_t>(limit));
}

/// What is wrong with the name of a section or of a setting in one.
std::optional<Problem> CheckName(std::string_view name) {
  if (name.empty()) return Problem{"name", Reason::kBlank};
  return CheckBytes("name", name, TenantSettings::kMaxName);
}

/// Nothing has a name that could not have been given.
bool CanExist(std::string_view section, std::string_view name) {
  return !CheckName(section) && !CheckName(name);
}

Result<void> CheckSetting(const TenantSetting& setting) {
  auto problem = CheckName(setting.section);
  if (!problem) problem = CheckName(setting.name);
  if (!problem) problem = CheckBytes("value", setting.value, TenantSettings::kMaxValue);
  if (problem) return Fail(Errc::kInvalid, *std::move(problem));
  return {};
}

/// Of settings a tenant has few: they are counted by reading them.
Result<void> CheckRoom(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const std::vector<TenantSetting> settings, snapshot.settings().List(tenant));
  if (std::cmp_less(settings.size(), TenantSettings::kMaxPerTenant)) return {};
  return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, TenantSettings::kMaxPerTenant});
}

}  // namespace

Result<std::vector<TenantSetting>> TenantSettings::List(const Snapshot& snapshot,
                                                        const Caller& caller) const {
  GH_CHECK(CheckCaller(caller));
  return snapshot.settings().List(caller.tenant);
}

Result<TenantSetting> TenantSettings::Get(const Snapshot& snapshot, const Caller& caller,
                                          std::string_view section, std::string_view name) const {
  GH_CHECK(CheckCaller(caller));
  if (!CanExist(section, name)) return Fail(Errc::kNotFound);
  GH_TRY(std::optional<TenantSetting> setting,
         snapshot.settings().Find(caller.tenant, section, name));
  if (!setting) return Fail(Errc::kNotFound);
  return *std::move(setting);
}

Result<void> TenantSettings::Put(Transaction& tx, const Caller& caller,
                                 const TenantSetting& setting) const {
  GH_CHECK(CheckCaller(caller));
  GH_CHECK(CheckSetting(setting));
  GH_TRY(const std::optional<TenantSetting> before,
         tx.settings().Find(caller.tenant, setting.section, setting.name));
  if (before == setting) return {};
  if (!before) GH_CHECK(CheckRoom(tx, caller.tenant));
  GH_CHECK(tx.settings().Put(caller.tenant, setting));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kSettingChanged, 0);
}

Result<void> TenantSettings::Remove(Transaction& tx, const Caller& caller, std::string_view section,
                                    std::string_view name) const {
  GH_CHECK(CheckCaller(caller));
  if (!CanExist(section, name)) return Fail(Errc::kNotFound);
  GH_CHECK(tx.settings().Remove(caller.tenant, section, name));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kSettingChanged, 0);
}

}  // namespace guildhall
