// A class seen as a table, and a table seen as a class: served elsewhere only when an operator says
// so, and with the rights that it has where it was made.

#include <gtest/gtest.h>

#include "dialects/daptin/publishing.h"
#include "dialects/syncano/publishing.h"
#include "dialects/syncano/syncano.h"
#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kInstance = "/v1.1/instances/hall-one/";

/// A tenant that boss administers in Daptin and founder in Syncano, with a class and a table.
class CrossTables : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Json key = Syncano(201, "POST", "api_keys/", "$founder", R"({"ignore_acl":true})");
    world_->Set("app", *key.Find("api_key")->AsString());
    Syncano(201, "POST", "classes/", "$founder",
            R"({"name":"book","schema":[{"name":"title","type":"string","order_index":true},)"
            R"({"name":"pages","type":"integer"}]})");
    ASSERT_EQ(daptin_
                  ->Declare("Tables: [{TableName: task, Columns: [{Name: title, ColumnType: label, "
                            "DataType: varchar(80)}]}]",
                            "$boss_token")
                  .status,
              200);
  }
  Json Syncano(int status, std::string_view method, const std::string& path, std::string_view key,
               std::string_view body = "") {
    return world_->Expect(status, With(method, kInstance + path, key, "", body));
  }
  template <class Make>
  Errc Change(const Make& make) {
    const auto tenant = world_->core().callers().FindTenant(Patience::kMayWait, "hall-one");
    const auto done = WriteAndWait(world_->store(), {(*tenant)->id},
                                   [&](Transaction& tx) { return make(tx, (*tenant)->id); });
    return done ? Errc{} : done.error().code;
  }
  bool ToDaptin(std::string_view name, bool withdraw = false) {
    return Change([&](Transaction& tx, TenantId tenant) {
             const dialects::Published place{tenant, syncano::kOrigin, name};
             return withdraw ? daptin::Withdraw(tx, world_->core(), place)
                             : daptin::Publish(tx, world_->core(), place);
           }) == Errc{};
  }
  bool ToSyncano(std::string_view name, bool withdraw = false) {
    return Change([&](Transaction& tx, TenantId tenant) {
             const dialects::Published place{tenant, daptin::kOrigin, name};
             return withdraw ? syncano::Withdraw(tx, world_->core(), place)
                             : syncano::Publish(tx, world_->core(), place);
           }) == Errc{};
  }
};

TEST_P(CrossTables, NothingIsServedElsewhereByItself) {
  EXPECT_EQ(daptin_->Api("GET", "/api/book", "$boss_token").status, 404);
  Syncano(404, "GET", "classes/task/", "$founder");
  EXPECT_FALSE(Has(daptin_->Api("GET", "/api/world?page[size]=100", "$boss_token").body,
                   R"("table_name":"book")"));
}

TEST_P(CrossTables, AClassIsATableWithItsRights) {
  const Json shown = Syncano(201, "POST", "classes/book/objects/", "$app",
                             R"({"title":"for all","pages":7,"other_permissions":"read"})");
  Syncano(201, "POST", "classes/book/objects/", "$app", R"({"title":"for none","pages":8})");
  ASSERT_TRUE(ToDaptin("book"));
  EXPECT_FALSE(ToDaptin("book")) << "once is enough";
  // The class lets everybody read and create, which are the rights of a Syncano class by default.
  EXPECT_EQ(daptin_->TotalOf("/api/book", ""), "1");
  EXPECT_EQ(daptin_->TotalOf("/api/book", "$boss_token"), "2");
  const std::string guest = daptin_->Api("GET", "/api/book", "").body;
  EXPECT_TRUE(Has(guest, R"("title":"for all")")) << guest;
  EXPECT_TRUE(Has(guest, R"("pages":7)")) << guest;
  EXPECT_FALSE(Has(guest, "for none"));
  const Json made = daptin_->ApiOf(201, "POST", "/api/book", "$ann_token",
                                   RowOf("book", "", R"({"title":"by ann","pages":"9"})"));
  EXPECT_EQ(AttributeIn(made, "pages"), "9");
  const Json list = Syncano(200, "GET", "classes/book/objects/", "$app");
  EXPECT_TRUE(Has(ToText(list), R"("title":"by ann")")) << ToText(list);
  // Changed there, changed here.
  const std::string number = ToText(*shown.Find("id"));
  Syncano(200, "PATCH", "classes/book/objects/" + number + "/", "$app",
          R"({"other_permissions":"none"})");
  EXPECT_FALSE(Has(daptin_->Api("GET", "/api/book", "").body, "for all"));
}

TEST_P(CrossTables, ATableIsAClassWithItsRights) {
  const Json row = daptin_->ApiOf(201, "POST", "/api/task", "$boss_token",
                                  RowOf("task", "", R"({"title":"by boss"})"));
  daptin_->ApiOf(200, "PATCH", "/api/task/" + IdIn(row), "$boss_token",
                 RowOf("task", IdIn(row), R"({"permission":3})"));
  ASSERT_TRUE(ToSyncano("task"));
  const Json shown = Syncano(200, "GET", "classes/task/", "$founder");
  EXPECT_TRUE(Has(ToText(shown), R"("name":"title")")) << ToText(shown);
  const Json objects = Syncano(200, "GET", "classes/task/objects/", "$app");
  EXPECT_TRUE(Has(ToText(objects), R"("title":"by boss")")) << ToText(objects);
  EXPECT_TRUE(Has(ToText(objects), R"("other_permissions":"read")")) << ToText(objects);
  Syncano(201, "POST", "classes/task/objects/", "$app", R"({"title":"by the app"})");
  EXPECT_EQ(daptin_->TotalOf("/api/task", "$boss_token"), "2");
}

TEST_P(CrossTables, WhatIsTakenBackIsGoneThere) {
  ASSERT_TRUE(ToDaptin("book"));
  ASSERT_TRUE(ToDaptin("book", true));
  EXPECT_EQ(daptin_->Api("GET", "/api/book", "$boss_token").status, 404);
  EXPECT_FALSE(ToDaptin("book", true));
  Syncano(200, "GET", "classes/book/", "$founder");
  ASSERT_TRUE(ToSyncano("task"));
  ASSERT_TRUE(ToSyncano("task", true));
  Syncano(404, "GET", "classes/task/", "$founder");
  EXPECT_EQ(daptin_->Api("GET", "/api/task", "$boss_token").status, 200);
}

TEST_P(CrossTables, ATakenNameIsRefused) {
  Syncano(201, "POST", "classes/", "$founder", R"({"name":"task","schema":[]})");
  EXPECT_FALSE(ToSyncano("task"));
  EXPECT_FALSE(ToDaptin("task"));
  Syncano(201, "POST", "classes/", "$founder", R"({"name":"world","schema":[]})");
  EXPECT_FALSE(ToDaptin("world")) << "a table of Daptin's own";
  EXPECT_FALSE(ToDaptin("user_profile"));
  EXPECT_FALSE(ToDaptin("no_such_class"));
}

TEST_P(CrossTables, SharingInOneIsSharingInTheOther) {
  ASSERT_TRUE(ToSyncano("task"));
  const Json row = daptin_->ApiOf(201, "POST", "/api/task", "$boss_token",
                                  RowOf("task", "", R"({"title":"shared"})"));
  daptin_->MakeGroup("readers", "$boss_token");
  daptin_->ShareRow("task", IdIn(row), "$readers", "49152", "$boss_token");
  EXPECT_EQ(daptin_->Api("GET", "/api/task/" + IdIn(row), "$ann_token").status, 403);
  daptin_->ApiOf(204, "PATCH", "/api/user_account/$ann/relationships/usergroup_id", "$boss_token",
                 TargetOf("usergroup", "$readers"));
  EXPECT_EQ(daptin_->Api("GET", "/api/task/" + IdIn(row), "$ann_token").status, 200);
}

GUILDHALL_EVERY_ENGINE(CrossTables);

}  // namespace
}  // namespace guildhall::scenarios
