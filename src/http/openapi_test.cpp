#include "http/openapi.h"

#include <set>

#include <gtest/gtest.h>

#include "base/json.h"

namespace guildhall::http {
namespace {

class OpenApi : public testing::Test {
 protected:
  OpenApi() {
    RouteTable table;
    table.dialect = "test";
    const auto add = [&](Method method, const char* pattern) {
      table.routes.push_back({method, pattern, Place::kInline, {}, "does \"it\"", 0});
    };
    add(Method::kGet, "/v1/things/");
    add(Method::kPost, "/v1/things/");
    add(Method::kDelete, "/v1/things/{thing}/parts/{part}/");
    router_.Mount(std::move(table));
    auto parsed = ParseJson(DescribeRoutes(router_, "1.2.3"));
    EXPECT_TRUE(parsed.has_value());
    if (parsed) document_ = std::move(*parsed);
  }

  Router router_;
  Json document_;
};

TEST_F(OpenApi, NamesItsVersionAndOurs) {
  EXPECT_EQ(*document_.Find("openapi")->AsString(), "3.0.3");
  EXPECT_EQ(*document_.Find("info")->Find("version")->AsString(), "1.2.3");
}

TEST_F(OpenApi, HasEveryRouteWithItsSummaryAndDialect) {
  const Json* things = document_.Find("paths")->Find("/v1/things/");
  ASSERT_NE(things, nullptr);
  for (const char* method : {"get", "post"}) {
    const Json* operation = things->Find(method);
    ASSERT_NE(operation, nullptr);
    EXPECT_EQ(*operation->Find("summary")->AsString(), "does \"it\"");
    EXPECT_EQ(*operation->Find("tags")->AsArray()->front().AsString(), "test");
    EXPECT_NE(operation->Find("responses"), nullptr);
  }
  EXPECT_EQ(things->Find("delete"), nullptr);
}

TEST_F(OpenApi, DescribesPathParameters) {
  const Json* part = document_.Find("paths")->Find("/v1/things/{thing}/parts/{part}/");
  ASSERT_NE(part, nullptr);
  const auto& parameters = *part->Find("parameters")->AsArray();
  ASSERT_EQ(parameters.size(), 2U);
  EXPECT_EQ(*parameters[0].Find("name")->AsString(), "thing");
  EXPECT_EQ(*parameters[1].Find("name")->AsString(), "part");
  EXPECT_EQ(*parameters[0].Find("in")->AsString(), "path");
  EXPECT_TRUE(*parameters[0].Find("required")->AsBool());
}

TEST_F(OpenApi, OperationIdsAreUnique) {
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const auto& [pattern, path] : *document_.Find("paths")->AsObject()) {
    for (const auto& [name, operation] : *path.AsObject()) {
      if (name == "parameters") continue;
      ids.insert(*operation.Find("operationId")->AsString());
      ++count;
    }
  }
  EXPECT_EQ(ids.size(), count);
  EXPECT_EQ(ids.count("test_delete_v1_things_by_thing_parts_by_part_"), 1U);
}

}  // namespace
}  // namespace guildhall::http
