// Several requests in one (Syncano v1.1 "Batch"): each part is answered as if it had come alone.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

const std::string kInstance = "/v1.1/instances/rivia/";
const std::string kBatch = kInstance + "batch/";
constexpr char kUnknown[] = R"({"code":404,"content":"Invalid endpoint specified."})";
constexpr char kPlace[] =
    R"({"path":["Path needs to point to an endpoint within current instance and API version."]})";

/// A part of a batch; `path` is below the instance.
std::string Part(const std::string& method, const std::string& path, const std::string& body = "") {
  std::string text = R"({"method":")" + method + R"(","path":")" + kInstance + path + "\"";
  if (!body.empty()) text += ",\"body\":" + body;
  return text + "}";
}

std::string Body(const std::vector<std::string>& parts) {
  std::string text = "{\"requests\":[";
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i > 0 ? "," : "") + parts[i];
  return text + "]}";
}

class SyncanoBatch : public SyncanoKeysTest {
 protected:
  Reply Run(const std::vector<std::string>& parts, const std::string& key = "$admin",
            const std::string& user = "") const {
    return world_->Ask("POST", kBatch, key, user, Body(parts));
  }
  /// The text of a batch that is served.
  std::string Served(const std::vector<std::string>& parts, const std::string& key = "$admin",
                     const std::string& user = "") const {
    const Reply reply = Run(parts, key, user);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.body;
  }
  void ExpectRefused(const std::string& body, const std::string& answer) const {
    const Reply reply = world_->Ask("POST", kBatch, "$admin", "", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(reply.body, answer) << body;
  }
};

bool Has(const std::string& text, const std::string& wanted) {
  return text.find(wanted) != std::string::npos;
}

TEST_P(SyncanoBatch, PartsAreAnsweredInOrderEachForItself) {
  const std::string answer =
      Served({Part("POST", "groups/", R"({"label":"one"})"),
              Part("POST", "users/", R"({"username":"geralt","password":"x"})"),
              Part("GET", "groups/2/"), Part("DELETE", "groups/2/"), Part("GET", "groups/2/"),
              Part("PATCH", "groups/1/", R"({"label":"two"})")});
  EXPECT_TRUE(answer.starts_with(R"([{"code":201,"content":{)")) << answer;
  EXPECT_TRUE(Has(answer, R"({"code":400,"content":{"username":["This field must be unique."]}})"));
  EXPECT_TRUE(Has(answer, R"({"code":200,"content":{"description":"","id":2,)")) << answer;
  EXPECT_TRUE(Has(answer, R"({"code":204},{"code":404,"content":{"detail":"Not found."}},)"))
      << answer;
  EXPECT_TRUE(Has(answer, R"("label":"two"}}])")) << answer;
}

TEST_P(SyncanoBatch, ObjectsOfOneBatchGetNumbersInARow) {
  Make("classes", "numbered", "");
  std::vector<std::string> parts;
  for (int i = 0; i < 10; ++i) parts.push_back(Part("POST", "classes/numbered/objects/", "{}"));
  const std::string answer = Served(parts, "$app");
  // The instance has six objects already.
  std::size_t at = 0;
  for (int id = 7; id < 17; ++id) {
    at = answer.find(R"({"code":201,"content":{"id":)" + std::to_string(id) + ",", at);
    ASSERT_NE(at, std::string::npos) << id << '\n' << answer;
  }
}

TEST_P(SyncanoBatch, AFreshInstanceCountsFromOne) {
  world_->Expect(201, With("POST", "/v1.1/instances/", "$admin", "", R"({"name":"fresh-one"})"));
  world_->Expect(201, With("POST", "/v1.1/instances/fresh-one/classes/", "$admin", "",
                           R"({"name":"things"})"));
  std::string body = "{\"requests\":[";
  for (int i = 0; i < 10; ++i) {
    body += i > 0 ? "," : "";
    body += R"({"method":"POST","path":"/v1.1/instances/fresh-one/classes/things/objects/"})";
  }
  const Reply reply =
      world_->Ask("POST", "/v1.1/instances/fresh-one/batch/", "$admin", "", body + "]}");
  EXPECT_EQ(reply.status, 200);
  for (int id = 1; id <= 10; ++id) {
    EXPECT_TRUE(Has(reply.body, R"("content":{"id":)" + std::to_string(id) + ",")) << reply.body;
  }
}

TEST_P(SyncanoBatch, BodiesMayBeTextAndAreIgnoredWhereNothingIsSent) {
  const std::string answer = Served(
      {Part("POST", "groups/", R"("{\"label\":\"textual\"}")"), Part("POST", "groups/", "\"\""),
       Part("GET", "groups/1/", R"([1,2])"), Part("DELETE", "groups/1/", "17")});
  EXPECT_TRUE(Has(answer, R"("label":"textual")")) << answer;
  EXPECT_TRUE(Has(answer, R"("label":"witchers")")) << answer;
  EXPECT_TRUE(answer.ends_with(R"(,{"code":204}])")) << answer;
}

TEST_P(SyncanoBatch, PathsAreLoweredAndQueriesAreNot) {
  world_->Expect(201, With("POST", kInstance + "groups/", "$admin", "", R"({"label":"Upper"})"));
  const Reply reply =
      world_->Ask("POST", kBatch, "$admin", "",
                  R"({"requests":[{"method":"GET",)"
                  R"("path":"/V1.1/Instances/RIVIA/Groups/?label__startswith=Up"}]})");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(Has(reply.body, R"("label":"Upper")")) << reply.body;
  EXPECT_FALSE(Has(reply.body, "witchers")) << reply.body;
}

TEST_P(SyncanoBatch, TheKeysOfTheBatchApplyToAllOfIt) {
  Make("classes", "shared", "");
  const std::string mine = Part("POST", "classes/shared/objects/", "{}");
  EXPECT_TRUE(Has(Served({mine}, "$app", "$geralt"), R"("owner":1,)"));
  EXPECT_TRUE(Has(Served({Part("GET", "user/")}, "$app", "$geralt"), R"("username":"geralt")"));
  // A part cannot bring keys of its own, in whatever place.
  const std::string denied =
      Served({Part("GET", "user/?user_key=$ciri"), Part("GET", "users/?api_key=$admin"),
              Part("POST", "groups/", R"({"label":"x","_api_key":"$admin"})")},
             "$app");
  EXPECT_FALSE(Has(denied, "ciri")) << denied;
  const std::string no = R"({"code":403,"content":)" + std::string(kPermission) + "}";
  EXPECT_EQ(denied, "[" + no + "," + no + "," + no + "]");
  // Keys may stand where they may in any request.
  const Reply in_query = world_->Ask("POST", kBatch + "?api_key=$app&user_key=$geralt", "", "",
                                     Body({Part("GET", "user/")}));
  EXPECT_TRUE(Has(in_query.body, R"("username":"geralt")")) << in_query.body;
  const Reply in_body = world_->Ask(
      "POST", kBatch, "", "",
      R"({"_api_key":"$app","_user_key":"$geralt","requests":[)" + Part("GET", "user/") + "]}");
  EXPECT_TRUE(Has(in_body.body, R"("username":"geralt")")) << in_body.body;
}

TEST_P(SyncanoBatch, IsForWhoHasAKey) {
  const std::string body = Body({Part("GET", "groups/")});
  Play({{"nobody", With("POST", kBatch, "", "", body), 403, {kPermission}, {"witchers"}},
        {"of another instance", With("POST", kBatch, "$foreign", "", body), 403, {}, {"witchers"}},
        {"an account without a role",
         With("POST", kBatch, "$stranger", "", body),
         200,
         {R"([{"code":403,"content":)" + std::string(kPermission) + "}]"},
         {"witchers"}},
        {"another instance's path",
         With("POST", "/v1.1/instances/novigrad/batch/", "$foreign", "", body),
         400,
         {kPlace},
         {"witchers"}},
        {"no instance",
         With("POST", "/v1.1/instances/nowhere/batch/", "$admin", "", body),
         404,
         {},
         {}},
        {"only POST", With("GET", kBatch, "$admin"), 405, {R"(Method \"GET\" not allowed.)"}, {}}});
}

TEST_P(SyncanoBatch, UnknownEndpointsAndBatchesInsideAreRefusedAlike) {
  EXPECT_EQ(Served({Part("GET", "nowhere/"), Part("POST", "batch/", R"({"requests":[]})"),
                    Part("POST", "batch/", R"({"requests":17})"), Part("GET", "users/1/keys/2/")}),
            std::string("[") + kUnknown + "," + kUnknown + "," + kUnknown + "," + kUnknown + "]");
  const std::string answer = Served({Part("PUT", "groups/"), Part("GET", "batch/")});
  EXPECT_TRUE(Has(answer, R"({"code":405,"content":{"detail":"Method \"PUT\" not allowed."}})"));
  EXPECT_TRUE(Has(answer, R"({"code":405,"content":{"detail":"Method \"GET\" not allowed."}})"));
}

TEST_P(SyncanoBatch, NothingInABatchWaits) {
  Make("channels", "news", R"(,"other_permissions":"publish","custom_publish":true)");
  const std::string refused = R"({"code":405,"content":{"detail":"Batching not allowed."}})";
  EXPECT_EQ(Served({Part("GET", "channels/news/poll/")}), "[" + refused + "]");
  world_->Expect(201, With("POST", kInstance + "channels/news/publish/", "$admin", "",
                           R"({"payload":{"text":"secret"}})"));
  for (const char* query : {"?last_id=0", "?transport=websocket&last_id=0"}) {
    EXPECT_EQ(Served({Part("GET", std::string("channels/news/poll/") + query)}),
              "[" + refused + "]");
  }
}

TEST_P(SyncanoBatch, LimitsOfRoutesHoldForParts) {
  Make("channels", "loud", R"(,"custom_publish":true)");
  const std::string payload(40'000, 'x');
  const std::string body = R"({"payload":{"a":")" + payload + R"("},"room":")" + payload + "\"}";
  EXPECT_EQ(Served({Part("POST", "channels/loud/publish/", body)}),
            R"([{"code":413,"content":{"detail":"Request size limit exceeded (65536)."}}])");
}

TEST_P(SyncanoBatch, NoneIsServedWhenOneIsMalformed) {
  const std::string good = Part("POST", "groups/", R"({"label":"never"})");
  ExpectRefused(Body({good, R"({"method":"x","path":"/elsewhere/"})", good}),
                R"({"requests":[{},{"method":["\"x\" is not a valid choice."],)" +
                    std::string(kPlace).substr(1) + ",{}]}");
  EXPECT_FALSE(Has(world_->Ask("GET", kInstance + "groups/", "$admin").body, "never"));
}

TEST_P(SyncanoBatch, EveryRefusalNamesItsPart) {
  const auto refuse = [&](const std::string& part, const std::string& answer) {
    ExpectRefused("{\"requests\":[" + part + "]}", "{\"requests\":[" + answer + "]}");
  };
  const std::string invalid = R"({"path":["Invalid path specified."]})";
  refuse("{}", R"({"method":["This field is required."],"path":["This field is required."]})");
  refuse("17", R"({"non_field_errors":["Invalid data. Expected a dictionary, but got int."]})");
  refuse(Part("get", ""), R"({"method":["\"get\" is not a valid choice."]})");
  refuse(Part("OPTIONS", ""), R"({"method":["\"OPTIONS\" is not a valid choice."]})");
  refuse(R"({"method":"GET","path":""})", R"({"path":["This field may not be blank."]})");
  refuse(R"({"method":"GET","path":"/v1.1/instances/"})", kPlace);
  refuse(R"({"method":"GET","path":"/v1/instances/rivia/users/"})", kPlace);
  refuse(R"({"method":"GET","path":"/v1.1/instances/novigrad/users/"})", kPlace);
  refuse(R"({"method":"GET","path":"http://x/v1.1/instances/rivia/users/"})", kPlace);
  refuse(Part("GET", "users"), invalid);
  refuse(Part("GET", "users//"), invalid);
  refuse(Part("GET", "us%65rs/"), invalid);
  refuse(Part("GET", "użytkownicy/"), invalid);
  refuse(Part("GET", std::string(8192, 'a') + "/"),
         R"({"path":["Ensure this field has no more than 8192 characters."]})");
  refuse(Part("POST", "users/", "[]"), R"({"body":["Body passed in invalid format."]})");
  refuse(Part("POST", "users/", R"("{")"), R"({"body":["Not a valid JSON string."]})");
  refuse(Part("POST", "users/", R"({")" + std::string(65, 'k') + R"(":1})"),
         R"({"body":["Too long key defined (exceeds 64)."]})");
  refuse(Part("POST", "users/", R"({"k":")" + std::string(49'153, 'v') + R"("})"),
         R"({"body":["Too long value defined for key k (exceeds 49152)."]})");
  std::string keys;
  for (int i = 0; i < 33; ++i) keys += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
  refuse(Part("POST", "users/", "{" + keys + "}"),
         R"({"body":["Too many keys defined (exceeds 32)."]})");
}

TEST_P(SyncanoBatch, TheListOfPartsIsAList) {
  ExpectRefused("{}", R"({"requests":["This field is required."]})");
  ExpectRefused(R"({"requests":null})", R"({"requests":["This field may not be null."]})");
  ExpectRefused(
      R"({"requests":"x"})",
      R"({"requests":{"non_field_errors":["Expected a list of items but got type \"str\"."]}})");
  ExpectRefused("[]",
                R"({"non_field_errors":["Invalid data. Expected a dictionary, but got list."]})");
  EXPECT_EQ(Served({}), "[]");
}

TEST_P(SyncanoBatch, ABatchHasAtMostFiftyParts) {
  std::vector<std::string> parts(50, Part("GET", "groups/1/"));
  EXPECT_TRUE(Has(Served(parts), "witchers"));
  parts.push_back(Part("GET", "groups/1/"));
  ExpectRefused(Body(parts), R"({"detail":"Max requests per batch exceeded (50)."})");
}

TEST_P(SyncanoBatch, TheOlderVersionHasItsOwnPaths) {
  const Reply reply =
      world_->Ask("POST", "/v1/instances/rivia/batch/", "$admin", "",
                  R"({"requests":[{"method":"GET","path":"/v1/instances/rivia/groups/1/"}]})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(Has(reply.body, R"("label":"witchers")")) << reply.body;
}

GUILDHALL_EVERY_ENGINE(SyncanoBatch);

}  // namespace
}  // namespace guildhall::scenarios
