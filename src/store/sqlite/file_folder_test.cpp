#include "store/sqlite/file_folder.h"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace guildhall::store {
namespace {

constexpr TenantId kTenant{3};

mode_t ModeOf(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

TEST(FileFolder, KeepsPiecesForTheOwnerOnly) {
  const test::TemporaryFolder home;
  const std::string path = home.path() + "/files";
  FileFolder folder(path);
  const std::string first(FileBytes::kPiece, '\xFE');
  ASSERT_TRUE(folder.Write(kTenant, "ab12.png", 0, first));
  ASSERT_TRUE(folder.Write(kTenant, "ab12.png", FileBytes::kPiece, "end"));
  ASSERT_TRUE(folder.Keep(kTenant, "ab12.png"));
  EXPECT_EQ(ModeOf(path), 0700U);
  EXPECT_EQ(ModeOf(path + "/3"), 0700U);
  EXPECT_EQ(ModeOf(path + "/3/ab12.png"), 0600U);
  EXPECT_TRUE(*folder.Read(kTenant, "ab12.png", 0) == first);
  EXPECT_EQ(*folder.Read(kTenant, "ab12.png", FileBytes::kPiece), "end");
}

TEST(FileFolder, AFileIsOneTenantsAndGoesOnce) {
  const test::TemporaryFolder home;
  FileFolder folder(home.path() + "/files");
  ASSERT_TRUE(folder.Write(kTenant, "ab", 0, "x"));
  EXPECT_FALSE(folder.Write(kTenant, "ab", 0, "y")) << "names are given once";
  EXPECT_EQ(folder.Read(TenantId(4), "ab", 0).error().code, Errc::kNotFound);
  EXPECT_TRUE(folder.Remove(TenantId(4), "ab"));
  EXPECT_EQ(*folder.Read(kTenant, "ab", 0), "x");
  EXPECT_TRUE(folder.Remove(kTenant, "ab"));
  EXPECT_TRUE(folder.Remove(kTenant, "ab"));
  EXPECT_EQ(folder.Read(kTenant, "ab", 0).error().code, Errc::kNotFound);
}

TEST(FileFolder, AnEmptyFileIsKept) {
  const test::TemporaryFolder home;
  FileFolder folder(home.path() + "/files");
  EXPECT_TRUE(folder.Keep(kTenant, "ab"));
  EXPECT_EQ(ModeOf(home.path() + "/files/3/ab"), 0600U);
}

TEST(FileFolder, OpensNothingElse) {
  const test::TemporaryFolder home;
  FileFolder folder(home.path() + "/files");
  for (const char* name : {"", ".", "..", "../x", "a/b", ".hidden", "a b"}) {
    EXPECT_FALSE(folder.Write(kTenant, name, 0, "x")) << name;
    EXPECT_FALSE(folder.Read(kTenant, name, 0)) << name;
    EXPECT_FALSE(folder.Remove(kTenant, name)) << name;
  }
}

}  // namespace
}  // namespace guildhall::store
