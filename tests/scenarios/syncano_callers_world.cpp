#include <gtest/gtest.h>

#include "tests/scenarios/syncano_callers.h"

namespace guildhall::scenarios {
namespace {

std::string Part(const std::string& path) {
  return R"({"method":"GET","path":"/v1.1/instances/rivia/)" + path + R"("})";
}

}  // namespace

void SyncanoCallersTest::SetUp() {
  SyncanoAdministratorsTest::SetUp();
  Register("helper", "regis@dillingen.com");
  Register("newcomer", "dandelion@oxenfurt.com");
  Register("loner", "cahir@vicovaro.com");
  ConfirmEmail("cahir@vicovaro.com");
  RevokeKeys();
  MakeIn("groups/1/users/", R"({"user":3})", "", "");
  constexpr char kSchema[] = R"(,"schema":[{"name":"title","type":"string"}])";
  Make("classes", "book",
       std::string(kSchema) +
           R"(,"group":1,"group_permissions":"create_objects","other_permissions":"read")");
  Make("classes", "clique",
       R"(,"schema":[],"group":1,"group_permissions":"read","other_permissions":"none")");
  Make("classes", "closed",
       R"(,"schema":[],"group_permissions":"none","other_permissions":"none")");
  Make("channels", "open",
       R"(,"custom_publish":true,"group":1,"group_permissions":"publish",)"
       R"("other_permissions":"subscribe")");
  Make("channels", "clique", R"(,"custom_publish":true,"group":1,"group_permissions":"subscribe")");
  Make("channels", "closed", R"(,"custom_publish":true)");
  MakeIn("channels/open/publish/", R"({"payload":{"content":"hi"}})", "message");
}

void SyncanoCallersTest::RevokeKeys() {
  const std::string rivia = "/v1.1/instances/rivia/";
  const std::string key = rivia + "api_keys/$key_id/";
  Prepare(Fresh::kKey);
  Keep("removed_key", "api_key", world_->Expect(200, With("GET", key, "$admin")));
  world_->Expect(204, With("DELETE", key, "$admin"));
  Prepare(Fresh::kKey);
  Keep("replaced_key", "api_key", world_->Expect(200, With("GET", key, "$admin")));
  world_->Expect(200, With("POST", key + "reset_key/", "$admin"));
  Prepare(Fresh::kUser);
  Keep("removed_user", "user_key",
       world_->Expect(200, With("GET", rivia + "users/$user/", "$admin")));
  world_->Expect(204, With("DELETE", rivia + "users/$user/", "$admin"));
  world_->Set("replaced_account", world_->Get("full"));
  Keep("full", "account_key",
       world_->Expect(200, With("POST", "/v1.1/account/reset_key/", "$full")));
}

void SyncanoCallersTest::NextNumber() { world_->Set("n", std::to_string(++number_)); }

void SyncanoCallersTest::MakeIn(const std::string& path, const std::string& body,
                                const std::string& variable, std::string_view member) {
  const Json made =
      world_->Expect(201, With("POST", "/v1.1/instances/rivia/" + path, "$admin", "", body));
  const Json* found = made.Find(member);
  if (variable.empty() || found == nullptr) return;
  const std::string* text = found->AsString();
  world_->Set(variable, text != nullptr ? *text : ToText(*found));
}

void SyncanoCallersTest::PrepareHelper() {
  const std::string admins = "/v1.1/instances/rivia/admins/";
  const Json account = world_->Expect(200, With("GET", "/v1.1/account/", "$helper"));
  world_->Set("helper_id", ToText(*account.Find("id")));
  world_->Ask("DELETE", admins + "$helper_id/", "$admin");
  Invite("helper$n@dillingen.com", "read");
  world_->Expect(204, With("POST", "/v1.1/account/invitations/accept/", "$helper", "",
                           R"({"invitation_key":"$invitation"})"));
}

void SyncanoCallersTest::PrepareObjects() {
  const std::string objects = "classes/book/objects/";
  MakeIn(objects,
         R"({"title":"Ubik","owner":1,"group":1,"group_permissions":"write",)"
         R"("other_permissions":"read"})",
         "shared");
  MakeIn(objects, R"({"title":"Valis","owner":1})", "secret");
}

void SyncanoCallersTest::Prepare(Fresh fresh) {
  NextNumber();
  switch (fresh) {
    case Fresh::kNothing:
      return;
    case Fresh::kHelper:
      return PrepareHelper();
    case Fresh::kInvitation:
      return Invite("guest$n@x.org", "read");
    case Fresh::kKey:
      return MakeIn("api_keys/", "{}", "key_id");
    case Fresh::kUser:
      return MakeIn("users/", R"({"username":"user$n","password":"secret"})", "user");
    case Fresh::kGroup:
      return MakeIn("groups/", R"({"label":"group"})", "group");
    case Fresh::kMembership:
      MakeIn("groups/", R"({"label":"group"})", "group");
      return MakeIn("groups/$group/users/", R"({"user":2})", "", "");
    case Fresh::kClass:
      return MakeIn("classes/", R"({"name":"class$n"})", "class", "name");
    case Fresh::kObject:
      return PrepareObjects();
    case Fresh::kChannel:
      return MakeIn("channels/",
                    R"({"name":"channel$n","custom_publish":true,"other_permissions":"publish"})",
                    "channel", "name");
  }
}

std::string SyncanoCallersTest::Seen() const {
  static const std::string kBody = [] {
    std::string parts = Part("");
    for (const char* path :
         {"admins/", "invitations/?ordering=desc", "api_keys/?ordering=desc",
          "users/?ordering=desc", "users/1/", "groups/?ordering=desc", "users/1/groups/",
          "users/2/groups/?ordering=desc", "groups/1/users/", "classes/?ordering=desc",
          "classes/book/objects/?order_by=-id", "classes/filler/objects/?order_by=-id",
          "classes/user_profile/objects/?order_by=-id", "channels/?ordering=desc",
          "channels/open/history/", "channels/clique/history/"}) {
      parts += "," + Part(path);
    }
    return R"({"requests":[)" + parts + "]}";
  }();
  const Reply inside = world_->Ask("POST", "/v1.1/instances/rivia/batch/", "$admin", "", kBody);
  EXPECT_EQ(inside.status, 200) << inside.body;
  return inside.body + world_->Ask("GET", "/v1.1/instances/", "$admin").body +
         world_->Ask("GET", "/v1.1/account/", "$admin").body;
}

}  // namespace guildhall::scenarios
