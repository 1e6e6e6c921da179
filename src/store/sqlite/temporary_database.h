#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace guildhall::store {

/// A folder for one test's database, removed with everything in it.
class TemporaryDatabase {
 public:
  TemporaryDatabase() {
    std::string name = (std::filesystem::temp_directory_path() / "guildhall-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~TemporaryDatabase() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;

  [[nodiscard]] std::string path() const { return (folder_ / "test.db").string(); }

 private:
  std::filesystem::path folder_;
};

}  // namespace guildhall::store
