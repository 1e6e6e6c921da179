#include "server/daptin_schema.h"

#include <memory>
#include <string>

#include "dialects/daptin/schema/schema.h"

namespace guildhall {
namespace {

constexpr const char* kSetting = "daptin.schema: ";

}  // namespace

OrFailure<void> CheckDaptinSchema(const Config& config) {
  if (config.daptin_schema.empty()) return {};
  const auto schema = daptin::ReadSchemaFolder(config.daptin_schema);
  if (!schema) return GiveUp(ExitCode::kUsage, kSetting + schema.error().title);
  return {};
}

OrFailure<void> ApplyDaptinSchema(Core& core, const Config& config, Log& log) {
  if (config.daptin_schema.empty()) return {};
  const auto tenant = core.callers().FindTenant(Patience::kMayWait, config.default_tenant);
  if (!tenant) {
    return GiveUp(ExitCode::kUsage, kSetting + ("there is no tenant " + config.default_tenant));
  }
  const auto applied = daptin::ApplySchemaFolder(core, (*tenant)->id, config.daptin_schema);
  if (!applied) {
    return GiveUp(ExitCode::kFailed,
                  kSetting + ("cannot be applied: " + std::string(NameOf(applied.error().code)) +
                              " " + applied.error().detail));
  }
  if (!*applied) return GiveUp(ExitCode::kUsage, kSetting + applied->error().title);
  const daptin::SchemaChanges& changes = **applied;
  for (const std::string& warning : changes.warnings) {
    log.Warn("daptin_schema").Field("warning", warning);
  }
  log.Info("daptin_schema")
      .Field("tables_made", changes.tables_made)
      .Field("tables_changed", changes.tables_changed)
      .Field("actions", changes.actions_put);
  return {};
}

}  // namespace guildhall
