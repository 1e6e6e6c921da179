#include <algorithm>
#include <tuple>

#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

constexpr Statement kFind{
    "settings_find",
    "select section, name, value from settings where tenant=$1 and section=$2 and name=$3"};
constexpr Statement kList{"settings_list",
                          "select section, name, value from settings where tenant=$1 "
                          "order by section, name limit $2"};
constexpr Statement kPut{
    "settings_put",
    "insert into settings(tenant, section, name, value) values ($1, $2, $3, $4) "
    "on conflict(tenant, section, name) do update set value=excluded.value"};
constexpr Statement kRemove{"settings_remove",
                            "delete from settings where tenant=$1 and section=$2 and name=$3"};

/// As many as a tenant may have.
constexpr std::int32_t kAllSettings = 1'000;

TenantSetting ReadSetting(Columns& columns) {
  TenantSetting row;
  row.section = columns.Text();
  row.name = columns.Text();
  row.value = columns.Text();
  return row;
}

}  // namespace

StatementList SettingStatements() {
  static constexpr const Statement* kAll[] = {&kFind, &kList, &kPut, &kRemove};
  return kAll;
}

Result<std::optional<TenantSetting>> SqlSettings::Find(TenantId tenant, std::string_view section,
                                                       std::string_view name) const {
  return FindOne(connection_, kFind, ReadSetting, tenant, section, name);
}

Result<std::vector<TenantSetting>> SqlSettings::List(TenantId tenant) const {
  GH_TRY(auto rows, FindAll(connection_, kList, ReadSetting, tenant, kAllSettings));
  // A database may sort text by its own language.
  std::ranges::sort(rows, {},
                    [](const TenantSetting& row) { return std::tie(row.section, row.name); });
  return rows;
}

Result<void> SqlSettings::Put(TenantId tenant, const TenantSetting& row) {
  GH_CHECK(Post(connection_, kPut, tenant, row.section, row.name, row.value));
  return {};
}

Result<void> SqlSettings::Remove(TenantId tenant, std::string_view section, std::string_view name) {
  return ChangeRow(connection_, kRemove, tenant, section, name);
}

}  // namespace guildhall::store
