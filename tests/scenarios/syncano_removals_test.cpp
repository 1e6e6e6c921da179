// Removals that take more along than one change may: what clients see from the commit on, while the
// rest is removed in steps, and afterwards.

#include <gtest/gtest.h>

#include "core/jobs.h"
#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

class SyncanoRemovals : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    World::Settings settings;
    settings.removals = {.rows_at_once = 3, .rows_per_step = 2};
    world_ = MakeWorld(settings);
    BuildRivia(*world_);
    Make("classes", "book",
         R"(,"schema":[{"name":"title","type":"string"}],"other_permissions":"create_objects")");
  }
  static std::string Rivia(const std::string& path) { return "/v1.1/instances/rivia/" + path; }
  static Call As(std::string_view method, const std::string& path, std::string_view key,
                 std::string_view user = "", std::string_view body = "") {
    return With(method, Rivia(path), key, user, body);
  }
  /// Objects titled by `title`, which everybody may read; the number of the last one.
  std::string Objects(int count, const std::string& title, std::string_view user,
                      const std::string& members = "") {
    std::string id;
    for (int i = 0; i < count; ++i) {
      const Json made = world_->Expect(
          201, As("POST", "classes/book/objects/", "$app", user,
                  R"({"title":")" + title + R"(","other_permissions":"full")" + members + "}"));
      id = ToText(*made.Find("id"));
    }
    return id;
  }
  void Remove(const std::string& path) { world_->Expect(204, As("DELETE", path, "$admin")); }
  /// Runs every job to its end; how many steps it took.
  int FinishJobs() {
    Core& core = world_->core();
    const auto due = [&] {
      return core.Read(Patience::kMayWait, [](const Snapshot& snapshot) {
        return snapshot.jobs().ListDue(Time(INT64_MAX), 10);
      });
    };
    int steps = 0;
    for (auto jobs = due(); jobs && !jobs->empty(); jobs = due()) {
      const Job job = jobs->front();
      const auto made =
          WriteAndWait(core.store(), {job.tenant}, [&](Transaction& tx) -> Result<void> {
            GH_CHECK(core.jobs().RunStep(tx, job.tenant, job.id));
            return {};
          });
      EXPECT_TRUE(made) << made.error().detail;
      ++steps;
    }
    return steps;
  }
};

TEST_P(SyncanoRemovals, ObjectsOfARemovedUserAreGoneAtOnceForEverybody) {
  const std::string his = Objects(4, "of geralt", "$geralt");
  Objects(1, "of ciri", "$ciri");
  Remove("users/1/");
  const auto look = [&] {
    for (const char* key : {"$admin", "$app", "$ignore_acl", "$anonymous_read"}) {
      Play({{std::string("list as ") + key,
             As("GET", "classes/book/objects/", key),
             200,
             {"of ciri"},
             {"of geralt"}},
            {std::string("one as ") + key,
             As("GET", "classes/book/objects/" + his + "/", key),
             404,
             {"Not found."},
             {"of geralt"}}});
    }
    Play({{"list as another user",
           As("GET", "classes/book/objects/", "$app", "$ciri"),
           200,
           {"of ciri"},
           {"of geralt"}},
          {"the class counts one",
           As("GET", "classes/book/", "$admin"),
           200,
           {R"("objects_count":1)"},
           {}},
          {"change",
           As("PATCH", "classes/book/objects/" + his + "/", "$admin", "", R"({"title":"mine"})"),
           404,
           {"Not found."},
           {"of geralt"}},
          {"remove",
           As("DELETE", "classes/book/objects/" + his + "/", "$ignore_acl"),
           404,
           {"Not found."},
           {}},
          {"the user", As("GET", "users/1/", "$admin"), 404, {}, {"geralt"}},
          {"his key", As("GET", "user/", "$app", "$geralt"), 403, {}, {"geralt"}},
          {"his profile",
           As("GET", "classes/user_profile/objects/", "$admin"),
           200,
           {},
           {R"("owner":1,)"}}});
  };
  look();
  EXPECT_GE(FinishJobs(), 3);
  look();
}

TEST_P(SyncanoRemovals, TheNameOfARemovedUserIsFreeAtOnce) {
  Objects(4, "of geralt", "$geralt");
  Remove("users/1/");
  world_->Expect(
      201, As("POST", "users/", "$admin", "", R"({"username":"geralt","password":"secret"})"));
  Play({{"the new one owns nothing",
         As("GET", "classes/book/objects/", "$admin"),
         200,
         {},
         {"of geralt"}}});
  FinishJobs();
  Play({{"he stays", As("GET", "users/", "$admin"), 200, {R"("username":"geralt")"}, {}}});
}

TEST_P(SyncanoRemovals, AGroupsRightsAndNamesEndAtOnce) {
  for (int i = 0; i < 4; ++i) {
    world_->Expect(201, As("POST", "classes/book/objects/", "$admin", "",
                           R"({"title":"for witchers","group":1,"group_permissions":"full"})"));
  }
  Play({{"a member reads",
         As("GET", "classes/book/objects/", "$app", "$geralt"),
         200,
         {"for witchers", R"("group":1,)"},
         {}}});
  Remove("groups/1/");
  const auto look = [&] {
    Play({{"a member reads no more",
           As("GET", "classes/book/objects/", "$app", "$geralt"),
           200,
           {},
           {"for witchers"}},
          {"nobody sees the group",
           As("GET", "classes/book/objects/", "$admin"),
           200,
           {"for witchers", R"("group":null)"},
           {R"("group":1)", "/groups/1/"}},
          {"the group", As("GET", "groups/1/", "$admin"), 404, {}, {"witchers"}},
          {"its users", As("GET", "groups/1/users/", "$admin"), 404, {"Group was not found."}, {}},
          {"his groups",
           As("GET", "users/1/groups/", "$admin"),
           200,
           {R"("objects":[])"},
           {"witchers"}},
          {"his membership", As("DELETE", "users/1/groups/1/", "$admin"), 404, {}, {}},
          {"himself", As("GET", "user/", "$app", "$geralt"), 200, {"geralt"}, {"witchers"}}});
  };
  look();
  FinishJobs();
  look();
}

TEST_P(SyncanoRemovals, ObjectsOfARemovedChannelAndClassAreGoneAtOnce) {
  Make("channels", "news", R"(,"other_permissions":"publish")");
  const std::string said = Objects(4, "said", "$geralt", R"(,"channel":"news")");
  Objects(1, "unsaid", "$geralt");
  Remove("channels/news/");
  Play({{"list", As("GET", "classes/book/objects/", "$admin"), 200, {"unsaid"}, {R"("said")"}},
        {"one", As("GET", "classes/book/objects/" + said + "/", "$admin"), 404, {}, {"said"}},
        {"count", As("GET", "classes/book/", "$admin"), 200, {R"("objects_count":1)"}, {}}});
  FinishJobs();
  Objects(4, "more", "$ciri");
  Remove("classes/book/");
  Play({{"the class", As("GET", "classes/book/", "$admin"), 404, {}, {}},
        {"its objects",
         As("GET", "classes/book/objects/", "$admin"),
         404,
         {"Class was not found."},
         {"more"}}});
  Make("classes", "book", R"(,"schema":[])");
  Play({{"another of its name",
         As("GET", "classes/book/objects/", "$admin"),
         200,
         {R"("objects":[])"},
         {"more"}}});
  EXPECT_GE(FinishJobs(), 2);
}

GUILDHALL_EVERY_ENGINE(SyncanoRemovals);

}  // namespace
}  // namespace guildhall::scenarios
