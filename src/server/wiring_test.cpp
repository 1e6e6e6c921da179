#include "server/wiring.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "server/load_config.h"
#include "store/sqlite/sqlite_connection.h"
#include "tests/support/temporary_folder.h"

namespace guildhall {
namespace {

/// A configuration over `folder` on a free port, with further flags.
Config ConfigOver(const test::TemporaryFolder& folder,
                  std::vector<std::pair<std::string, std::string>> more = {}) {
  ConfigSources sources;
  sources.flags = {{"--data", folder.path() + "/data"},
                   {"--listen", "127.0.0.1:0"},
                   {"--log-level", "error"},
                   {"--server-loops", "1"}};
  for (auto& flag : more) sources.flags.push_back(std::move(flag));
  auto loaded = LoadConfig(sources);
  if (!loaded) GH_BUG("the test's configuration is wrong");
  return loaded->config;
}

ExitCode CodeOf(const OrFailure<std::unique_ptr<Application>>& started) {
  return started ? ExitCode::kOk : started.error().code;
}

TEST(FirstStarts, MakeCredentialsThatAreShownOnce) {
  const test::TemporaryFolder folder;
  {
    const auto first = Application::Start(ConfigOver(folder));
    ASSERT_TRUE(first) << first.error().message;
    ASSERT_TRUE((*first)->first_start());
    EXPECT_EQ((*first)->first_start()->tenant, "default");
    ASSERT_TRUE((*first)->first_start()->made_password);
    EXPECT_EQ((*first)->first_start()->made_password->Reveal().size(), 32U);
    EXPECT_NE((*first)->port(), 0);
  }
  const auto second = Application::Start(ConfigOver(folder));
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_FALSE((*second)->first_start());
}

TEST(FirstStarts, TakeTheOperatorThatIsGiven) {
  const test::TemporaryFolder folder;
  const auto first = Application::Start(ConfigOver(folder, {{"--operator-email", "o@example.com"},
                                                            {"--operator-password", "hush"},
                                                            {"--default-tenant", "rivia"}}));
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE((*first)->first_start());
  EXPECT_EQ((*first)->first_start()->operator_email, "o@example.com");
  EXPECT_EQ((*first)->first_start()->tenant, "rivia");
  EXPECT_FALSE((*first)->first_start()->made_password);
}

TEST(FirstStarts, RefuseAnOperatorWhoseAddressIsNone) {
  const test::TemporaryFolder folder;
  const auto first = Application::Start(
      ConfigOver(folder, {{"--operator-email", "nobody"}, {"--operator-password", "hush"}}));
  EXPECT_EQ(CodeOf(first), ExitCode::kFailed);
}

/// A folder with one schema in it.
std::string SchemaFolder(const test::TemporaryFolder& folder, const std::string& schema) {
  const std::string path = folder.path() + "/schemas";
  std::filesystem::create_directory(path);
  std::ofstream(path + "/schema_test.yaml") << schema;
  return path;
}

TEST(DaptinSchemas, AreAppliedAtEachStart) {
  const test::TemporaryFolder folder;
  const std::string schemas = SchemaFolder(folder, "Tables: [{TableName: todo}]");
  for (int start = 0; start < 2; ++start) {
    const auto started = Application::Start(ConfigOver(folder, {{"--daptin-schema", schemas}}));
    ASSERT_TRUE(started) << started.error().message;
  }
}

TEST(DaptinSchemas, ThatAreBadStopTheStartAndAreNamed) {
  const test::TemporaryFolder folder;
  std::string schemas = SchemaFolder(folder, "Tables: [{TableName: users}]");
  const auto first = Application::Start(ConfigOver(folder, {{"--daptin-schema", schemas}}));
  EXPECT_EQ(CodeOf(first), ExitCode::kUsage);
  EXPECT_EQ(first.error().message, "daptin.schema: " + schemas +
                                       "/schema_test.yaml: Tables[0].TableName: \"users\" is "
                                       "reserved");
  // What only the tenant can show.
  schemas = SchemaFolder(folder, "Actions: [{Name: a, OnType: todo}]");
  const auto second = Application::Start(ConfigOver(folder, {{"--daptin-schema", schemas}}));
  EXPECT_EQ(CodeOf(second), ExitCode::kUsage);
  const auto third =
      Application::Start(ConfigOver(folder, {{"--daptin-schema", folder.path() + "/none"}}));
  EXPECT_EQ(CodeOf(third), ExitCode::kUsage);
}

TEST(Starting, RefusesADirectoryThatIsInUse) {
  const test::TemporaryFolder folder;
  const auto first = Application::Start(ConfigOver(folder));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(CodeOf(Application::Start(ConfigOver(folder))), ExitCode::kDataDirectory);
}

TEST(Starting, RefusesAPortThatIsInUse) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder other;
  const auto first = Application::Start(ConfigOver(folder));
  ASSERT_TRUE(first) << first.error().message;
  const std::string taken = "127.0.0.1:" + std::to_string((*first)->port());
  const auto second = Application::Start(ConfigOver(other, {{"--listen", taken}}));
  ASSERT_EQ(CodeOf(second), ExitCode::kListen);
  EXPECT_NE(second.error().message.find(taken), std::string::npos) << second.error().message;
}

TEST(Starting, RefusesTlsFilesThatCannotBeReadAndLeavesNothingBehind) {
  const test::TemporaryFolder folder;
  const auto started = Application::Start(ConfigOver(
      folder, {{"--tls-certificate", "/nowhere/c.pem"}, {"--tls-key", "/nowhere/c.key"}}));
  ASSERT_EQ(CodeOf(started), ExitCode::kUsage);
  EXPECT_EQ(started.error().message,
            "tls: cannot read a certificate in PEM from /nowhere/c.pem: No such file or directory");
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/data"));
}

TEST(Starting, RefusesADatabaseThatCannotBeReached) {
  const test::TemporaryFolder folder;
  const auto started = Application::Start(
      ConfigOver(folder, {{"--database-url", "postgresql://someone:hush@127.0.0.1:1/nowhere"}}));
  ASSERT_EQ(CodeOf(started), ExitCode::kDatabase);
  EXPECT_EQ(started.error().message.find("hush"), std::string::npos) << started.error().message;
}

TEST(Starting, RefusesAStoreOfANewerVersion) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(Application::Start(ConfigOver(folder)));
  {
    using store::SqliteConnection;
    auto database = SqliteConnection::Open(folder.path() + "/data/guildhall.db",
                                           SqliteConnection::Purpose::kWrite,
                                           SqliteConnection::Synchronous::kFull);
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->Script("insert into schema_migrations values(9999, '9999_future')"));
  }
  const auto started = Application::Start(ConfigOver(folder));
  ASSERT_EQ(CodeOf(started), ExitCode::kNewerSchema);
  EXPECT_NE(started.error().message.find("9999"), std::string::npos) << started.error().message;
}

TEST(DataKeys, OfAnotherStoreAreRefused) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(Application::Start(ConfigOver(folder)));
  const auto other = Application::Start(ConfigOver(folder, {{"--data-key", std::string(64, 'a')}}));
  EXPECT_EQ(CodeOf(other), ExitCode::kDataKey);
  EXPECT_TRUE(Application::Start(ConfigOver(folder)));
}

TEST(DataKeys, AreNotMadeASecondTime) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(Application::Start(ConfigOver(folder)));
  const std::string file = folder.path() + "/data/data.key";
  std::filesystem::remove(file);
  EXPECT_EQ(CodeOf(Application::Start(ConfigOver(folder))), ExitCode::kDataKey);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(DataKeys, ThatAreGivenAreNotWrittenDown) {
  const test::TemporaryFolder folder;
  const Config config = ConfigOver(folder, {{"--data-key", std::string(64, 'b')}});
  ASSERT_TRUE(Application::Start(config));
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/data/data.key"));
  EXPECT_TRUE(Application::Start(config));
}

}  // namespace
}  // namespace guildhall
