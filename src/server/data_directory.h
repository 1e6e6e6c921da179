#pragma once

#include <optional>
#include <string>

#include "base/secret.h"
#include "server/exit_code.h"

namespace guildhall {

/// The folder that one server owns: its database, its data key, its lock. Held locked for as long
/// as this object lives, so that two servers never write to one database file.
class DataDirectory {
 public:
  /// Makes the folder (mode 0700) when it is missing, and locks it. Fails when another process
  /// holds the lock.
  static OrFailure<DataDirectory> Open(const std::string& path);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;
  ~DataDirectory();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Where the embedded database lies.
  [[nodiscard]] std::string DatabaseFile() const { return path_ + "/guildhall.db"; }
  /// Where the bytes of files lie when the database is the embedded one.
  [[nodiscard]] std::string FilesFolder() const { return path_ + "/files"; }
  [[nodiscard]] std::string DataKeyFile() const { return path_ + "/data.key"; }

  /// The data key as hexadecimal digits; nothing when no file holds one. Fails when the file can be
  /// read by others, or cannot be read.
  OrFailure<std::optional<Secret>> ReadDataKey() const;
  /// Writes a new file of mode 0600 that survives loss of power; fails when there is one.
  OrFailure<void> WriteDataKey(const Secret& hex) const;

 private:
  DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_ = -1;
};

}  // namespace guildhall
