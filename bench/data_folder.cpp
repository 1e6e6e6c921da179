#include "bench/data_folder.h"

#include <utility>

#include "base/crypto.h"
#include "bench/places.h"
#include "server/data_key.h"
#include "server/first_start.h"
#include "server/open_store.h"

namespace guildhall::bench {
namespace {

Config ConfigFor(const std::string& path) {
  InitializeCrypto();
  Config config;
  config.data = path;
  config.operator_email = "bench@example.com";
  config.operator_password = Secret("bench password");
  return config;
}

template <class T>
OrFailure<T> Must(OrFailure<T> result) {
  if (!result) GiveUp(Error{Errc::kInternal, {}, result.error().message});
  return result;
}

}  // namespace

DataFolder::DataFolder(const std::string& path)
    : log_({}, clock_),
      config_(ConfigFor(path)),
      directory_(Must(DataDirectory::Open(path))),
      store_(*Must(OpenStore(config_, &*directory_, clock_, StoreUse::kServer))),
      keys_(Must(ObtainKeyRing(config_, &*directory_, *store_, random_, log_))),
      core_(std::make_unique<Core>(*store_, *keys_, clock_, random_, Core::Options{})) {
  Must(PrepareFirstStart(*core_, config_, random_));
  tenant_ = *bench::Must(core_->callers().FindTenant(Patience::kMayWait, config_.default_tenant));
}

DataFolder::~DataFolder() { store_->Close(); }

Caller DataFolder::Owner() const { return Callers::Owner(tenant_); }

}  // namespace guildhall::bench
