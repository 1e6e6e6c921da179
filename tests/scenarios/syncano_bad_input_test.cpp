// Bad input gets the dialect's own clear error, never a 5xx, and changes nothing; and a refusal
// does not tell a stranger what exists.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

constexpr char kNoKey[] = R"({"detail":"No such API Key."})";
const std::string kInstance = "/v1.1/instances/rivia/";

class SyncanoBadInput : public SyncanoKeysTest {
 protected:
  // Plays the rows and then requires that everything an administrator sees is as it was.
  void PlayUnchanged(const std::vector<Row>& rows) {
    const std::string before = Everything();
    Play(rows);
    EXPECT_EQ(Everything(), before);
  }
  std::string Everything() const {
    std::string all;
    for (const char* path :
         {"", "users/", "groups/", "groups/1/users/", "api_keys/", "classes/",
          "classes/filler/objects/", "classes/user_profile/objects/", "channels/"}) {
      all += world_->Ask("GET", kInstance + path, "$admin").body + "\n";
    }
    return all + world_->Ask("GET", "/v1.1/instances/", "$admin").body;
  }
};

TEST_P(SyncanoBadInput, BrokenBodiesAreNamedAndChangeNothing) {
  const std::string users = kInstance + "users/";
  const char* not_a_dictionary = R"(Invalid data. Expected a dictionary, but got )";
  PlayUnchanged(
      {{"broken JSON",
        With("POST", users, "$admin", "", R"({"username":)"),
        400,
        {R"({"detail":"JSON parse error - )"},
        {}},
       {"trailing text",
        With("POST", users, "$admin", "", R"({"username":"a"} x)"),
        400,
        {"JSON parse error"},
        {}},
       {"not UTF-8",
        With("POST", users, "$admin", "", "{\"username\":\"\xff\"}"),
        400,
        {"JSON parse error"},
        {}},
       {"U+0000",
        With("POST", users, "$admin", "", R"({"username":"a\u0000b","password":"x"})"),
        400,
        {},
        {}},
       {"a list",
        With("POST", users, "$admin", "", "[]"),
        400,
        {R"({"non_field_errors":[")", std::string(not_a_dictionary) + "list."},
        {}},
       {"a text",
        With("POST", users, "$admin", "", R"("x")"),
        400,
        {std::string(not_a_dictionary) + "str."},
        {}},
       {"too deep",
        With("POST", users, "$admin", "", std::string(200, '[') + std::string(200, ']')),
        400,
        {},
        {}},
       {"a broken body of a stranger", With("POST", users, "", "", "{"), 400, {}, {"rivia"}}});
}

TEST_P(SyncanoBadInput, FieldsAreRefusedByName) {
  const std::string users = kInstance + "users/";
  const std::string groups = kInstance + "groups/";
  PlayUnchanged(
      {{"missing",
        With("POST", users, "$admin", "", "{}"),
        400,
        {R"("username":["This field is required."])", R"("password":["This field is required."])"},
        {}},
       {"blank",
        With("POST", users, "$admin", "", R"({"username":"  ","password":"x"})"),
        400,
        {R"({"username":["This field may not be blank."]})"},
        {}},
       {"null",
        With("POST", users, "$admin", "", R"({"username":null,"password":"x"})"),
        400,
        {R"({"username":["This field may not be null."]})"},
        {}},
       {"not text",
        With("POST", users, "$admin", "", R"({"username":[1],"password":"x"})"),
        400,
        {R"({"username":["Not a valid string."]})"},
        {}},
       {"too long",
        With("POST", users, "$admin", "",
             R"({"username":")" + std::string(65, 'a') + R"(","password":"x"})"),
        400,
        {R"({"username":["Ensure this field has no more than 64 characters."]})"},
        {}},
       {"password too long",
        With("POST", users, "$admin", "",
             R"({"username":"a","password":")" + std::string(129, 'x') + R"("})"),
        400,
        {R"({"password":["Ensure this field has no more than 128 characters."]})"},
        {}},
       {"taken, in another case",
        With("POST", users, "$admin", "", R"({"username":"GERALT","password":"x"})"),
        400,
        {R"({"username":["This field must be unique."]})"},
        {}},
       {"profile",
        With("POST", users, "$admin", "",
             R"({"username":"a","password":"x","profile":{"group_permissions":"wrong_choice"}})"),
        400,
        {R"({"profile":{"group_permissions":["\"wrong_choice\" is not a valid choice."]}})"},
        {}},
       {"label",
        With("POST", groups, "$admin", "", R"({"label":")" + std::string(65, 'a') + R"("})"),
        400,
        {R"({"label":["Ensure this field has no more than 64 characters."]})"},
        {}},
       {"boolean",
        With("POST", kInstance + "api_keys/", "$admin", "", R"({"ignore_acl":"123"})"),
        400,
        {R"({"ignore_acl":["\"123\" is not a valid boolean."]})"},
        {}},
       {"PUT needs both",
        With("PUT", users + "1/", "$admin", "", R"({"username":"geralt"})"),
        400,
        {R"({"password":["This field is required."]})"},
        {}}});
}

TEST_P(SyncanoBadInput, MembershipsAreRefusedByName) {
  const std::string members = kInstance + "groups/1/users/";
  PlayUnchanged({{"already",
                  With("POST", members, "$admin", "", R"({"user":1})"),
                  400,
                  {R"({"detail":"User is already a part of that group."})"},
                  {}},
                 {"unknown",
                  With("POST", members, "$admin", "", R"({"user":99})"),
                  400,
                  {R"({"user":["Invalid pk \"99\" - object does not exist."]})"},
                  {}},
                 {"wrong type",
                  With("POST", members, "$admin", "", R"({"user":"geralt"})"),
                  400,
                  {R"({"user":["Incorrect type. Expected pk value, received str."]})"},
                  {}},
                 {"missing",
                  With("POST", members, "$admin", "", "{}"),
                  400,
                  {R"({"user":["This field is required."]})"},
                  {}},
                 {"unknown row", With("DELETE", members + "2/", "$admin"), 404, {kNotFound}, {}},
                 {"no PUT",
                  With("PUT", members + "1/", "$admin", "", "{}"),
                  405,
                  {R"({"detail":"Method \"PUT\" not allowed."})"},
                  {}}});
}

TEST_P(SyncanoBadInput, InstanceNamesFollowEveryRule) {
  const auto make = [](const std::string& name) {
    return With("POST", "/v1.1/instances/", "$admin", "", R"({"name":")" + name + R"("})");
  };
  PlayUnchanged(
      {{"missing",
        With("POST", "/v1.1/instances/", "$admin", "", "{}"),
        400,
        {R"({"name":["This field is required."]})"},
        {}},
       {"short", make("abc"), 400, {"Ensure this field has at least 5 characters."}, {}},
       {"long",
        make(std::string(65, 'a')),
        400,
        {"Ensure this value has at most 64 characters (it has 65)."},
        {}},
       {"digit first", make("1rivia"), 400, {"Value has to start with a letter."}, {}},
       {"hyphen last", make("rivia-"), 400, {"Value has to end with a letter or a number."}, {}},
       {"underscore",
        make("rivia_x"),
        400,
        {"Enter a valid value consisting of letters, numbers, hyphens."},
        {}},
       {"double hyphen", make("riv--ia"), 400, {"Double hyphens are reserved."}, {}},
       {"reserved",
        make("support"),
        400,
        {"Unable to use that value. Please choose a different one."},
        {}},
       {"taken", make(" RIVIA "), 400, {R"({"name":["This field must be unique."]})"}, {}},
       {"taken by somebody else", make("novigrad"), 400, {"This field must be unique."}, {}}});
}

TEST_P(SyncanoBadInput, ForgedAndForeignCredentialsOpenNothing) {
  const std::string users = kInstance + "users/";
  const char* odd = "9f0c5f9a51c0f1a3bd1d7cf2a5a0d5c1f0a3b2c7";
  const char* even = "9f0c5f9a51c0f1a3bd1d7cf2a5a0d5c1f0a3b2c6";
  PlayUnchanged(
      {{"no key", With("GET", users), 403, {kPermission}, {"geralt"}},
       {"no such API key", With("GET", users, odd), 403, {kNoKey}, {"geralt"}},
       {"no such account key", With("GET", users, even), 403, {kNoKey}, {"geralt"}},
       {"not a key", With("GET", users, "x"), 403, {kNoKey}, {"geralt"}},
       {"a key with a letter too many", With("GET", users, "$admin0"), 403, {kNoKey}, {"geralt"}},
       {"another instance's key", With("GET", users, "$foreign"), 403, {kNoKey}, {"geralt"}},
       {"another operator", With("GET", users, "$stranger"), 403, {kPermission}, {"geralt"}},
       {"a user key as API key", With("GET", users, "$geralt"), 403, {kNoKey}, {"ciri"}},
       {"an account key as user key",
        With("GET", kInstance + "user/", "$app", "$admin"),
        403,
        {kPermission},
        {}},
       {"another instance's ids",
        With("GET", "/v1.1/instances/novigrad/users/1/", "$admin"),
        403,
        {kPermission},
        {"foreign_user"}},
       {"another operator's instance",
        With("GET", "/v1.1/instances/novigrad/", "$admin"),
        404,
        {kNotFound},
        {"emhyr"}},
       {"deleting it",
        With("DELETE", "/v1.1/instances/novigrad/users/1/", "$admin"),
        403,
        {kPermission},
        {}},
       {"another instance's key on its channels",
        With("POST", kInstance + "channels/default/publish/", "$foreign", "", "{}"),
        403,
        {kNoKey},
        {}}});
}

TEST_P(SyncanoBadInput, UnknownIdsAndPathsAnswerAlike) {
  std::vector<Row> rows;
  for (const char* id : {"99", "0", "-1", "abc", "1%00", "99999999999999999999", "%zz", "1.5"}) {
    for (const char* what : {"users/", "groups/", "api_keys/"}) {
      rows.push_back({std::string(what) + id,
                      With("GET", kInstance + what + id + "/", "$admin"),
                      404,
                      {},
                      {"geralt"}});
    }
  }
  rows.push_back({"unknown route", With("GET", "/v1.1/nothing/", "$admin"), 404, {kNotFound}, {}});
  rows.push_back({"no trailing slash", With("GET", kInstance + "users", "$admin"), 404, {}, {}});
  rows.push_back({"unknown class",
                  With("GET", kInstance + "classes/none/objects/", "$admin"),
                  404,
                  {R"({"detail":"Class was not found."})"},
                  {}});
  rows.push_back({"unknown channel",
                  With("GET", kInstance + "channels/none/history/", "$admin"),
                  404,
                  {R"({"detail":"Channel was not found."})"},
                  {}});
  PlayUnchanged(rows);
}

TEST_P(SyncanoBadInput, PagesAreCheckedAndClamped) {
  const std::string users = kInstance + "users/";
  const char* wrong = R"({"detail":"Incorrect page parameter provided."})";
  PlayUnchanged(
      {{"page_size", With("GET", users + "?page_size=x", "$admin"), 400, {wrong}, {}},
       {"direction", With("GET", users + "?direction=7", "$admin"), 400, {wrong}, {}},
       {"last_pk", With("GET", users + "?last_pk=x&direction=1", "$admin"), 400, {wrong}, {}},
       {"two pages",
        With("GET", users + "?page_size=2", "$admin"),
        200,
        {"geralt", "ciri",
         R"("next":"/v1.1/instances/rivia/users/?page_size=2&direction=1&last_pk=2")"},
        {"triss"}},
       {"the second",
        With("GET", users + "?page_size=2&direction=1&last_pk=2", "$admin"),
        200,
        {"triss", R"("next":null)",
         R"("prev":"/v1.1/instances/rivia/users/?page_size=2&direction=0&last_pk=3")"},
        {"geralt"}},
       {"and back",
        With("GET", users + "?page_size=2&direction=0&last_pk=3", "$admin"),
        200,
        {"geralt", "ciri"},
        {"triss"}},
       {"descending",
        With("GET", users + "?page_size=1&ordering=desc", "$admin"),
        200,
        {"triss"},
        {"geralt"}},
       {"none", With("GET", users + "?page_size=0", "$admin"), 200, {R"("objects":[])"}, {}},
       {"clamped", With("GET", users + "?page_size=100000", "$admin"), 200, {"geralt"}, {}}});
}

TEST_P(SyncanoBadInput, FailedSignInsAreLimitedPerAccount) {
  const auto sign_in = [&](const char* name, const char* password) {
    return world_->Ask(
        "POST", kInstance + "user/auth/", "$app", "",
        R"({"username":")" + std::string(name) + R"(","password":")" + password + R"("})");
  };
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in("geralt", "wrong").status, 401);
  const Reply refused = sign_in("geralt", "secret");
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.body.find("Request was throttled. Expected available in "), std::string::npos);
  EXPECT_TRUE(refused.headers.contains("Retry-After"));
  EXPECT_EQ(sign_in("ciri", "secret").status, 200) << "another account is not concerned";
  world_->clock().Advance(16LL * 60 * 1'000'000);
  EXPECT_EQ(sign_in("geralt", "secret").status, 200);
}

GUILDHALL_EVERY_ENGINE(SyncanoBadInput);

}  // namespace
}  // namespace guildhall::scenarios
