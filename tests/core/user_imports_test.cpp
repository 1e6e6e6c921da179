#include "core/user_imports.h"

#include <fstream>
#include <sstream>

#include "import/user_import.h"
#include "tests/core/whole_core.h"
#include "tests/support/temporary_folder.h"

namespace guildhall::test {
namespace {

constexpr const char* kHash = "$2a$04$......................aw5x4XECvqIA/mEBM55JxKKmXpOOX.6";

class UserImportCases : public WholeCoreCases {
 protected:
  Result<std::vector<std::optional<Error>>> Add(const Caller& caller,
                                                const std::vector<ImportedUser>& people) {
    return world.Write(
        [&](Transaction& tx) { return world.core->user_imports().Add(tx, caller, people); });
  }
  static ImportedUser Person(std::string name, std::vector<std::string> groups = {}) {
    return {.draft = {.username = std::move(name), .password_hash = kHash},
            .groups = std::move(groups)};
  }
  /// Why each was refused, by its first problem's field; "" for who was made.
  static std::string Fields(const std::vector<std::optional<Error>>& outcomes) {
    std::string fields;
    for (const auto& error : outcomes) {
      fields += error ? error->problems.at(0).field + ' ' : std::string("made ");
    }
    return fields;
  }
  std::optional<User> Find(std::string_view name) {
    return Must(
        world.Read([&](const Snapshot& s) { return s.users().FindByName(world.rivia, name); }));
  }
  /// The names of the groups that operators see him in.
  std::string GroupsOf(std::string_view name) {
    const UserId user = Find(name).value().id;
    const auto view = Must(world.Read(
        [&](const Snapshot& s) { return world.core->callers().ReadUser(s, world.rivia, user); }));
    std::string names;
    for (const auto& group : view->groups) {
      if (!IsSystem(group->id)) names += group->name + ' ';
    }
    return names;
  }
  void WriteFile(std::string_view text) { std::ofstream(file.path) << text; }
  std::string Report() const {
    std::ifstream in(file.report);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Up to `commits` changes of two lines each.
  import::Progress Run(int commits = 1'000) { int left = commits;
  import::ImportOptions options;
  options.people_per_change = 2;
  options.changes_ahead = 1;
  options.on_progress = [&](const import::Progress&) { return --left > 0; };
  return Must(import::ImportUsers(*world.core, world.AsOperator(), file, options));
}

TemporaryFolder folder;
import::UserFile file{.path = folder.File("people.jsonl"), .report = folder.File("report.csv")};
};  // namespace
GUILDHALL_ON_EVERY_ENGINE(UserImportCases);

TEST_P(UserImportCases, PeopleComeWithTheirHashAndGroups) {
  world.AddGroup("witchers");
  const auto outcomes =
      Must(Add(world.AsOperator(), {Person("Geralt", {"witchers", "wolves", "wolves"}),
                                    Person("ciri@example.com", {"wolves"})}));
  EXPECT_EQ(Fields(outcomes), "made made ");
  EXPECT_EQ(Find("geralt")->password_hash, kHash);
  EXPECT_EQ(Find("ciri@example.com")->email, "ciri@example.com");
  EXPECT_EQ(GroupsOf("geralt"), "witchers wolves ");
  EXPECT_EQ(GroupsOf("ciri@example.com"), "wolves ");
}

TEST_P(UserImportCases, WhoIsRefusedLeavesNothingBehind) {
  world.AddUser("geralt");
  const std::int64_t before = world.LastEvent(world.rivia);
  auto hashless = Person("eskel");
  hashless.draft.password_hash = "plain";
  const auto outcomes =
      Must(Add(world.AsOperator(), {Person("GERALT", {"wolves"}), Person(""), hashless,
                                    Person("vesemir", {"hunters", "administrators"}),
                                    Person("lambert", {"hunters", ""})}));
  EXPECT_EQ(Fields(outcomes), "username username password_hash groups groups ");
  EXPECT_EQ(world.LastEvent(world.rivia), before);
  EXPECT_FALSE(Find("vesemir"));
}

TEST_P(UserImportCases, OnlyWhoMayWriteEverythingMayImport) {
  const auto refused = Add(world.AsKey(), {Person("ciri")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kForbidden);
  EXPECT_FALSE(Find("ciri"));
}

TEST_P(UserImportCases, AFileIsImportedAndItsRefusedLinesAreReported) {
  world.AddUser("geralt");
  WriteFile(R"({"username":"ciri"})"
            "\n"
            R"({"username":"geralt"})"
            "\nnonsense\n"
            R"({"username":"triss"})"
            "\n");
  const import::Progress done = Run();
  EXPECT_EQ(done.made, 2);
  EXPECT_EQ(done.refused, 2);
  EXPECT_EQ(done.offset, done.size);
  EXPECT_TRUE(Find("ciri"));
  EXPECT_TRUE(Find("triss"));
  const std::string report = Report();
  EXPECT_TRUE(report.starts_with("line,username,reason\n2,geralt,username is taken\n3,,"))
      << report;
}

TEST_P(UserImportCases, AnImportThatWasStoppedGoesOnWhereItsLastCommitWas) {
  WriteFile(
      "{\"username\":\"a\"}\nbad\n{\"username\":\"b\"}\n{\"username\":\"b\"}\n"
      "{\"username\":\"c\"}\n");
  const import::Progress first = Run(1);
  EXPECT_EQ(first.made, 1);
  EXPECT_LT(first.offset, first.size);
  EXPECT_FALSE(Find("c"));
  // The report of the last commit may be missing or half written.
  std::ofstream(file.report, std::ios::app) << "half a li";
  const import::Progress second = Run();
  EXPECT_EQ(second.made, 3);
  EXPECT_EQ(second.refused, 2);
  EXPECT_EQ(second.made_before, 1);
  const std::string report = Report();
  EXPECT_EQ(std::count(report.begin(), report.end(), '\n'), 3) << report;
  EXPECT_EQ(report.find("half"), std::string::npos);
  EXPECT_NE(report.find("\n4,b,username is taken\n"), std::string::npos) << report;
}

TEST_P(UserImportCases, ADoneImportStartsOverAndFindsEverybodyThere) {
  WriteFile("{\"username\":\"a\"}\n");
  EXPECT_EQ(Run().made, 1);
  const import::Progress again = Run();
  EXPECT_EQ(again.made, 0);
  EXPECT_EQ(again.refused, 1);
}

}  // namespace guildhall::test
}  // namespace guildhall::test
