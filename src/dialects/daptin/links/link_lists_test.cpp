#include "dialects/daptin/links/link_lists.h"

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

using Ids = std::vector<std::string>;

Condition Where(std::string operation, Json value, std::string group = {}) {
  return {"todo_id", std::move(operation), std::move(value), std::move(group)};
}

TEST(IdsDemanded, AreThoseOfAParameterOrOfACondition) {
  ListQuery query;
  EXPECT_FALSE(IdsDemanded(query, "todo_id"));
  query.conditions = {Where("is", Json("a"))};
  EXPECT_EQ(IdsDemanded(query, "todo_id"), Ids({"a"}));
  EXPECT_FALSE(IdsDemanded(query, "usergroup_id"));
  query.conditions = {Where("in", Json(Json::Array{Json("a"), Json(1), Json("b")}))};
  EXPECT_EQ(IdsDemanded(query, "todo_id"), Ids({"a", "b"}));
  query.related = {{"todo_id", {"c", "d"}}};
  EXPECT_EQ(IdsDemanded(query, "todo_id"), Ids({"c", "d"}));
}

TEST(IdsDemanded, AreOpenWhereOtherRowsMayFitToo) {
  ListQuery query;
  query.conditions = {Where("is", Json("a"), "either"), Where("is not", Json("a")),
                      Where("is", Json()), Where("like", Json("a%"))};
  EXPECT_FALSE(IdsDemanded(query, "todo_id"));
}

}  // namespace
}  // namespace guildhall::daptin
