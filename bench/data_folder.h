#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "core/core.h"
#include "server/config.h"
#include "server/data_directory.h"

namespace guildhall::bench {

/// A server's data folder, opened in process as the server does it: with its database, its data key
/// and its default tenant, which are made when they are missing. What fails ends the program.
class DataFolder {
 public:
  explicit DataFolder(const std::string& path);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  [[nodiscard]] Core& core() { return *core_; }
  [[nodiscard]] const Tenant& tenant() const { return tenant_; }
  /// The operator who owns the tenant.
  [[nodiscard]] Caller Owner() const;

 private:
  SystemClock clock_;
  SystemRandom random_;
  Log log_;
  Config config_;
  OrFailure<DataDirectory> directory_;
  std::unique_ptr<Store> store_;
  OrFailure<KeyRing> keys_;
  std::unique_ptr<Core> core_;
  Tenant tenant_;
};

}  // namespace guildhall::bench
