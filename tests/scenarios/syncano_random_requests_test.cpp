// Requests made up at random, to every route of Syncano v1.1.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "dialects/syncano/routes.h"
#include "tests/scenarios/random_bodies.h"
#include "tests/scenarios/syncano_shelf.h"

namespace guildhall::scenarios {
namespace {

const std::string kInstance = "/v1.1/instances/rivia/";

/// The path of a route with things in place of its parameters: some that are there, some not.
std::string PathOf(std::string_view pattern, RandomBodies& random) {
  std::string path = "/v1.1";
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    path += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    pattern.remove_prefix(open);
    const std::string_view name = pattern.substr(0, pattern.find('}') + 1);
    pattern.remove_prefix(name.size());
    if (random.Below(10) == 0) {
      path += random.Pick({"0", "-1", "99", "x", "1%00", "%zz", "%7B%7D", "99999999999999999999"});
    } else if (path == "/v1.1/instances/") {
      path += random.Pick({"rivia", "RIVIA", "novigrad"});
    } else if (name == "{class}" || path.ends_with("/classes/")) {
      path += random.Pick({"filler", "shelf", "user_profile"});
    } else if (name == "{channel}" || path.ends_with("/channels/")) {
      path += random.Pick({"default", "eventlog"});
    } else {
      path += random.Pick({"1", "2", "3", "7"});
    }
  }
  return path;
}

/// What lists and finders are asked by.
std::string ParametersOf(RandomBodies& random) {
  std::string parameters;
  for (int i = random.Below(4); i > 0; --i) {
    const std::string name = random.Pick(
        {"page_size", "direction", "last_pk", "last_value", "order_by", "ordering", "query",
         "include_count", "fields", "excluded_fields", "name__startswith", "room", "format"});
    std::string value =
        random.Pick({"", "0", "1", "-1", "x", "99999999999999999999", "%zz", "%00", "a", "-a", "id",
                     "-updated_at", "asc", "2%27", "true", "%c3%a9"});
    if (name == "query") {
      const std::string field = random.Pick({"a", "b", "c", "d", "e", "g", "r", "s", "id", "owner",
                                             "channel", "channel_room", "x", "created_at"});
      const std::string lookup =
          random.Pick({"_gt", "_eq", "_neq", "_in", "_nin", "_exists", "_contains", "_like",
                       "_ilike", "_near", "_is", "_x", ""});
      value = Encoded(R"({")" + field + R"(":{")" + lookup + R"(":)" + random.Value() + "}}");
    }
    parameters += (parameters.empty() ? "?" : "&") + name + "=" + value;
  }
  return parameters;
}

/// Names of members that some route or other knows.
std::vector<std::string> KnownMembers() {
  return {"username",
          "password",
          "profile",
          "label",
          "user",
          "group",
          "name",
          "schema",
          "owner",
          "payload",
          "room",
          "type",
          "metadata",
          "other_permissions",
          "description",
          "channel",
          "group_permissions",
          "expected_revision",
          "ignore_acl",
          "custom_publish",
          "email",
          "role",
          "key",
          "new_name",
          "requests",
          "a",
          "b",
          "c",
          "d",
          "e",
          "g",
          "r",
          "s"};
}

class SyncanoRandomRequests : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    SyncanoKeysTest::SetUp();
    world_->Expect(
        201,
        With("POST", kInstance + "classes/", "$admin", "",
             R"({"name":"shelf","schema":[)"
             R"({"name":"a","type":"string","order_index":true,"filter_index":true},)"
             R"({"name":"b","type":"integer","order_index":true,"unique":true},)"
             R"({"name":"c","type":"array","filter_index":true},)"
             R"({"name":"d","type":"object"},{"name":"e","type":"geopoint","filter_index":true},)"
             R"({"name":"g","type":"datetime","filter_index":true},)"
             R"({"name":"r","type":"reference","target":"self","filter_index":true},)"
             R"({"name":"s","type":"relation","target":"user","filter_index":true}]})"));
    world_->Expect(201,
                   With("POST", kInstance + "classes/shelf/objects/", "$admin", "", R"({"b":1})"));
  }
};

// Whatever is sent to whatever path, the answer is the dialect's and no fault of the server's.
TEST_P(SyncanoRandomRequests, ToEveryRouteNeverEndInAServerError) {
  // Engines differ in what they store, not in what they are asked: the others get a sample.
  const int requests = GetParam() == "sqlite" ? 10'000 : 1'000;
  constexpr unsigned kSeed = 20150519;
  RandomBodies random(kSeed, KnownMembers());
  const std::vector<syncano::RouteSpec> routes = syncano::AllRoutes();
  for (int sent = 0; sent < requests;) {
    const auto& route =
        routes[static_cast<std::size_t>(random.Below(static_cast<int>(routes.size())))];
    // Hashes of passwords and waits for messages would take the time that all the rest does; they
    // have tests of their own.
    const bool slow = route.place == http::Place::kHashing && random.Below(20) != 0;
    if (slow || route.path.find("poll/") != std::string_view::npos) continue;
    ++sent;
    // Who may remove things and keys would soon leave nothing to ask for, and nobody to ask.
    const bool takes = route.method == http::Method::kDelete ||
                       route.path.find("reset_key") != std::string_view::npos;
    const std::string key =
        takes ? random.Pick({"$app", "", "$foreign"})
              : random.Pick({"$admin", "$admin", "$app", "$ignore_acl", "", "$foreign"});
    const std::string user_key = takes ? "" : random.Pick({"", "$geralt", "$ciri"});
    const std::string body = random.Object();
    const Call call = With(NameOf(route.method), PathOf(route.path, random) + ParametersOf(random),
                           key, user_key, body);
    const Reply reply = world_->Send(call);
    EXPECT_LT(reply.status, 500) << "seed " << kSeed << ", request " << sent << ": " << call.method
                                 << ' ' << call.target << '\n'
                                 << body << '\n'
                                 << reply.body;
    if (!reply.body.empty()) {
      EXPECT_TRUE(ParseJson(reply.body)) << call.target << '\n' << reply.body;
    }
  }
}

GUILDHALL_EVERY_ENGINE(SyncanoRandomRequests);

}  // namespace
}  // namespace guildhall::scenarios
