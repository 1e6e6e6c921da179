#include "dialects/daptin/rows/document.h"

#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

Json Parsed(std::string_view text) {
  Result<Json> json = ParseJson(text);
  EXPECT_TRUE(json);
  return json ? std::move(*json) : Json();
}

TEST(Document, IsRefusedWithTheReason) {
  EXPECT_EQ(ReadDocument(Json()).error().status, 406);
  EXPECT_EQ(ReadDocument(Parsed("{}")).error(),
            (Refusal{406, R"(Source JSON is empty and has no "attributes" payload object)"}));
  EXPECT_EQ(ReadDocument(Parsed(R"({"data":{"attributes":{}}})")).error(),
            (Refusal{406, "invalid record, no type was specified"}));
}

TEST(Document, ReadsWhatTheClientSends) {
  const auto read = ReadDocument(Parsed(
      R"({"data":{"type":"usergroup","id":"7","attributes":{"name":"editors"},)"
      R"("relationships":{"user_account_id":{"data":[{"type":"user_account","id":"u"}]}}},"meta":{}})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, "usergroup");
  EXPECT_EQ(read->id, "7");
  EXPECT_EQ(*read->Attribute("name"), Json("editors"));
  EXPECT_EQ(read->Attribute("email"), nullptr);
  const RelationInput* relation = read->Relation("user_account_id");
  ASSERT_NE(relation, nullptr);
  EXPECT_TRUE(relation->many);
  EXPECT_EQ(relation->targets, std::vector<Target>{{"u"}});
}

TEST(Document, TakesTargetsAmongTheAttributes) {
  const auto read = ReadDocument(Parsed(
      R"({"data":{"type":"t","attributes":{"usergroup_id":[{"id":"g","attributes":{"a":1}}]}}})"));
  ASSERT_TRUE(read);
  const RelationInput* relation = read->Relation("usergroup_id");
  ASSERT_NE(relation, nullptr);
  EXPECT_EQ(relation->targets.front().attributes, (Json::Object{{"a", Json(1)}}));
}

TEST(Document, KnowsSilenceFromNull) {
  const auto read = ReadDocument(
      Parsed(R"({"data":{"type":"t","attributes":{"a":"x","b":null},)"
             R"("relationships":{"c":{"data":{"type":"t","id":"y"}},"d":{"data":null}}}})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->ToOne("a"), "x");
  EXPECT_EQ(read->ToOne("b"), "");
  EXPECT_EQ(read->ToOne("c"), "y");
  EXPECT_EQ(read->ToOne("d"), "");
  EXPECT_EQ(read->ToOne("e"), std::nullopt);
}

TEST(Document, ReadsTheTargetsOfARelationship) {
  const auto read = ReadRelationship(
      Parsed(R"({"data":[{"type":"t","id":"a"},{"type":"t","id":"b"}]})"), "usergroup_id");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->targets, (std::vector<Target>{{"a"}, {"b"}}));
  EXPECT_EQ(ReadRelationship(Parsed(R"({"data":[1]})"), "usergroup_id").error().status, 406);
}

}  // namespace
}  // namespace guildhall::daptin
