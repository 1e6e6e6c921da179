#pragma once

#include <string>
#include <string_view>

namespace guildhall::test {

/// An empty folder of its own, removed with all that it holds when it goes out of scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// The path of `name` inside.
  [[nodiscard]] std::string File(std::string_view name) const;

 private:
  std::string path_;
};

}  // namespace guildhall::test
