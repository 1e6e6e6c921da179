// Every level of a section against every method, with the exact answer; every route against every
// kind of caller; and which callers may use the actions on another user.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "dialects/tyk/routes.h"
#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

std::string Denied(std::string_view path) {
  return Refusal("access denied: You do not have permission to access  " + std::string(path));
}

/// A permission map, and for each method whether it is allowed ('+') or 403 ('-'): GET of the list
/// and of one, HEAD, POST, PUT, DELETE. "@" stands for the section.
struct LevelRow {
  std::string_view map;
  std::string_view allowed;
};

// clang-format off
constexpr std::array<LevelRow, 14> kLevels = {{
    {R"({"apis":"read"})",                            "------"},
    {R"({"apis":"read","@":"read"})",                 "+++---"},
    {R"({"apis":"read","@":"write"})",                "++++++"},
    {R"({"apis":"read","@":"deny"})",                 "------"},
    {R"({"apis":"read","@":"admin"})",                "++++++"},
    {R"({"apis":"read","@":""})",                     "------"},
    {R"({"apis":"read","@":"READ"})",                 "------"},
    {R"({"apis":"read","@":"unheard of"})",           "------"},
    {R"({"apis":"admin","@s":"admin"})",              "------"},
    {R"({"apis":"read","IsAdmin":"admin"})",          "++++++"},
    {R"({"apis":"read","IsAdmin":"true"})",           "++++++"},
    {R"({"apis":"read","IsAdmin":"false"})",          "------"},
    {R"({"IsAdmin":"admin","@":"deny"})",             "------"},
    {R"({"IsAdmin":"admin","@":"read"})",             "++++++"},
}};
// clang-format on

/// What is asked of a section, and the whole answer where it is allowed; "" where that is a list or
/// an object.
struct Asked {
  std::string_view method;
  std::string_view path;
  std::string_view body;
  std::string_view answer;
};

using Section = std::array<Asked, 6>;

constexpr Section kUsers = {{
    {"GET", "/api/users", "", ""},
    {"GET", "/api/users/$target", "", ""},
    {"HEAD", "/api/users/$target", "", ""},
    {"POST", "/api/users",
     R"({"email_address":"new@example.com","user_permissions":{"apis":"read"}})",
     R"({"Status":"OK","Message":"User and session have been created","Meta":"$made"})"},
    {"PUT", "/api/users/$target", R"({"first_name":"New"})",
     R"({"Status":"OK","Message":"User updated","Meta":null})"},
    {"DELETE", "/api/users/$target", "", R"({"Status":"OK","Message":"User deleted","Meta":""})"},
}};

constexpr Section kGroups = {{
    {"GET", "/api/usergroups", "", ""},
    {"GET", "/api/usergroups/$group", "", ""},
    {"HEAD", "/api/usergroups/$group", "", ""},
    {"POST", "/api/usergroups", R"({"name":"new","user_permissions":{"apis":"read"}})",
     R"({"Status":"OK","Message":"User group created","Meta":""})"},
    {"PUT", "/api/usergroups/$group", R"({"description":"new"})",
     R"({"Status":"OK","Message":"User group updated","Meta":null})"},
    {"DELETE", "/api/usergroups/$group", "",
     R"({"Status":"OK","Message":"User group deleted","Meta":""})"},
}};

std::string MapFor(std::string_view section, std::string map) {
  const std::size_t at = map.find('@');
  if (at != std::string::npos) map.replace(at, 1, section);
  return map;
}

class TykMatrix : public TykTest {
 protected:
  /// Asks everything of one section with one map.
  void Try(std::string_view section, const Section& asked, const LevelRow& level) {
    const std::string map = MapFor(section, std::string(level.map));
    SCOPED_TRACE(map);
    const std::string caller = "caller" + std::to_string(++callers_);
    world_->MakeUser(caller, "$org", map);
    world_->MakeUser("target", "$org", R"({"apis":"read"})");
    world_->MakeGroup("group", "$boss_key", R"({"apis":"read"})");
    for (std::size_t i = 0; i < asked.size(); ++i) {
      SCOPED_TRACE(std::string(asked[i].method) + " " + std::string(asked[i].path));
      AskOne(asked[i], "$" + caller + "_key", level.allowed[i] == '+');
    }
    Tidy();
  }

 private:
  void AskOne(const Asked& asked, std::string_view key, bool allowed) const {
    const Reply reply = world_->Api(asked.method, asked.path, key, asked.body);
    if (!allowed) {
      EXPECT_EQ(reply.status, 403);
      EXPECT_EQ(reply.body, world_->Fill(Denied(asked.path)));
      return;
    }
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (asked.answer.empty()) return;
    const auto answer = ParseJson(reply.body);
    ASSERT_TRUE(answer) << reply.body;
    world_->base().Set("made", TextIn(*answer, "Meta"));
    EXPECT_EQ(reply.body, world_->Fill(asked.answer));
  }

  /// Removes who was made under a name that the next map needs again.
  void Tidy() const {
    const Json users = world_->ApiOf(200, "GET", "/api/users", "$boss_key");
    const Json* list = users.Find("users");
    ASSERT_TRUE(list != nullptr && list->AsArray() != nullptr);
    for (const Json& user : *list->AsArray()) {
      const std::string email = TextIn(user, "email_address");
      if (email != "target@example.com" && email != "new@example.com") continue;
      world_->ApiOf(200, "DELETE", "/api/users/" + TextIn(user, "id"), "$boss_key");
    }
  }

  int callers_ = 0;
};

TEST_P(TykMatrix, LevelsOfUsersDecideByMethod) {
  for (const LevelRow& level : kLevels) Try("users", kUsers, level);
}

TEST_P(TykMatrix, LevelsOfUserGroupsDecideByMethod) {
  for (const LevelRow& level : kLevels) Try("user_groups", kGroups, level);
}

// A section says nothing of the other one.
TEST_P(TykMatrix, SectionsAreApart) {
  world_->MakeUser("target", "$org", R"({"apis":"read"})");
  world_->MakeGroup("group", "$boss_key", R"({"apis":"read"})");
  world_->MakeUser("users", "$org", R"({"users":"admin"})");
  world_->MakeUser("groups", "$org", R"({"user_groups":"admin"})");
  for (const Asked& asked : kGroups) {
    const Reply reply = world_->Api(asked.method, asked.path, "$users_key", asked.body);
    EXPECT_EQ(reply.body, world_->Fill(Denied(asked.path))) << asked.method;
  }
  for (const Asked& asked : kUsers) {
    const Reply reply = world_->Api(asked.method, asked.path, "$groups_key", asked.body);
    EXPECT_EQ(reply.body, world_->Fill(Denied(asked.path))) << asked.method;
  }
}

/// Whether each kind of caller may do this to another user: with no permission, with "users" read,
/// with "users" write, an administrator, and one who may also reset passwords.
struct ActionRow {
  std::string_view method;
  std::string_view path;
  std::string_view body;
  std::string_view allowed;
  std::string_view denial;  ///< "" for the one that names the path
};

constexpr std::array<std::string_view, 5> kCallers = {
    R"({"apis":"read"})", R"({"apis":"read","users":"read"})", R"({"apis":"read","users":"write"})",
    R"({"IsAdmin":"admin"})", R"({"IsAdmin":"admin","ResetPassword":"admin"})"};

constexpr std::string_view kNoPasswordReset =
    "access denied: You do not have permission to reset the password for other users.";

constexpr std::array<ActionRow, 3> kActions = {{
    {"PUT", "/api/users/$target/actions/key/reset", "", "---++", ""},
    {"POST", "/api/users/$target/actions/reset", R"({"new_password":"thisisatest"})", "----+",
     kNoPasswordReset},
    {"PUT", "/api/users/$target/actions/revoke", "", "--+++", ""},
}};

TEST_P(TykMatrix, ActionsOnAnotherUser) {
  world_->MakeUser("target", "$org", R"({"apis":"read"})");
  for (std::size_t caller = 0; caller < kCallers.size(); ++caller) {
    const std::string name = "caller" + std::to_string(caller);
    world_->MakeUser(name, "$org", kCallers[caller]);
    for (const ActionRow& row : kActions) {
      SCOPED_TRACE(std::string(kCallers[caller]) + " " + std::string(row.path));
      const Reply reply = world_->Api(row.method, row.path, "$" + name + "_key", row.body);
      EXPECT_EQ(reply.status, row.allowed[caller] == '+' ? 200 : 403) << reply.body;
      if (row.allowed[caller] == '+') continue;
      EXPECT_EQ(reply.body,
                world_->Fill(row.denial.empty() ? Denied(row.path) : Refusal(row.denial)));
    }
  }
}

/// Kinds of callers, and a route with whether each of them may use it.
constexpr std::array<std::string_view, 8> kKinds = {
    R"({"apis":"write"})",        R"({"users":"read"})",
    R"({"users":"write"})",       R"({"user_groups":"read"})",
    R"({"user_groups":"write"})", R"({"audit_logs":"read"})",
    R"({"IsAdmin":"admin"})",     R"({"IsAdmin":"admin","ResetPassword":"admin"})"};

struct RouteRow {
  std::string_view method;
  std::string_view path;
  std::string_view allowed;
};

// clang-format off
constexpr std::array<RouteRow, 22> kRoutes = {{
    {"GET",    "/api/usergroups",                   "---++-++"},
    {"POST",   "/api/usergroups",                   "----+-++"},
    {"GET",    "/api/usergroups/{id}",              "---++-++"},
    {"PUT",    "/api/usergroups/{id}",              "----+-++"},
    {"DELETE", "/api/usergroups/{id}",              "----+-++"},
    {"GET",    "/api/users",                        "-++---++"},
    {"POST",   "/api/users",                        "--+---++"},
    {"GET",    "/api/users/me",                     "++++++++"},
    {"GET",    "/api/users/search",                 "-++---++"},
    {"POST",   "/api/users/search",                 "-++---++"},
    {"GET",    "/api/users/{id}",                   "-++---++"},
    {"PUT",    "/api/users/{id}",                   "--+---++"},
    {"DELETE", "/api/users/{id}",                   "--+---++"},
    {"PUT",    "/api/users/{id}/actions/key/reset", "------++"},
    {"PUT",    "/api/users/{id}/actions/revoke",    "--+---++"},
    {"POST",   "/api/users/{id}/actions/reset",     "-------+"},
    {"GET",    "/api/org/permissions",              "------++"},
    {"PUT",    "/api/org/permissions",              "------++"},
    {"GET",    "/api/org/opa",                      "------++"},
    {"PUT",    "/api/org/opa",                      "------++"},
    {"GET",    "/api/audit-logs",                   "-----+++"},
    {"GET",    "/api/audit-logs/{id}",              "-----+++"},
}};
// clang-format on

TEST(TykMatrixTable, NamesEveryRouteOfUsers) {
  for (const tyk::RouteSpec& spec : tyk::AllRoutes()) {
    if (spec.family != tyk::Family::kUser) continue;
    EXPECT_TRUE(std::any_of(kRoutes.begin(), kRoutes.end(),
                            [&](const RouteRow& row) {
                              return row.method == http::NameOf(spec.method) &&
                                     row.path == spec.path;
                            }))
        << http::NameOf(spec.method) << ' ' << spec.path << " is tried by nobody: add a row";
  }
}

// The permission comes before the body and the object: neither is good here, so that nothing is
// changed by who may.
TEST_P(TykMatrix, EveryRouteAsksForItsPermission) {
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    const std::string name = "kind" + std::to_string(kind);
    world_->MakeUser(name, "$org", kKinds[kind]);
    for (const RouteRow& row : kRoutes) {
      std::string path(row.path);
      const std::size_t open = path.find("{id}");
      if (open != std::string::npos) path.replace(open, 4, "54bd0ad9ff4329b88985aafb");
      SCOPED_TRACE(std::string(kKinds[kind]) + " " + std::string(row.method) + " " + path);
      const Reply reply = world_->Api(row.method, path, "$" + name + "_key", "{");
      if (row.allowed[kind] == '+') {
        EXPECT_EQ(reply.body.find("access denied"), std::string::npos) << reply.body;
        continue;
      }
      EXPECT_EQ(reply.status, 403);
      EXPECT_EQ(reply.body,
                path.ends_with("/actions/reset") ? Refusal(kNoPasswordReset) : Denied(path));
    }
  }
}

GUILDHALL_EVERY_ENGINE(TykMatrix);

}  // namespace
}  // namespace guildhall::scenarios
