// Lists of what begins with some text: exactly the visible rows that do, page by page.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

const std::string kInstance = "/v1.1/instances/rivia/";

class SyncanoPrefixFilters : public SyncanoKeysTest {
 protected:
  /// The values of `member` of all objects that the list answers.
  std::string List(const std::string& target, const std::string& member,
                   const std::string& key = "$admin", const std::string& user = "") const {
    const Json page = world_->Expect(200, With("GET", target, key, user));
    std::string values;
    const Json* objects = page.Find("objects");
    if (objects == nullptr) return "no page";
    for (const Json& object : *objects->AsArray()) {
      values += (values.empty() ? "" : " ") + *object.Find(member)->AsString();
    }
    return values;
  }
  std::string Users(const std::string& query, const std::string& key = "$admin",
                    const std::string& user = "") const {
    return List(kInstance + "users/?username__startswith=" + query, "username", key, user);
  }
  void MakeUsers(int count, const std::string& name) {
    for (int i = 0; i < count; ++i) {
      world_->Expect(201,
                     With("POST", kInstance + "users/", "$admin", "",
                          R"({"username":")" + name + std::to_string(i) + R"(","password":"x"})"));
    }
  }
};

TEST_P(SyncanoPrefixFilters, UsersByTheBeginningOfTheirName) {
  MakeUsers(2, "ger");
  EXPECT_EQ(Users("ger"), "geralt ger0 ger1");
  EXPECT_EQ(Users("geralt"), "geralt");
  EXPECT_EQ(Users("eralt"), "");
  EXPECT_EQ(Users("ger%25"), "");
  EXPECT_EQ(Users("_er"), "");
  EXPECT_EQ(Users("GER"), "geralt ger0 ger1");
  EXPECT_EQ(Users(""), "geralt ciri triss ger0 ger1");
}

TEST_P(SyncanoPrefixFilters, PagesGoOnByIdOverWhatFits) {
  MakeUsers(3, "ger");
  EXPECT_EQ(Users("ger&page_size=2"), "geralt ger0");
  EXPECT_EQ(Users("ger&page_size=2&direction=1&last_pk=4"), "ger1 ger2");
  EXPECT_EQ(Users("ger&page_size=2&direction=1&last_pk=6"), "");
  EXPECT_EQ(Users("ger&page_size=2&direction=0&last_pk=6"), "ger0 ger1");
  EXPECT_EQ(Users("ger&page_size=2&ordering=desc"), "ger2 ger1");
  EXPECT_EQ(Users("ger&page_size=0"), "");
  const Reply reply =
      world_->Ask("GET", kInstance + "users/?username__startswith=ger&page_size=2", "$admin");
  EXPECT_NE(reply.body.find(R"("next":"/v1.1/instances/rivia/users/)"
                            R"(?page_size=2&direction=1&last_pk=4")"),
            std::string::npos)
      << reply.body;
}

TEST_P(SyncanoPrefixFilters, NothingIsShownThatTheListWouldNotShow) {
  EXPECT_EQ(Users("", "$app", "$geralt"), "geralt");
  EXPECT_EQ(Users("ger", "$app", "$geralt"), "geralt");
  EXPECT_EQ(Users("c", "$app", "$geralt"), "");
  EXPECT_EQ(world_->Ask("GET", kInstance + "users/?username__startswith=c", "$app").status, 403);
  world_->Expect(204, With("DELETE", kInstance + "users/2/", "$admin"));
  EXPECT_EQ(Users("c"), "");
}

TEST_P(SyncanoPrefixFilters, GroupsByTheirLabelAsItIsWritten) {
  world_->Expect(201, With("POST", kInstance + "groups/", "$admin", "", R"({"label":"Witches"})"));
  const std::string list = kInstance + "groups/?label__startswith=";
  EXPECT_EQ(List(list + "Wit", "label", "$app"), "Witches");
  EXPECT_EQ(List(list + "wit", "label", "$app"), "witchers");
  EXPECT_EQ(List(list + "itch", "label", "$app"), "");
}

TEST_P(SyncanoPrefixFilters, ClassesAndChannelsThatTheCallerMaySee) {
  Make("classes", "book", "");
  Make("classes", "bookmark", R"(,"other_permissions":"none")");
  const std::string classes = kInstance + "classes/?name__startswith=BOO";
  EXPECT_EQ(List(classes, "name"), "book bookmark");
  EXPECT_EQ(List(classes, "name", "$app", "$geralt"), "book");
  Make("channels", "news", R"(,"other_permissions":"subscribe")");
  Make("channels", "newsroom", "");
  const std::string channels = kInstance + "channels/?name__startswith=new";
  EXPECT_EQ(List(channels, "name"), "news newsroom");
  EXPECT_EQ(List(channels, "name", "$app", "$geralt"), "news");
}

TEST_P(SyncanoPrefixFilters, InstancesOfTheCaller) {
  world_->Expect(201, With("POST", "/v1.1/instances/", "$admin", "", R"({"name":"rivendell"})"));
  const std::string list = "/v1.1/instances/?name__startswith=";
  EXPECT_EQ(List(list + "riv", "name"), "rivia rivendell");
  EXPECT_EQ(List(list + "rive", "name"), "rivendell");
  EXPECT_EQ(List(list + "novi", "name"), "");
  EXPECT_EQ(List(list + "riv", "name", "$app"), "rivia");
  EXPECT_EQ(List(list + "novi", "name", "$app"), "");
}

TEST_P(SyncanoPrefixFilters, ManyOthersInBetweenAreNoHindrance) {
  for (int i = 0; i < 510; ++i) {
    world_->Expect(201, With("POST", kInstance + "groups/", "$admin", "", R"({"label":"other"})"));
  }
  world_->Expect(201, With("POST", kInstance + "groups/", "$admin", "", R"({"label":"witless"})"));
  EXPECT_EQ(List(kInstance + "groups/?label__startswith=wit", "label"), "witchers witless");
  EXPECT_EQ(List(kInstance + "groups/?label__startswith=wit&ordering=desc", "label"),
            "witless witchers");
}

GUILDHALL_EVERY_ENGINE(SyncanoPrefixFilters);

}  // namespace
}  // namespace guildhall::scenarios
