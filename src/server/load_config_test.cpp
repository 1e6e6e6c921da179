#include "server/load_config.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace guildhall {
namespace {

/// The complaint about these sources; "" when there is none.
std::string ComplaintOf(const ConfigSources& sources) {
  const auto loaded = LoadConfig(sources);
  return loaded ? "" : loaded.error().detail;
}

class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text) { std::ofstream(path()) << text; }
  [[nodiscard]] std::string path() const { return folder_.path() + "/guildhall.toml"; }
  [[nodiscard]] ConfigSources Sources() const { return {.flags = {{"--config", path()}}}; }

 private:
  test::TemporaryFolder folder_;
};

TEST(Configuration, IsTheDefaultsWhenNothingIsGiven) {
  const auto loaded = LoadConfig({});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.server.address, "127.0.0.1");
  EXPECT_EQ(loaded->config.server.port, 8080);
  EXPECT_EQ(loaded->config.synchronous, Synchronous::kFull);
  for (const std::string& origin : loaded->origins) EXPECT_EQ(origin, "default");
}

TEST(Configuration, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  const ConfigFile file("[server]\nloops = 3\nworkers = 5\nhashing_threads = 2\n");
  ConfigSources sources = file.Sources();
  sources.environment = {{"GUILDHALL_SERVER_LOOPS", "4"}, {"GUILDHALL_SERVER_WORKERS", "6"}};
  sources.flags.emplace_back("--server-loops", "7");
  const auto loaded = LoadConfig(sources);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->config.server.loops, 7);
  EXPECT_EQ(loaded->config.server.workers, 6);
  EXPECT_EQ(loaded->config.server.hashing_threads, 2);
}

TEST(Configuration, NamesTheFileByTheEnvironmentToo) {
  const ConfigFile file("listen = '127.0.0.1:9999'\n");
  const auto loaded = LoadConfig({.flags = {}, .environment = {{"GUILDHALL_CONFIG", file.path()}}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.server.port, 9999);
}

TEST(Configuration, AnEmptyVariableIsNotGiven) {
  const auto loaded = LoadConfig({.flags = {}, .environment = {{"GUILDHALL_LOG_LEVEL", ""}}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.log_level, LogLevel::kInfo);
}

TEST(Configuration, TakesTheFolderOfSchemasFromDaptinsVariableIfFromNowhereElse) {
  ConfigSources sources;
  sources.environment = {{"DAPTIN_SCHEMA_FOLDER", "/theirs"}};
  EXPECT_EQ(LoadConfig(sources)->config.daptin_schema, "/theirs");
  sources.flags = {{"--daptin-schema", "/ours"}};
  EXPECT_EQ(LoadConfig(sources)->config.daptin_schema, "/ours");
}

TEST(Configuration, RefusesUnknownNamesAndNamesTheNearest) {
  const ConfigFile file("[storage]\nsynchronus = 'full'\n");
  EXPECT_EQ(ComplaintOf(file.Sources()), file.path() +
                                             ", line 2: unknown setting storage.synchronus; "
                                             "did you mean storage.synchronous?");
  EXPECT_EQ(ComplaintOf({.flags = {}, .environment = {{"GUILDHALL_LOG_LEVEl", "info"}}}),
            "unknown setting GUILDHALL_LOG_LEVEl; did you mean GUILDHALL_LOG_LEVEL?");
  EXPECT_EQ(ComplaintOf({.flags = {{"--databse-url", "x"}}}),
            "unknown setting --databse-url; did you mean --database-url?");
  EXPECT_EQ(ComplaintOf({.flags = {{"--q", "x"}}}), "unknown setting --q");
}

TEST(Configuration, RefusesValuesThatAreNotAllowed) {
  EXPECT_EQ(ComplaintOf({.flags = {{"--storage-synchronous", "ful"}}}),
            "--storage-synchronous must be full or normal, not \"ful\"");
  EXPECT_EQ(ComplaintOf({.flags = {{"--server-loops", "-1"}}}),
            "--server-loops must be 0 to 1024, not \"-1\"");
  EXPECT_EQ(ComplaintOf({.flags = {{"--server-loops", "4x"}}}),
            "--server-loops must be 0 to 1024, not \"4x\"");
  EXPECT_EQ(ComplaintOf({.flags = {{"--log-requests", "yes"}}}),
            "--log-requests must be true or false, not \"yes\"");
}

TEST(Configuration, RefusesWrongTypesInTheFile) {
  const ConfigFile text("[server]\nloops = '3'\n");
  EXPECT_NE(ComplaintOf(text.Sources()).find("server.loops must be 0 to 1024, without quotes"),
            std::string::npos);
  const ConfigFile list("listen = [1]\n");
  EXPECT_NE(ComplaintOf(list.Sources()).find("must be text, an integer or a boolean"),
            std::string::npos);
  const ConfigFile broken("listen = \n");
  EXPECT_NE(ComplaintOf(broken.Sources()).find("line 1"), std::string::npos);
}

TEST(Configuration, RefusesAFileThatIsMissingOrNamesAnother) {
  EXPECT_EQ(ComplaintOf({.flags = {{"--config", "/nowhere/at/all"}}}),
            "cannot read the configuration file /nowhere/at/all");
  const ConfigFile file("config = 'other.toml'\n");
  EXPECT_NE(ComplaintOf(file.Sources()).find("unknown setting config"), std::string::npos);
}

TEST(Configuration, SaysAllThatIsWrongAtOnce) {
  const std::string complaint =
      ComplaintOf({.flags = {{"--server-loops", "x"}, {"--listen", "localhost"}}});
  EXPECT_NE(complaint.find("--server-loops"), std::string::npos);
  EXPECT_NE(complaint.find("listen must be an IP address and a port"), std::string::npos);
}

TEST(Configuration, ComplaintsHoldNoSecret) {
  const std::string complaint = ComplaintOf({.flags = {{"--data-key", "hush-hush"}}});
  EXPECT_EQ(complaint, "data_key must be 64 hexadecimal digits");
}

TEST(Configuration, ReadsAddressesOfBothKinds) {
  const auto six = LoadConfig({.flags = {{"--listen", "[::1]:0"}}});
  ASSERT_TRUE(six);
  EXPECT_EQ(six->config.server.address, "::1");
  EXPECT_EQ(ListenUrl(six->config, 81), "http://[::1]:81");
  for (const char* bad : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80",
                          "[127.0.0.1]:80", "example.com:80", "127.0.0.1:-1"}) {
    EXPECT_FALSE(LoadConfig({.flags = {{"--listen", bad}}})) << bad;
  }
}

TEST(Configuration, WantsBothHalvesOfTheOperator) {
  EXPECT_EQ(ComplaintOf({.flags = {{"--operator-email", "a@b.example"}}}),
            "operator_email and operator_password must be given together");
}

TEST(Configuration, WantsTheCertificateAndItsKey) {
  const std::string complaint = "tls.certificate and tls.key must be given together";
  EXPECT_EQ(ComplaintOf({.flags = {{"--tls-certificate", "a.pem"}}}), complaint);
  EXPECT_EQ(ComplaintOf({.flags = {{"--tls-key", "a.key"}}}), complaint);
  const auto both = LoadConfig({.flags = {{"--tls-certificate", "a"}, {"--tls-key", "b"}}});
  ASSERT_TRUE(both);
  EXPECT_EQ(ListenUrl(both->config, 81), "https://127.0.0.1:81");
}

TEST(Configuration, RegistrationIsOpenOnLoopbackOnly) {
  const auto of = [](const std::string& listen, const std::string& registration) {
    const auto loaded =
        LoadConfig({.flags = {{"--listen", listen}, {"--registration", registration}}});
    return RegistrationOf(loaded.value().config);
  };
  EXPECT_EQ(of("127.0.0.1:0", "automatic"), Registration::kOpen);
  EXPECT_EQ(of("[::1]:0", "automatic"), Registration::kOpen);
  EXPECT_EQ(of("0.0.0.0:0", "automatic"), Registration::kByInvitation);
  EXPECT_EQ(of("[::]:0", "automatic"), Registration::kByInvitation);
  EXPECT_EQ(of("0.0.0.0:0", "open"), Registration::kOpen);
  EXPECT_EQ(of("127.0.0.1:0", "closed"), Registration::kClosed);
}

}  // namespace
}  // namespace guildhall
