#pragma once

#include <string>
#include <string_view>

#include "core/files.h"

namespace guildhall::store {

/// Bytes of files as files of a folder, beside the database: `<folder>/<tenant>/<name>`, for the
/// owner only (folders 0700, files 0600). The folder of a tenant that is gone stays, empty.
/// Thread-safe: a file has one writer, and nobody knows its name before it is kept.
class FileFolder final : public FileBytes {
 public:
  /// Makes the folder where it is missing, when the first file is written.
  explicit FileFolder(std::string path) : path_(std::move(path)) {}

  Result<void> Write(TenantId tenant, std::string_view name, std::int64_t offset,
                     std::string_view piece) override;
  Result<void> Keep(TenantId tenant, std::string_view name) override;
  Result<std::string> Read(TenantId tenant, std::string_view name,
                           std::int64_t offset) const override;
  Result<void> Remove(TenantId tenant, std::string_view name) override;

 private:
  struct Place {
    std::string folder;
    std::string file;
  };
  [[nodiscard]] Result<Place> PlaceOf(TenantId tenant, std::string_view name) const;

  std::string path_;
};

}  // namespace guildhall::store
