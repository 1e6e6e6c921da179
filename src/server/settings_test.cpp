#include "server/settings.h"

#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>

#include "server/config_text.h"
#include "tests/support/temporary_folder.h"

namespace guildhall {
namespace {

TEST(SettingNames, FollowOneRule) {
  const Setting setting{.key = "storage.some_thing"};
  EXPECT_EQ(setting.FlagName(), "--storage-some-thing");
  EXPECT_EQ(setting.EnvironmentName(), "GUILDHALL_STORAGE_SOME_THING");
}

TEST(SettingNames, AreDistinctInEverySpelling) {
  std::set<std::string> keys, flags, variables;
  for (const Setting& setting : Settings()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_TRUE(flags.insert(setting.FlagName()).second) << setting.key;
    EXPECT_TRUE(variables.insert(setting.EnvironmentName()).second) << setting.key;
  }
}

TEST(SettingTable, TakesEveryDefaultThatItShows) {
  for (const Setting& setting : Settings()) {
    Config config;
    const std::string text = setting.show(config);
    EXPECT_TRUE(setting.set(config, text)) << setting.key;
    EXPECT_EQ(setting.show(config), text) << setting.key;
    EXPECT_FALSE(setting.help.empty()) << setting.key;
    EXPECT_FALSE(setting.allowed.empty()) << setting.key;
  }
}

TEST(NearestNames, AreOfferedOnlyWhenTheyMayBeMeant) {
  const std::vector<std::string> names = {"listen", "log.level", "log.requests"};
  EXPECT_EQ(NearestName("lisen", names), "listen");
  EXPECT_EQ(NearestName("log_level", names), "log.level");
  EXPECT_EQ(NearestName("zzzzzz", names), std::nullopt);
}

TEST(PrintedConfiguration, MasksSecrets) {
  const auto loaded = LoadConfig({.flags = {{"--database-url", "postgresql://u:hush@h/d"},
                                            {"--operator-email", "o@example.com"},
                                            {"--operator-password", "hush"},
                                            {"--data-key", std::string(64, 'a')}}});
  ASSERT_TRUE(loaded);
  const std::string text = DescribeConfig(*loaded);
  EXPECT_EQ(text.find("hush"), std::string::npos);
  EXPECT_EQ(text.find("aaaa"), std::string::npos);
  EXPECT_NE(text.find("database_url = \"********\"  # flag"), std::string::npos);
}

TEST(PrintedConfiguration, IsAConfigurationFileThatMeansTheSame) {
  const auto first = LoadConfig({.flags = {{"--default-tenant", "other-one"},
                                           {"--data", "/a \"quoted\"\tpath"},
                                           {"--log-requests", "false"},
                                           {"--limits-body-seconds", "7"}}});
  ASSERT_TRUE(first);
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/again.toml";
  std::ofstream(path) << DescribeConfig(*first);
  const auto second = LoadConfig({.flags = {{"--config", path}}});
  ASSERT_TRUE(second) << second.error().detail;
  for (const Setting& setting : Settings()) {
    if (setting.key == "config") continue;
    EXPECT_EQ(setting.show(first->config), setting.show(second->config)) << setting.key;
  }
}

TEST(ConfigurationPage, IsNotStale) {
  std::ifstream file(GUILDHALL_SOURCE_DIR "/docs/configuration.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(page == ConfigurationReference())
      << "run: guildhall check-config --reference > docs/configuration.md";
}

}  // namespace
}  // namespace guildhall
