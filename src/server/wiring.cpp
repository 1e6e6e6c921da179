#include "server/wiring.h"

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/random.h"
#include "core/core.h"
#include "core/store.h"
#include "dialects/daptin/daptin.h"
#include "dialects/dialect.h"
#include "dialects/syncano/syncano.h"
#include "dialects/tyk/tyk.h"
#include "http/metrics.h"
#include "http/router.h"
#include "http/server.h"
#include "http/site_routes.h"
#include "http/tls.h"
#include "mail/log_mailer.h"
#include "mail/postman.h"
#include "mail/smtp_mailer.h"
#include "realtime/hub.h"
#include "realtime/log_watch.h"
#include "server/audit_keeper.h"
#include "server/complete_tenants.h"
#include "server/daptin_schema.h"
#include "server/data_directory.h"
#include "server/data_key.h"
#include "server/file_sweeper.h"
#include "server/job_runner.h"
#include "server/open_store.h"
#include "server/process.h"
#include "server/version.h"
#include "store/sqlite/file_folder.h"

namespace guildhall {
namespace {

constexpr std::int32_t kStopSeconds = 8;  // leaves the store two of the promised ten

Core::Options CoreOptions(const Config& config) {
  Core::Options options;
  options.callers.cache = config.cache;
  options.callers.cache_bytes_per_thread = config.cache_bytes;
  options.sign_in_limits = config.sign_in_limits;
  options.audit = config.audit;
  options.registration = RegistrationOf(config);
  options.tenants.kept = config.default_tenant;
  return options;
}

}  // namespace

/// In the order in which they are made: each may use those above it.
struct Application::Parts {
  explicit Parts(const Config& given)
      : config(given), log(Log::Options{.level = given.log_level}, clock) {}

  OrFailure<void> OpenStorage(StoreUse use);
  OrFailure<void> PrepareCore();
  /// Where clients reach the server, as far as is known. While it runs.
  std::string PublicUrl() const;
  void MountDialects();
  void StartPostman();
  OrFailure<void> Listen();
  void ReportStart(const FileLimit& files);

  Config config;
  SystemClock clock;
  SystemRandom random;
  Log log;
  std::optional<DataDirectory> directory;
  realtime::Hub hub;
  std::unique_ptr<Store> store;
  std::optional<guildhall::store::FileFolder> file_folder;  ///< beside an embedded database
  std::optional<KeyRing> keys;
  std::optional<Core> core;
  std::optional<FirstStart> first_start;
  std::optional<JobRunner> jobs;
  std::optional<FileSweeper> sweeper;
  std::unique_ptr<mail::Mailer> mailer;
  std::optional<mail::Postman> postman;
  std::vector<std::unique_ptr<Dialect>> dialects;
  http::Metrics metrics;
  std::optional<AuditKeeper> audit_keeper;
  http::Router router;
  std::optional<realtime::LogWatch> log_watch;  ///< where other nodes write too
  std::optional<http::Server> server;
};

OrFailure<void> Application::Parts::OpenStorage(StoreUse use) {
  if (!NeedsNoDataDirectory(config)) {
    auto opened = DataDirectory::Open(config.data);
    if (!opened) return tl::unexpected(std::move(opened).error());
    directory.emplace(std::move(*opened));
  }
  const DataDirectory* folder = directory ? &*directory : nullptr;
  auto opened = OpenStore(config, folder, clock, use);
  if (!opened) return tl::unexpected(std::move(opened).error());
  store = std::move(*opened);
  if (config.database_url.empty() && folder != nullptr) file_folder.emplace(folder->FilesFolder());
  auto ring = ObtainKeyRing(config, folder, *store, random, log);
  if (!ring) return tl::unexpected(std::move(ring).error());
  keys.emplace(*ring);
  return {};
}

OrFailure<void> Application::Parts::PrepareCore() {
  Core::Options options = CoreOptions(config);
  options.on_said = [this](const Said& said) { hub.Hear(said); };
  options.file_bytes = file_folder ? &*file_folder : nullptr;
  core.emplace(*store, *keys, clock, random, std::move(options));
  if (auto done = CompleteTenants(*core, log); !done)
    return tl::unexpected(std::move(done).error());
  auto first = PrepareFirstStart(*core, config, random);
  if (!first) return tl::unexpected(std::move(first).error());
  first_start = std::move(*first);
  if (auto done = ApplyDaptinSchema(*core, config, log); !done)
    return tl::unexpected(std::move(done).error());
  jobs.emplace(*core, log);
  jobs->Start();
  sweeper.emplace(core->files(), log);
  sweeper->Start();
  audit_keeper.emplace(core->audit(), metrics, log);
  audit_keeper->Start();
  return {};
}

std::string Application::Parts::PublicUrl() const {
  return config.public_url.empty() ? ListenUrl(config, server->port()) : config.public_url;
}

void Application::Parts::MountDialects() {
  const syncano::Options options{
      .strict_anonymous_keys = config.anonymous_api_keys == AnonymousApiKeys::kStrict,
      .request_rates = config.syncano_rates,
      .poll_seconds = config.syncano_poll_seconds,
      .public_url = [this] { return PublicUrl(); },
      .max_file_bytes = config.syncano_max_file_bytes};
  dialects.push_back(std::make_unique<syncano::Syncano>(*core, options));
  dialects.push_back(std::make_unique<tyk::Tyk>(*core, config.tyk));
  dialects.push_back(std::make_unique<daptin::Daptin>(*core, config.daptin));
  for (const auto& dialect : dialects) dialect->Mount(router);
  const auto ready = [this] {
    const auto read = store->Read(Patience::kMayWait, [](const Snapshot& snapshot) -> Result<void> {
      GH_CHECK(snapshot.Epoch(kSite));
      return {};
    });
    return read.has_value();
  };
  router.Mount(http::SiteRoutes(router, metrics, ready, std::string(kVersion)));
}

void Application::Parts::StartPostman() {
  if (config.mail.url.empty()) {
    mailer = std::make_unique<mail::LogMailer>(log);
  } else {
    mailer = std::make_unique<mail::SmtpMailer>(config.mail, clock, random);
  }
  postman.emplace(*core, *mailer, log, config.public_url);
  postman->Start();
}

OrFailure<void> Application::Parts::Listen() {
  if (!store->SeesEveryCommit()) log_watch.emplace(hub, *store);
  http::Server::Options options = config.server;
  if (directory) options.spool_folder = directory->path();
  server.emplace(std::move(options), router, *store, log, metrics, &hub);
  if (auto started = server->Start(); !started) {
    return GiveUp(ExitCode::kListen, "cannot listen on " + config.listen + ": " +
                                         started.error().detail +
                                         "; choose another address by --listen");
  }
  return {};
}

void Application::Parts::ReportStart(const FileLimit& files) {
  log.Info("started")
      .Field("version", kVersion)
      .Field("store", config.database_url.empty() ? "sqlite" : "postgresql")
      .Field("mail", config.mail.url.empty() ? "log" : "smtp")
      .Field("port", std::int64_t{server->port()})
      .Field("open_files_limit", files.now);
  const auto connections = static_cast<std::int64_t>(config.server.limits.max_connections);
  if (files.now < connections + 100) {
    log.Warn("open_files_limit_below_connections")
        .Field("open_files_limit", files.now)
        .Field("max_connections", connections)
        .Field("do", "raise the limit (ulimit -n, LimitNOFILE=) or lower limits.max_connections");
  }
}

OrFailure<void> CheckTls(const Config& config) {
  if (config.server.tls.empty()) return {};
  const auto loaded = http::TlsContext::Load(config.server.tls);
  if (!loaded) return GiveUp(ExitCode::kUsage, "tls: " + loaded.error().detail);
  return {};
}

OrFailure<std::unique_ptr<Application>> Application::Start(const Config& config) {
  // Before anything is made, so that a wrong file leaves nothing behind.
  if (auto done = CheckTls(config); !done) return tl::unexpected(std::move(done).error());
  if (auto done = CheckDaptinSchema(config); !done) {
    return tl::unexpected(std::move(done).error());
  }
  SecureProcess();
  const FileLimit files = RaiseFileLimit();
  InitializeCrypto();
  auto parts = std::make_unique<Parts>(config);
  if (auto done = parts->OpenStorage(StoreUse::kServer); !done)
    return tl::unexpected(std::move(done).error());
  if (auto done = parts->PrepareCore(); !done) return tl::unexpected(std::move(done).error());
  parts->MountDialects();
  if (auto done = parts->Listen(); !done) return tl::unexpected(std::move(done).error());
  parts->StartPostman();
  parts->ReportStart(files);
  return std::unique_ptr<Application>(new Application(std::move(parts)));
}

OrFailure<void> Application::RunOnce(const Config& config, const Errand& errand) {
  SecureProcess();
  InitializeCrypto();
  Parts parts(config);
  if (auto done = parts.OpenStorage(StoreUse::kCommand); !done)
    return tl::unexpected(std::move(done).error());
  parts.core.emplace(*parts.store, *parts.keys, parts.clock, parts.random, CoreOptions(config));
  auto done = CompleteTenants(*parts.core, parts.log);
  if (done) done = errand(*parts.core);
  parts.store->Close();
  return done;
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application() { Stop(); }

std::uint16_t Application::port() const { return parts_->server->port(); }

const std::optional<FirstStart>& Application::first_start() const { return parts_->first_start; }

void Application::Stop() {
  if (!parts_->server) return;
  if (parts_->postman) parts_->postman->Stop();
  parts_->server->Stop(kStopSeconds);
  if (parts_->log_watch) parts_->log_watch->Stop();
  parts_->audit_keeper->Stop();
  parts_->sweeper->Stop();
  parts_->jobs->Stop();
  parts_->store->Close();
  parts_->server.reset();
  parts_->log.Info("stopped");
}

}  // namespace guildhall
