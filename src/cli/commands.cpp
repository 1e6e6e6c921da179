#include "cli/commands.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "dialects/daptin/administrator.h"
#include "server/config_text.h"
#include "server/data_directory.h"
#include "server/open_store.h"
#include "server/process.h"
#include "server/wiring.h"

namespace guildhall {
namespace {

/// Credentials that were made here are shown on the terminal, once, and written nowhere else.
void Announce(const FirstStart& first) {
  std::string text = "First start: made the tenant \"" + first.tenant + "\" and its operator " +
                     first.operator_email + ".\n";
  if (first.made_password) {
    text += "The password, shown this once: " + std::string(first.made_password->Reveal()) + "\n";
  }
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

}  // namespace

OrFailure<void> Serve(const Config& config) {
  HoldSignals();
  auto application = Application::Start(config);
  if (!application) return tl::unexpected(std::move(application).error());
  if (const auto& first = (*application)->first_start()) Announce(*first);
  std::fprintf(stderr, "listening on %s\n", ListenUrl(config, (*application)->port()).c_str());
  while (WaitForSignal() == SIGHUP) {
  }
  (*application)->Stop();
  return {};
}

OrFailure<void> MigrateStore(const Config& config) {
  SecureProcess();
  std::optional<DataDirectory> directory;
  if (config.database_url.empty()) {
    auto opened = DataDirectory::Open(config.data);
    if (!opened) return tl::unexpected(std::move(opened).error());
    directory.emplace(std::move(*opened));
  }
  const SystemClock clock;
  const auto store = OpenStore(config, directory ? &*directory : nullptr, clock);
  if (!store) return tl::unexpected(store.error());
  (*store)->Close();
  std::puts("The store has the schema of this version.");
  return {};
}

OrFailure<void> MakeDaptinAdministrator(const Config& config, const std::string& email) {
  return Application::RunOnce(config, [&](Core& core) -> OrFailure<void> {
    const auto tenant = core.callers().FindTenant(Patience::kMayWait, config.default_tenant);
    if (!tenant) {
      return GiveUp(ExitCode::kFailed, "there is no tenant " + config.default_tenant);
    }
    const TenantId id = (*tenant)->id;
    const auto made = WriteAndWait(core.store(), {id}, [&](Transaction& tx) {
      return daptin::MakeAdministrator(tx, core, id, email);
    });
    const std::string whom = email + " in the tenant " + config.default_tenant;
    if (!made && made.error().code == Errc::kNotFound) {
      return GiveUp(ExitCode::kFailed, "there is no account " + whom + " that can sign in");
    }
    if (!made && made.error().code != Errc::kAlreadyExists) {
      return GiveUp(ExitCode::kFailed, "cannot write: " + made.error().detail);
    }
    std::printf("%s is an administrator%s.\n", whom.c_str(), made ? "" : " already");
    return {};
  });
}

OrFailure<void> CheckConfig(const LoadedConfig& loaded) {
  std::fputs(DescribeConfig(loaded).c_str(), stdout);
  std::fflush(stdout);
  return CheckTls(loaded.config);
}

void PrintReference() { std::fputs(ConfigurationReference().c_str(), stdout); }

}  // namespace guildhall
