// Objects of every type: how values go in and come out, what operators do, and who may do what
// (Syncano v1.1 "Data Objects").

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_shelf.h"

namespace guildhall::scenarios {
namespace {

class SyncanoObjects : public SyncanoShelfTest {
 protected:
  /// What an update of "$abe" answers.
  [[nodiscard]] Reply Patch(const std::string& body, std::string_view key = "$admin",
                            std::string_view user_key = "") const {
    return world_->Ask("PATCH", std::string(kItems) + "$abe/", key, user_key, body);
  }
  void Expect(const Reply& reply, int status, const std::string& part) const {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_NE(reply.body.find(world_->Fill(part)), std::string::npos)
        << "missing: " << part << "\nin: " << reply.body;
  }
};

TEST_P(SyncanoObjects, ShowEveryTypeInItsShape) {
  PutItems();
  Expect(world_->Ask("GET", std::string(kItems) + "$abe/", "$admin"), 200,
         R"("name":"Abe","n":1,"f":1.5,"flag":true,)"
         R"("at":{"type":"datetime","value":"2015-01-01T00:00:00.000000Z"},"tags":["x",1],)"
         R"("place":{"type":"geopoint","longitude":21.0122,"latitude":52.2297},"peers":null,)"
         R"("boss":null,"who":{"type":"reference","target":"user","value":1},"body":null,)"
         R"("more":null)");
  Expect(
      world_->Ask("GET", std::string(kItems) + "$cain/", "$admin"), 200,
      R"("tags":[],"place":null,"peers":{"type":"relation","target":"self","value":[$abe,$abel]})");
  Expect(Patch(R"({"more":{"a": [1, {"b":null}]},"boss":$abel})"), 200,
         R"("boss":{"type":"reference","target":"item","value":$abel})");
  Expect(world_->Ask("GET", std::string(kItems) + "$abe/", "$admin"), 200,
         R"("more":{"a":[1,{"b":null}]})");
}

TEST_P(SyncanoObjects, WhatWasReadMayBeSentBack) {
  PutItems();
  for (const char* id : {"$abe/", "$abel/", "$cain/", "$dan/"}) {
    const Reply read = world_->Ask("GET", std::string(kItems) + id, "$admin");
    const Reply same = world_->Ask("POST", std::string(kItems) + id, "$admin", "", read.body);
    EXPECT_EQ(same.status, 200) << same.body;
    EXPECT_EQ(same.body, read.body) << "nothing changed, so neither did the revision";
  }
}

TEST_P(SyncanoObjects, OperatorsBeginAtThePresentValue) {
  PutItems();
  Expect(Patch(R"({"n":{"_increment":4},"f":{"_increment":"-0.5"}})"), 200, R"("n":5,"f":1.0)");
  Expect(Patch(R"({"tags":{"_add":["x","y"]}})"), 200, R"("tags":["x",1,"x","y"])");
  Expect(Patch(R"({"tags":{"_addunique":["y","z"]}})"), 200, R"("tags":["x",1,"x","y","z"])");
  Expect(Patch(R"({"tags":{"_remove":"x"}})"), 200, R"("tags":[1,"y","z"])");
  Expect(Patch(R"({"tags":"{\"_remove\":[1,\"y\",\"z\"]}"})"), 200, R"("tags":[])");
  Expect(Patch(R"({"peers":{"_add":[$dan,$abel,99999]}})"), 200, R"("value":[$abel,$dan]})");
  Expect(Patch(R"({"peers":{"_remove":[$abel,$dan]}})"), 200, R"("peers":null)");
  EXPECT_EQ(Patch(R"({"n":{"_increment":2147483647}})").body,
            R"({"n":["Ensure this value is less than or equal to 2147483647."]})");
  EXPECT_EQ(Patch(R"({"n":{"_increment":1,"_add":1}})").body,
            R"({"n":["A valid integer is required."]})");
  EXPECT_EQ(Patch(R"({"peers":{"_addunique":[1]}})").body,
            R"({"peers":["Not a valid relation."]})");
  const Reply made = world_->Ask("POST", kItems, "$admin", "", R"({"n":{"_increment":1}})");
  EXPECT_EQ(made.body, R"({"n":["A valid integer is required."]})") << "of updates only";
}

TEST_P(SyncanoObjects, ValuesAreRefusedWithTheSentenceOfTheType) {
  PutItems();
  struct Case {
    const char* member;
    const char* sentence;
  };
  for (const Case& one :
       {Case{R"("n":"x")", "A valid integer is required."},
        Case{R"("n":-2147483649)", "Ensure this value is greater than or equal to -2147483648."},
        Case{R"("f":"x")", "A valid number is required."},
        Case{R"("flag":"x")", "Not a valid boolean."}, Case{R"("tags":1)", "Not a valid array."},
        Case{R"("tags":[{}])", "Array can only contain strings, booleans, integers and floats."},
        Case{R"("more":[])", "Not a valid object."},
        Case{R"("place":{"longitude":1})", "Not a valid geopoint."},
        Case{R"("peers":"x")", "Not a valid relation."},
        Case{R"("peers":["1"])", "Relation can only contain integers (object ids)."},
        Case{R"("boss":99999)", "Target with specified id does not exist."},
        Case{R"("boss":-1)", "Target with specified id does not exist."},
        Case{R"("boss":1)", "Target with specified id does not exist."},
        Case{R"("who":99999)", "Target with specified id does not exist."},
        Case{R"("at":"2015-01-01")",
             "Datetime has wrong format. Use one of these formats instead: "
             "YYYY-MM-DDThh:mm:ss.uuuuuuZ."}}) {
    const std::string body = "{" + std::string(one.member) + "}";
    const std::string name = body.substr(1, body.find(':') - 1);
    const std::string refused = "{" + name + R"(:[")" + one.sentence + R"("]})";
    EXPECT_EQ(Patch(body).body, refused);
    EXPECT_EQ(world_->Ask("POST", kItems, "$admin", "", body).body, refused);
  }
  const std::string half = "\"" + std::string(17'000, 'x') + "\"";
  EXPECT_EQ(Patch(R"({"body":)" + half + R"(,"more":{"a":)" + half + "}}").body,
            R"({"non_field_errors":["Object maximum size exceeded."]})");
}

TEST_P(SyncanoObjects, UniqueFieldsTakeAValueOnce) {
  Make("classes", "isbn", R"(,"schema":[{"name":"code","type":"string","unique":true}])");
  const std::string url = "/v1.1/instances/rivia/classes/isbn/objects/";
  const auto make = [&](const char* body) { return world_->Ask("POST", url, "$admin", "", body); };
  const Reply first = make(R"({"code":"a"})");
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(make(R"({"code":"a"})").body, R"({"code":["This field must be unique."]})");
  EXPECT_EQ(make(R"({"code":"A"})").status, 201);
  EXPECT_EQ(make("{}").status, 201);
  EXPECT_EQ(make("{}").status, 201) << "null is no value";
  const auto json = ParseJson(first.body);
  ASSERT_TRUE(json && json->Find("id") != nullptr);
  const std::string self = url + std::to_string(*json->Find("id")->AsInteger()) + "/";
  EXPECT_EQ(world_->Ask("PATCH", self, "$admin", "", R"({"code":"A"})").body,
            R"({"code":["This field must be unique."]})");
  EXPECT_EQ(world_->Ask("PATCH", self, "$admin", "", R"({"code":"b"})").status, 200);
  EXPECT_EQ(make(R"({"code":"a"})").status, 201) << "it was given up";
}

TEST_P(SyncanoObjects, ReferencesStayWhenTheirTargetGoes) {
  PutItems();
  world_->Ask("DELETE", std::string(kItems) + "$abe/", "$admin");
  Expect(world_->Ask("GET", std::string(kItems) + "$abel/", "$admin"), 200,
         R"("boss":{"type":"reference","target":"item","value":$abe})");
  EXPECT_EQ(Found(R"({"boss":{"_is":{"n":{"_eq":1}}}})"), "");
}

TEST_P(SyncanoObjects, RevisionsAreExpectedOnUpdatesOnly) {
  PutItems();
  Expect(Patch(R"({"n":2,"expected_revision":1})"), 200, R"("revision":2)");
  EXPECT_EQ(Patch(R"({"n":3,"expected_revision":1})").body,
            R"({"expected_revision":"Revision mismatch. Expected 1, got 2."})");
  Expect(Patch(R"({"n":3,"expected_revision":0})"), 200, R"("revision":3)");
  Expect(Patch(R"({"other_permissions":"read"})"), 200, R"("revision":3)");
  EXPECT_EQ(world_->Ask("POST", kItems, "$admin", "", R"({"expected_revision":9})").status, 201);
}

TEST_P(SyncanoObjects, EveryEndpointAsksWhoIsCalling) {
  Put("abe", R"("name":"Abe","n":1,"owner":2,"group":1,"group_permissions":"read")");
  const std::string self = std::string(kItems) + "$abe/";
  // Geralt is in the group, Ciri owns it, Triss is nobody to it.
  Play({{"no key", With("GET", self), 403, {kPermission}, {"Abe"}},
        {"a stranger's account", With("GET", self, "$stranger"), 403, {kPermission}, {"Abe"}},
        {"a foreign key", With("GET", self, "$foreign"), 403, {}, {"Abe"}},
        {"a bare key", With("GET", self, "$app"), 404, {kNotFound}, {"Abe"}},
        {"ignore_acl", With("GET", self, "$ignore_acl"), 200, {"Abe"}, {}},
        {"the owner", With("GET", self, "$app", "$ciri"), 200, {"Abe"}, {}},
        {"a member", With("GET", self, "$app", "$geralt"), 200, {"Abe"}, {}},
        {"a user", With("GET", self, "$app", "$triss"), 404, {kNotFound}, {"Abe"}},
        {"a user's update",
         With("PATCH", self, "$app", "$triss", R"({"n":2})"),
         404,
         {kNotFound},
         {}},
        {"a member's update",
         With("PATCH", self, "$app", "$geralt", R"({"n":2})"),
         403,
         {kPermission},
         {}},
        {"before his values are looked at",
         With("PATCH", self, "$app", "$geralt", R"({"n":"x"})"),
         403,
         {kPermission},
         {"integer"}},
        {"and so for who may not see it",
         With("POST", self, "$app", "$triss", R"({"n":"x"})"),
         404,
         {kNotFound},
         {"integer"}},
        {"a member's removal", With("DELETE", self, "$app", "$geralt"), 403, {kPermission}, {}},
        {"PUT is not offered", With("PUT", self, "$admin", "", "{}"), 405, {"not allowed"}, {}},
        {"the owner's update",
         With("PATCH", self, "$app", "$ciri", R"({"n":2})"),
         200,
         {R"("n":2)"},
         {}},
        {"giving it away",
         With("PATCH", self, "$app", "$ciri", R"({"owner":1})"),
         400,
         {R"({"owner":["Cannot change owner of Data Object."]})"},
         {}},
        {"a group of others",
         With("PATCH", self, "$app", "$ciri", R"({"group":99})"),
         400,
         {R"("group":)"},
         {}},
        {"the owner's removal", With("DELETE", self, "$app", "$ciri"), 204, {}, {}},
        {"gone", With("GET", self, "$admin"), 404, {kNotFound}, {}}});
}

TEST_P(SyncanoObjects, NobodyHandsOutMoreThanHeHolds) {
  Put("abe", R"("name":"Abe","owner":2,"group":1,"group_permissions":"write")");
  // A full update resets what was not sent, and all of it is lowered to what the member holds.
  Expect(world_->Ask("POST", std::string(kItems) + "$abe/", "$app", "$geralt",
                     R"({"other_permissions":"full","group_permissions":"write"})"),
         200, R"("other_permissions":"write")");
}

TEST_P(SyncanoObjects, ListsAreWhatSingleReadsAllow) {
  Put("o1", R"("name":"a","n":1)");
  Put("o2", R"("name":"b","n":2,"owner":1)");
  Put("o3", R"("name":"c","n":3,"group":1,"group_permissions":"read")");
  Put("o4", R"("name":"d","n":4,"other_permissions":"read")");
  Put("o5", R"("name":"e","n":5,"owner":2,"owner_permissions":"none")");
  Put("o6", R"("name":"f","n":6,"owner":2,"group":1,"group_permissions":"write")");
  for (const auto& [key, user_key] :
       std::vector<std::pair<std::string, std::string>>{{"$admin", ""},
                                                        {"$ignore_acl", ""},
                                                        {"$app", ""},
                                                        {"$app", "$geralt"},
                                                        {"$app", "$ciri"},
                                                        {"$app", "$triss"},
                                                        {"$anonymous_read", ""}}) {
    SCOPED_TRACE(key + user_key);
    std::string single;
    for (const char* id : {"$o1", "$o2", "$o3", "$o4", "$o5", "$o6"}) {
      const Reply reply = world_->Ask("GET", kItems + std::string(id) + "/", key, user_key);
      const auto json = ParseJson(reply.body);
      if (reply.status != 200) continue;
      if (!single.empty()) single += ' ';
      single += *json->Find("name")->AsString();
    }
    for (const char* query : {"", "?order_by=n", "?order_by=name"}) {
      EXPECT_EQ(NamesIn(world_->Ask("GET", kItems + std::string(query), key, user_key)), single);
    }
    EXPECT_EQ(Found(R"({"n":{"_gt":0}})", "", key, user_key), single);
    EXPECT_EQ(Found(R"({"name":{"_contains":""}})", "&order_by=n", key, user_key), single);
  }
}

TEST_P(SyncanoObjects, ChangesAreSaidInTheChannel) {
  Make("channels", "tavern", R"(,"other_permissions":"subscribe")");
  Put("abe", R"("name":"Abe","peers":[],"channel":"tavern")");
  Put("dan", R"("name":"Dan")");
  EXPECT_EQ(Patch(R"({"n":{"_increment":2},"peers":[$dan]})").status, 200);
  const Reply history =
      world_->Ask("GET", "/v1.1/instances/rivia/channels/tavern/history/?ordering=asc", "$admin");
  Expect(history, 200, R"("action":"create")");
  Expect(history, 200,
         R"("payload":{"id":$abe,"n":2,"peers":{"type":"relation","target":"self","value":[$dan]},)"
         R"("revision":2,)");
  EXPECT_EQ(
      world_->Ask("PATCH", std::string(kItems) + "$abe/", "$app", "$geralt", R"({"n":9})").status,
      404);
}

GUILDHALL_EVERY_ENGINE(SyncanoObjects);

}  // namespace
}  // namespace guildhall::scenarios
