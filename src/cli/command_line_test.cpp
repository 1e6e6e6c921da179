#include "cli/command_line.h"

#include <vector>

#include <gtest/gtest.h>

#include "server/settings.h"

namespace guildhall {
namespace {

OrFailure<CommandLine> Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "guildhall");
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

TEST(CommandLines, NameACommandAndItsSettings) {
  const auto line = Parse(
      {"serve", "--data", "/tmp/x", "--storage-synchronous=normal", "--log-requests", "false"});
  ASSERT_TRUE(line) << line.error().message;
  EXPECT_EQ(line->command, Command::kServe);
  const std::vector<std::pair<std::string, std::string>> flags = {
      {"--data", "/tmp/x"}, {"--storage-synchronous", "normal"}, {"--log-requests", "false"}};
  EXPECT_EQ(line->sources.flags, flags);
  EXPECT_EQ(Parse({"migrate"})->command, Command::kMigrate);
  EXPECT_EQ(Parse({"check-config"})->command, Command::kCheckConfig);
  EXPECT_EQ(Parse({"check-config", "--reference"})->command, Command::kReference);
  const auto administrator = Parse({"daptin-administrator", "ciri@example.com", "--data", "x"});
  ASSERT_TRUE(administrator) << administrator.error().message;
  EXPECT_EQ(administrator->command, Command::kDaptinAdministrator);
  EXPECT_EQ(administrator->email, "ciri@example.com");
}

TEST(CommandLines, NameWhatIsPublishedWhere) {
  const auto line = Parse({"publish", "rivia", "book", "--to", "daptin", "--data", "x"});
  ASSERT_TRUE(line) << line.error().message;
  EXPECT_EQ(line->command, Command::kPublish);
  EXPECT_EQ(line->publication, (Publication{"rivia", "book", "daptin", false}));
  const auto back = Parse({"publish", "rivia", "book", "--to", "syncano", "--withdraw"});
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->publication, (Publication{"rivia", "book", "syncano", true}));
  EXPECT_EQ(Parse({"publish", "rivia", "book"}).error().code, ExitCode::kUsage);
  EXPECT_EQ(Parse({"publish", "rivia", "book", "--to", "tyk"}).error().code, ExitCode::kUsage);
}

TEST(CommandLines, RotateAKeyWithAndWithoutSigningOut) {
  const auto line = Parse({"daptin-rotate-key"});
  ASSERT_TRUE(line) << line.error().message;
  EXPECT_EQ(line->command, Command::kDaptinRotateKey);
  EXPECT_FALSE(line->sign_out);
  EXPECT_TRUE(Parse({"daptin-rotate-key", "--sign-out"})->sign_out);
}

TEST(CommandLines, NameAFileOfPeople) {
  const auto line = Parse({"import", "users", "p.csv", "--tenant", "rivia", "--ignore", "id,age",
                           "--report", "r.csv", "--data", "x"});
  ASSERT_TRUE(line) << line.error().message;
  EXPECT_EQ(line->command, Command::kImportUsers);
  EXPECT_EQ(line->user_file, (UserFileArguments{"p.csv", "rivia", "", "r.csv", {"id", "age"}}));
  EXPECT_EQ(line->sources.flags.size(), 1U);
  EXPECT_EQ(Parse({"import"}).error().code, ExitCode::kUsage);
  EXPECT_EQ(Parse({"import", "users"}).error().code, ExitCode::kUsage);
  EXPECT_EQ(Parse({"import", "users", "p", "--format", "xml"}).error().code, ExitCode::kUsage);
  const auto help = Parse({"import", "users", "--help"});
  EXPECT_NE(help.error().message.find("guildhall import users"), std::string::npos);
}

TEST(CommandLines, TakeTheLastOfARepeatedFlag) {
  const auto line = Parse({"serve", "--data", "a", "--data", "b"});
  ASSERT_TRUE(line) << line.error().message;
  ASSERT_EQ(line->sources.flags.size(), 1U);
  EXPECT_EQ(line->sources.flags.front().second, "b");
}

TEST(CommandLines, ShowEverySettingInTheHelp) {
  const auto help = Parse({"serve", "--help"});
  ASSERT_FALSE(help);
  EXPECT_EQ(help.error().code, ExitCode::kOk);
  for (const Setting& setting : Settings()) {
    EXPECT_NE(help.error().message.find(setting.FlagName()), std::string::npos) << setting.key;
  }
}

TEST(CommandLines, TellTheVersion) {
  const auto version = Parse({"--version"});
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().code, ExitCode::kOk);
  EXPECT_EQ(version.error().message.rfind("guildhall ", 0), 0U) << version.error().message;
}

TEST(CommandLines, RefuseWhatTheyDoNotKnow) {
  const auto refuse = [](std::vector<const char*> arguments) {
    const auto line = Parse(std::move(arguments));
    EXPECT_FALSE(line);
    EXPECT_EQ(line.error().code, ExitCode::kUsage);
    return line.error().message;
  };
  EXPECT_NE(refuse({"serve", "--lisen", "x"}).find("did you mean --listen?"), std::string::npos);
  EXPECT_NE(refuse({"serve", "--lisen=x"}).find("unknown flag --lisen;"), std::string::npos);
  EXPECT_NE(refuse({"serve", "more"}).find("unexpected argument more"), std::string::npos);
  refuse({});
  refuse({"dance"});
  refuse({"serve", "--data"});
}

}  // namespace
}  // namespace guildhall
