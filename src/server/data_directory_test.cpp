#include "server/data_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace guildhall {
namespace {

mode_t ModeOf(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

TEST(DataDirectories, AreMadeForTheirOwnerOnly) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/a/b";
  ASSERT_TRUE(DataDirectory::Open(path));
  EXPECT_EQ(ModeOf(path), 0700U);
}

TEST(DataDirectories, BelongToOneProcessAtATime) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/data";
  {
    const auto first = DataDirectory::Open(path);
    ASSERT_TRUE(first);
    const auto second = DataDirectory::Open(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ExitCode::kDataDirectory);
    EXPECT_NE(second.error().message.find("in use by process " + std::to_string(getpid())),
              std::string::npos)
        << second.error().message;
  }
  EXPECT_TRUE(DataDirectory::Open(path));
}

TEST(DataDirectories, ThatCannotBeMadeAreRefused) {
  const auto opened = DataDirectory::Open("/dev/null/data");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ExitCode::kDataDirectory);
}

TEST(DataKeyFiles, AreWrittenOnceForTheOwnerOnly) {
  const test::TemporaryFolder folder;
  const auto directory = DataDirectory::Open(folder.path() + "/data");
  ASSERT_TRUE(directory);
  EXPECT_FALSE(directory->ReadDataKey().value().has_value());
  ASSERT_TRUE(directory->WriteDataKey(Secret("c0ffee")));
  EXPECT_EQ(ModeOf(directory->DataKeyFile()), 0600U);
  EXPECT_EQ(directory->ReadDataKey().value().value().Reveal(), "c0ffee");
  EXPECT_FALSE(directory->WriteDataKey(Secret("decade")));
  EXPECT_EQ(directory->ReadDataKey().value().value().Reveal(), "c0ffee");
}

TEST(DataKeyFiles, ThatOthersMayReadAreRefused) {
  const test::TemporaryFolder folder;
  const auto directory = DataDirectory::Open(folder.path() + "/data");
  ASSERT_TRUE(directory);
  ASSERT_TRUE(directory->WriteDataKey(Secret("c0ffee")));
  ASSERT_EQ(chmod(directory->DataKeyFile().c_str(), 0640), 0);
  const auto key = directory->ReadDataKey();
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ExitCode::kDataKey);
  EXPECT_NE(key.error().message.find("chmod 600"), std::string::npos);
  EXPECT_EQ(key.error().message.find("c0ffee"), std::string::npos);
}

}  // namespace
}  // namespace guildhall
