// Search of the Tyk dialect: a part of the e-mail, in two forms that agree, within the caller's
// organisation.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kPath = "/api/users/search";

class TykSearch : public TykTest {
 protected:
  void SetUp() override {
    TykTest::SetUp();
    for (const char* name : {"first", "se_cond", "third%", "four+th"}) {
      world_->MakeUser(name, "$org", R"({"apis":"read"})");
    }
    world_->MakeUser("elsewhere", "$other", R"({"apis":"read"})");
  }
  Reply Post(std::string_view text, std::string_view key = "$boss_key",
             const std::string& query = "") {
    return world_->Api("POST", kPath + query, key,
                       R"({"filters":{"query":")" + std::string(text) + R"("}})");
  }
  /// The local parts of the e-mails that are found.
  std::vector<std::string> Found(std::string_view text) {
    const Reply reply = Post(text);
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto parsed = ParseJson(reply.body);
    const Json* users = parsed ? parsed->Find("users") : nullptr;
    std::vector<std::string> names;
    if (users == nullptr || users->AsArray() == nullptr) return names;
    for (const Json& user : *users->AsArray()) {
      const std::string email = TextIn(user, "email_address");
      names.push_back(email.substr(0, email.find('@')));
    }
    return names;
  }
};

using Names = std::vector<std::string>;

TEST_P(TykSearch, FindsAPartOfTheEmailInAnyCase) {
  EXPECT_EQ(Found("IRS"), Names{"first"});
  EXPECT_EQ(Found("first@example.com"), Names{"first"});
  EXPECT_EQ(Found("@Example."), (Names{"boss", "first", "se_cond", "third%", "four+th"}));
  EXPECT_EQ(Found(""), Found("@example.com"));
  EXPECT_EQ(Post("nobody").body, R"({"users":[],"pages":0})");
}

TEST_P(TykSearch, WildcardsStandForThemselves) {
  EXPECT_EQ(Found("_"), Names{"se_cond"});
  EXPECT_EQ(Found("%"), Names{"third%"});
  EXPECT_EQ(Found("+"), Names{"four+th"});
  EXPECT_EQ(Found("first.example"), Names());
  EXPECT_EQ(Found("fir*"), Names());
}

TEST_P(TykSearch, BothFormsAgree) {
  const std::pair<const char*, const char*> kTexts[] = {
      {"", ""}, {"example.com", "example.com"}, {"%", "%25"}, {"+", "%2B"}, {"IRS", "IRS"}};
  for (const auto& [text, encoded] : kTexts) {
    for (const char* page : {"", "p=1", "p=2", "p=-1", "p=x"}) {
      const std::string query = std::string("?q=") + encoded + "&" + page;
      EXPECT_EQ(world_->Api("GET", kPath + query, "$boss_key").body,
                Post(text, "$boss_key", std::string("?") + page).body)
          << query;
    }
  }
  EXPECT_EQ(world_->Api("GET", kPath, "$boss_key").body,
            world_->Api("GET", "/api/users", "$boss_key").body);
}

TEST_P(TykSearch, PagesCountWhatIsFound) {
  for (int i = 0; i < 11; ++i) {
    world_->MakeUser("many" + std::to_string(i), "$org", R"({"apis":"read"})");
  }
  world_->Play({
      {"first",
       WithAccessKey("GET", "/api/users/search?q=many&p=1", "$boss_key"),
       200,
       {R"("many0@)", R"("many9@)", R"("pages":2})"},
       {"many10@"}},
      {"second",
       WithAccessKey("GET", "/api/users/search?q=many&p=2", "$boss_key"),
       200,
       {R"("many10@)", R"("pages":2})"},
       {"many9@", "first@"}},
      {"behind",
       WithAccessKey("GET", "/api/users/search?q=many&p=3", "$boss_key"),
       200,
       {R"({"users":[],"pages":2})"},
       {}},
      {"all",
       WithAccessKey("GET", "/api/users/search?q=many", "$boss_key"),
       200,
       {R"("many0@)", R"("many10@)", R"("pages":0})"},
       {}},
  });
}

TEST_P(TykSearch, NeedsUsersReadInBothForms) {
  world_->MakeUser("reader", "$org", R"({"users":"read"})");
  world_->MakeUser("keeper", "$org", R"({"user_groups":"write"})");
  const std::string body = R"({"filters":{"query":"first"}})";
  const std::string refused =
      Refusal("access denied: You do not have permission to access  /api/users/search");
  world_->Play({
      {"read",
       WithAccessKey("POST", kPath, "$reader_key", body),
       200,
       {"first@example.com", R"("access_key":"")"},
       {"$first_key"}},
      {"read", WithAccessKey("GET", kPath, "$reader_key"), 200, {"$reader_key"}, {"$boss_key"}},
      {"none", WithAccessKey("POST", kPath, "$keeper_key", body), 403, {refused}, {}},
      {"none", WithAccessKey("GET", kPath, "$keeper_key"), 403, {refused}, {}},
      {"stranger", WithAccessKey("POST", kPath, "", body), 401, {}, {}},
      {"another organisation",
       WithAccessKey("GET", kPath, "$stranger_key"),
       200,
       {R"("org_id":"$other")", "elsewhere@"},
       {"$org", "boss@"}},
  });
}

TEST_P(TykSearch, WhatHoldsNoFilterIsRefused) {
  const std::string refused = Refusal("Could not extract search filter from request body.");
  for (const char* body : {"", "{", "[]", "{}", R"({"filters":null})", R"({"filters":"x"})",
                           R"({"filters":{"query":1}})"}) {
    world_->Play({{body, WithAccessKey("POST", kPath, "$boss_key", body), 400, {refused}, {}}});
  }
  world_->Play({{"no query is all of them",
                 WithAccessKey("POST", "/api/users/search/", "$boss_key", R"({"filters":{}})"),
                 200,
                 {"first@example.com"},
                 {}},
                {"no such method", WithAccessKey("PUT", kPath, "$boss_key", "{}"), 404, {}, {}}});
}

GUILDHALL_EVERY_ENGINE(TykSearch);

}  // namespace
}  // namespace guildhall::scenarios
