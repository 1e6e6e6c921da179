// Classes: schemas with every type, what an update keeps, and what is refused (Syncano v1.1
// "Classes").

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_shelf.h"

namespace guildhall::scenarios {
namespace {

const std::string kClasses = "/v1.1/instances/rivia/classes/";

class SyncanoClasses : public SyncanoShelfTest {
 protected:
  Reply Change(const std::string& method, const std::string& name, const std::string& body) const {
    return world_->Ask(method, kClasses + name + "/", "$admin", "", body);
  }
  static std::string Schema(const std::string& fields) { return R"({"schema":[)" + fields + "]}"; }
};

TEST_P(SyncanoClasses, ShowTheirSchemaAsItWasWritten) {
  const Reply shown = world_->Ask("GET", kClasses + "item/", "$admin");
  EXPECT_NE(
      shown.body.find(
          R"({"name":"peers","type":"relation","filter_index":true,"target":"self"},)"
          R"({"name":"boss","type":"reference","filter_index":true,"target":"item"},)"
          R"({"name":"who","type":"reference","filter_index":true,"target":"user"},)"
          R"({"name":"body","type":"text"},{"name":"more","type":"object"}],"status":"ready")"),
      std::string::npos)
      << shown.body;
}

TEST_P(SyncanoClasses, TargetsMustBeThere) {
  const auto refused = [](const std::string& text) {
    return R"({"schema":["Error processing field definition \"a\" #0: )" + text + R"("]})";
  };
  const auto make = [this](const std::string& target) {
    return world_
        ->Ask("POST", kClasses, "$admin", "",
              R"({"name":"pointer","schema":[{"name":"a","type":"reference","target":)" + target +
                  "}]}")
        .body;
  };
  EXPECT_EQ(make(R"("nothing")"), refused("Class specified by target is missing."));
  EXPECT_EQ(make(R"("users")"),
            refused(R"(Target cannot be set to \"users\". Use \"user\" instead.)"));
  EXPECT_EQ(make("null"), refused(R"(Target must specify class name or \"self\".)"));
  EXPECT_NE(make(R"("ITEM")").find(R"("target":"ITEM")"), std::string::npos);
}

TEST_P(SyncanoClasses, ATargetThatIsGoneIsSaidSo) {
  Make("classes", "goal", "");
  Make("classes", "arrow",
       R"(,"schema":[{"name":"goal","type":"reference","target":"goal",)"
       R"("filter_index":true}])");
  EXPECT_EQ(world_->Ask("DELETE", kClasses + "goal/", "$admin").status, 204);
  EXPECT_EQ(world_->Ask("POST", kClasses + "arrow/objects/", "$admin", "", R"({"goal":1})").body,
            R"({"goal":["Target class does not exist."]})");
  EXPECT_EQ(world_
                ->Ask("GET", kClasses + "arrow/objects/?query=" + Encoded(R"({"goal":{"_is":{}}})"),
                      "$admin")
                .body,
            R"({"query":"Referenced class \"goal\" does not exist."})");
}

TEST_P(SyncanoClasses, IndexesComeAndGoAndDataStay) {
  Make("classes", "tale", R"(,"schema":[{"name":"a","type":"integer"}])");
  const std::string objects = kClasses + "tale/objects/";
  for (const char* body : {R"({"a":3})", R"({"a":1})", R"({"a":2})"}) {
    EXPECT_EQ(world_->Ask("POST", objects, "$admin", "", body).status, 201);
  }
  const auto ordered = [&] {
    const Reply reply = world_->Ask("GET", objects + "?order_by=a&page_size=1", "$admin");
    return reply.body.find(R"("a":1)") != std::string::npos;
  };
  EXPECT_FALSE(ordered());
  const std::string indexed =
      R"({"name":"a","type":"integer","order_index":true,"filter_index":true})";
  const Reply added = Change("PATCH", "tale", Schema(indexed));
  EXPECT_NE(added.body.find(R"("status":"ready")"), std::string::npos) << added.body;
  EXPECT_NE(added.body.find(R"("revision":2)"), std::string::npos) << added.body;
  EXPECT_TRUE(ordered()) << "an index is complete with the change";
  EXPECT_NE(world_->Ask("GET", objects + "?query=" + Encoded(R"({"a":{"_gt":2}})"), "$admin")
                .body.find(R"("a":3)"),
            std::string::npos);
  EXPECT_EQ(Change("PATCH", "tale", Schema(R"({"name":"a","type":"integer"})")).status, 200);
  EXPECT_FALSE(ordered());
}

TEST_P(SyncanoClasses, AChangedTypeStartsAtNullAndARemovedFieldToo) {
  Make("classes", "tale",
       R"(,"schema":[{"name":"a","type":"integer"},{"name":"b","type":"text"}])");
  const std::string objects = kClasses + "tale/objects/";
  world_->Ask("POST", objects, "$admin", "", R"({"a":3,"b":"kept"})");
  const auto seen = [&](const char* part) {
    return world_->Ask("GET", objects, "$admin").body.find(part) != std::string::npos;
  };
  const std::string b = R"({"name":"b","type":"text"})";
  EXPECT_EQ(Change("PATCH", "tale", Schema(R"({"name":"a","type":"string"},)" + b)).status, 200);
  EXPECT_TRUE(seen(R"("a":null,"b":"kept")"));
  EXPECT_EQ(Change("PATCH", "tale", Schema(b)).status, 200);
  EXPECT_EQ(Change("PATCH", "tale", Schema(R"({"name":"a","type":"integer"},)" + b)).status, 200);
  EXPECT_TRUE(seen(R"("a":null,"b":"kept")"));
}

TEST_P(SyncanoClasses, AFieldThatIsThereDoesNotBecomeUnique) {
  Make("classes", "tale",
       R"(,"schema":[{"name":"b","type":"text"},{"name":"a","type":"integer"}])");
  EXPECT_EQ(
      Change("PATCH", "tale",
             Schema(R"({"name":"b","type":"text"},{"name":"a","type":"integer","unique":true})"))
          .body,
      R"({"schema":["Error processing field definition \"a\" #1: Unique index can only be set )"
      R"(on a new field. Delete field first."]})");
  EXPECT_EQ(Change("PATCH", "tale", Schema(R"({"name":"b","type":"text"})")).status, 200);
  const Reply anew =
      Change("PATCH", "tale", Schema(R"({"name":"a","type":"integer","unique":true})"));
  EXPECT_NE(anew.body.find(R"("filter_index":true,"unique":true)"), std::string::npos) << anew.body;
}

TEST_P(SyncanoClasses, AFullUpdateResetsWhatItLeavesOut) {
  Make("classes", "tale",
       R"(,"schema":[{"name":"a","type":"text"}],"metadata":{"x":"y"},"other_permissions":"none",)"
       R"("group_permissions":"read","description":"d")");
  const Reply partial = Change("PATCH", "tale", R"({"description":"e"})");
  EXPECT_NE(partial.body.find(R"("schema":[{"name":"a","type":"text"}])"), std::string::npos);
  EXPECT_NE(partial.body.find(R"("other_permissions":"none")"), std::string::npos);
  const Reply full = Change("PUT", "tale", "{}");
  for (const char* part : {R"("schema":[])", R"("metadata":{})", R"("description":"e")",
                           R"("group_permissions":"create_objects")",
                           R"("other_permissions":"create_objects")", R"("revision":2)"}) {
    EXPECT_NE(full.body.find(part), std::string::npos) << part << "\nin: " << full.body;
  }
  EXPECT_EQ(Change("PUT", "tale", R"({"expected_revision":1})").body,
            R"({"expected_revision":"Revision mismatch. Expected 1, got 2."})");
}

TEST_P(SyncanoClasses, ProfilesHaveASchemaLikeAnyOther) {
  EXPECT_EQ(Change("PATCH", "user_profile",
                   Schema(R"({"name":"rank","type":"integer","filter_index":true},)"
                          R"({"name":"mentor","type":"reference","target":"user"},)"
                          R"({"name":"gear","type":"array"})"))
                .status,
            200);
  const std::string users = "/v1.1/instances/rivia/users/";
  Play({{"written with the user",
         With("PATCH", users + "1/", "$admin", "",
              R"({"profile":{"rank":3,"mentor":2,"gear":["a"]}})"),
         200,
         {R"("rank":3,"mentor":{"type":"reference","target":"user","value":2},"gear":["a"])"},
         {}},
        {"operators",
         With("PATCH", users + "1/", "$admin", "",
              R"({"profile":{"rank":{"_increment":2},"gear":{"_add":"b"}}})"),
         200,
         {R"("rank":5)", R"("gear":["a","b"])"},
         {}},
        {"errors stand inside the profile",
         With("PATCH", users + "1/", "$admin", "", R"({"profile":{"mentor":99}})"),
         400,
         {R"({"profile":{"mentor":["Target with specified id does not exist."]}})"},
         {}},
        {"of operators too",
         With("PATCH", users + "1/", "$admin", "", R"({"profile":{"rank":{"_increment":"x"}}})"),
         400,
         {R"({"profile":{"rank":["A valid integer is required."]}})"},
         {}},
        {"found by a query",
         With("GET", kClasses + "user_profile/objects/?query=" + Encoded(R"({"rank":{"_eq":5}})"),
              "$admin"),
         200,
         {R"("owner":1)"},
         {R"("owner":2)"}},
        {"and by what is known of users",
         With("GET",
              kClasses + "user_profile/objects/?query=" + Encoded(R"({"owner":{"_in":[2,3]}})") +
                  "&order_by=-id",
              "$admin"),
         200,
         {R"("owner":2)", R"("owner":3)"},
         {R"("owner":1)"}},
        {"never removed", With("DELETE", kClasses + "user_profile/", "$admin"), 403, {}, {}}});
}

GUILDHALL_EVERY_ENGINE(SyncanoClasses);

}  // namespace
}  // namespace guildhall::scenarios
