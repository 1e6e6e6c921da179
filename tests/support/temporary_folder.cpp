#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/result.h"

namespace guildhall::test {

TemporaryFolder::TemporaryFolder() {
  std::error_code failed;
  const auto parent = std::filesystem::temp_directory_path(failed);
  path_ = (failed ? std::string("/tmp") : parent.string()) + "/guildhall-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) GH_BUG("cannot make a temporary folder");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::File(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

}  // namespace guildhall::test
