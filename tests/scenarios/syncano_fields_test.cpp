// `fields` and `excluded_fields` (Syncano v1.1): what is shown of what may be seen, never more.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

const std::string kInstance = "/v1.1/instances/rivia/";

class SyncanoFields : public SyncanoKeysTest {
 protected:
  void ExpectBody(const std::string& target, const std::string& body,
                  const std::string& key = "$admin") const {
    const Reply reply = world_->Ask("GET", target, key);
    EXPECT_EQ(reply.status, 200) << target;
    EXPECT_EQ(reply.body, body) << target;
  }
};

TEST_P(SyncanoFields, OfOneObjectTheChosenAreShown) {
  ExpectBody(kInstance + "groups/1/?fields=id,label", R"({"id":1,"label":"witchers"})");
  ExpectBody(kInstance + "groups/1/?fields=label,nothing", R"({"label":"witchers"})");
  ExpectBody(kInstance + "groups/1/?excluded_fields=links,description",
             R"({"id":1,"label":"witchers"})");
  ExpectBody(kInstance + "groups/1/?fields=id,label&excluded_fields=id", R"({"label":"witchers"})");
  ExpectBody(kInstance + "groups/1/?fields=links",
             R"({"links":{"self":"/v1.1/instances/rivia/groups/1/",)"
             R"("users":"/v1.1/instances/rivia/groups/1/users/"}})");
  ExpectBody("/v1.1/account/?fields=email", R"({"email":"geralt@rivia.com"})");
  ExpectBody(kInstance + "?fields=name,role", R"({"name":"rivia","role":"full"})");
}

TEST_P(SyncanoFields, OfAPageEachObjectIsCutAndThePageIsNot) {
  ExpectBody(kInstance + "users/?fields=username&page_size=2",
             R"({"prev":null,"objects":[{"username":"geralt"},{"username":"ciri"}],)"
             R"("next":"/v1.1/instances/rivia/users/?page_size=2&direction=1&last_pk=2"})");
  ExpectBody(kInstance + "classes/filler/objects/?fields=id,revision&page_size=0",
             R"({"prev":null,"objects":[],"next":null})");
}

TEST_P(SyncanoFields, NestedObjectsAreCutAlike) {
  ExpectBody(kInstance + "users/1/?fields=id,profile,groups",
             R"({"profile":{"id":1},"groups":[{"id":1}],"id":1})");
  ExpectBody(kInstance + "groups/1/users/1/?fields=user,id,username",
             R"({"user":{"username":"geralt","id":1}})");
  Play({{"excluded",
         With("GET", kInstance + "users/1/?excluded_fields=links,user_key", "$admin"),
         200,
         {R"("username":"geralt")", R"("owner_permissions":"full")"},
         {"links", "$geralt"}}});
}

TEST_P(SyncanoFields, ValuesOfAnObjectStayWhole) {
  world_->Expect(201, With("POST", kInstance + "classes/", "$admin", "",
                           R"({"name":"worn","schema":[{"name":"links_of","type":"string"}],)"
                           R"("metadata":{"id":"kept","b":"c"}})"));
  ExpectBody(kInstance + "classes/worn/?fields=metadata", R"({"metadata":{"id":"kept","b":"c"}})");
}

TEST_P(SyncanoFields, OnlyAnswersToReadsAreCut) {
  Play(
      {{"a write",
        With("PATCH", kInstance + "groups/1/?fields=id", "$admin", "", R"({"description":"d"})"),
        200,
        {R"("label":"witchers")", R"("description":"d")"},
        {}},
       {"a refusal",
        With("GET", kInstance + "groups/999/?fields=id", "$admin"),
        404,
        {R"({"detail":"Not found."})"},
        {}},
       {"a denial",
        With("GET", kInstance + "users/?fields=username", "$app"),
        403,
        {kPermission},
        {"geralt"}},
       {"a removal", With("DELETE", kInstance + "groups/1/?fields=id", "$admin"), 204, {}, {"{"}}});
}

TEST_P(SyncanoFields, AReadThatIsAskedForByPostIsARead) {
  Call call =
      With("POST", kInstance + "groups/1/?fields=label", "$admin", "", R"({"_method":"GET"})");
  call.headers.back().second = "text/plain";
  EXPECT_EQ(world_->Send(call).body, R"({"label":"witchers"})");
}

TEST_P(SyncanoFields, EmptyChoicesAreNone) {
  const std::string all = world_->Ask("GET", kInstance + "groups/1/", "$admin").body;
  for (const char* query : {"?fields=", "?excluded_fields=,", "?fields=%20&excluded_fields="}) {
    ExpectBody(kInstance + "groups/1/" + query, all);
  }
}

TEST_P(SyncanoFields, TheOnlyFormatIsJson) {
  const std::string all = world_->Ask("GET", kInstance + "groups/1/", "$admin").body;
  ExpectBody(kInstance + "groups/1/?format=json", all);
  ExpectBody(kInstance + "groups/1/?format=", all);
  Play(
      {{"another", With("GET", kInstance + "groups/1/?format=xml", "$admin"), 404, {kNotFound}, {}},
       {"before the key",
        With("GET", kInstance + "groups/1/?format=api", "1234"),
        404,
        {kNotFound},
        {}}});
}

GUILDHALL_EVERY_ENGINE(SyncanoFields);

}  // namespace
}  // namespace guildhall::scenarios
