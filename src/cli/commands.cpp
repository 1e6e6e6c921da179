#include "cli/commands.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "dialects/daptin/administrator.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/publishing.h"
#include "dialects/syncano/publishing.h"
#include "dialects/syncano/syncano.h"
#include "server/config_text.h"
#include "server/daptin_schema.h"
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

OrFailure<TenantId> FindTenant(Core& core, const std::string& name) {
  const auto tenant = core.callers().FindTenant(Patience::kMayWait, name);
  if (!tenant) return GiveUp(ExitCode::kFailed, "there is no tenant " + name);
  return (*tenant)->id;
}

Change ChangeOf(const Core& core, TenantId tenant, const Publication& wanted) {
  return [&core, tenant, &wanted](Transaction& tx) {
    if (wanted.dialect == "daptin") {
      const dialects::Published place{tenant, syncano::kOrigin, wanted.collection};
      return wanted.withdraw ? daptin::Withdraw(tx, core, place) : daptin::Publish(tx, core, place);
    }
    const dialects::Published place{tenant, daptin::kOrigin, wanted.collection};
    return wanted.withdraw ? syncano::Withdraw(tx, core, place) : syncano::Publish(tx, core, place);
  };
}

/// Why a collection was not published, or not taken back.
std::string ReasonOf(const Error& error, const Publication& wanted) {
  const std::string what = wanted.collection + " of " + wanted.tenant;
  switch (error.code) {
    case Errc::kNotFound:
      return wanted.withdraw ? what + " was not published to " + wanted.dialect
                             : "there is no collection " + what + " that could be published";
    case Errc::kAlreadyExists:
      return what + " is served by " + wanted.dialect + " already";
    case Errc::kInvalid:
      return "the name " + wanted.collection + " is taken in " + wanted.dialect;
    default:
      return "cannot write: " + error.detail;
  }
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
  const auto store =
      OpenStore(config, directory ? &*directory : nullptr, clock, StoreUse::kCommand);
  if (!store) return tl::unexpected(store.error());
  (*store)->Close();
  std::puts("The store has the schema of this version.");
  return {};
}

OrFailure<void> MakeDaptinAdministrator(const Config& config, const std::string& email) {
  return Application::RunOnce(config, [&](Core& core) -> OrFailure<void> {
    const auto tenant = FindTenant(core, config.default_tenant);
    if (!tenant) return tl::unexpected(tenant.error());
    const TenantId id = *tenant;
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

OrFailure<void> RotateDaptinKey(const Config& config, bool sign_out) {
  return Application::RunOnce(config, [&](Core& core) -> OrFailure<void> {
    const auto tenant = FindTenant(core, config.default_tenant);
    if (!tenant) return tl::unexpected(tenant.error());
    const auto rotated =
        WriteAndWait(core.store(), {kSite, *tenant}, [&](Transaction& tx) -> Result<void> {
          GH_CHECK(core.tenants().RotateSessionKey(tx, *tenant, sign_out));
          return {};
        });
    if (!rotated) return GiveUp(ExitCode::kFailed, "cannot write: " + rotated.error().detail);
    std::printf("Sessions of %s are signed under a new key%s.\n", config.default_tenant.c_str(),
                sign_out ? "; everybody has to sign in again" : "");
    return {};
  });
}

OrFailure<void> Publish(const Config& config, const Publication& publication) {
  return Application::RunOnce(config, [&](Core& core) -> OrFailure<void> {
    const auto tenant = FindTenant(core, publication.tenant);
    if (!tenant) return tl::unexpected(tenant.error());
    const auto done = WriteAndWait(core.store(), {*tenant}, ChangeOf(core, *tenant, publication));
    if (!done) return GiveUp(ExitCode::kFailed, ReasonOf(done.error(), publication));
    std::printf("%s of %s is %s by %s.\n", publication.collection.c_str(),
                publication.tenant.c_str(), publication.withdraw ? "no longer served" : "served",
                publication.dialect.c_str());
    return {};
  });
}

OrFailure<void> CheckConfig(const LoadedConfig& loaded) {
  std::fputs(DescribeConfig(loaded).c_str(), stdout);
  std::fflush(stdout);
  if (auto done = CheckTls(loaded.config); !done) return done;
  return CheckDaptinSchema(loaded.config);
}

void PrintReference() { std::fputs(ConfigurationReference().c_str(), stdout); }

}  // namespace guildhall
