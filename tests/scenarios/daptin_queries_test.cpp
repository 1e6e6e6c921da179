// Lists of declared tables: what an index gives is what looking at every row gives.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"
#include "tests/scenarios/random_bodies.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kSchema = R"(
Tables:
  - TableName: shelf
    DefaultPermission: 561505
    Columns: [{Name: name, DataType: varchar(80), ColumnType: label}]
  - TableName: item
    Permission: 561445
    AccessGroups: [{Name: users, Permission: 475136}]
    DefaultPermission: 15744
    Columns:
      - {Name: name, DataType: varchar(80), ColumnType: label, IsIndexed: true}
      - {Name: note, DataType: varchar(80), ColumnType: label, IsNullable: true}
      - {Name: rank, DataType: int(11), ColumnType: measurement, IsIndexed: true, IsNullable: true}
      - {Name: price, DataType: float, ColumnType: float, IsNullable: true}
      - {Name: done, DataType: bool, ColumnType: truefalse, IsNullable: true}
      - {Name: due, DataType: timestamp, ColumnType: datetime, IsIndexed: true, IsNullable: true}
Relations:
  - {Subject: item, Relation: has_one, Object: shelf}
)";

std::string Escaped(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    escaped += '%';
    escaped += kDigits[byte >> 4U];
    escaped += kDigits[byte & 0xFU];
  }
  return escaped;
}

/// A tenant in which boss and ann have items, each their own.
class DaptinQueries : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Reply declared = daptin_->Declare(kSchema, "$boss_token");
    ASSERT_EQ(declared.status, 200) << declared.body;
    for (const char* name : {"a", "b"}) {
      shelves_.push_back(
          "\"" + Make("shelf", R"({"name":")" + std::string(name) + "\"}", "$boss_token") + "\"");
    }
    for (int i = 0; i < 40; ++i) {
      items_.push_back(Make("item", AnyItem(), i % 3 == 0 ? "$ann_token" : "$boss_token"));
    }
    for (int i = 0; i < 5; ++i) {
      const std::string id = random_.Pick(items_);
      daptin_->ApiOf(200, "PATCH", "/api/item/" + id, "$boss_token",
                     RowOf("item", id, R"({"note":"changed)" + std::to_string(i) + "\"}"));
    }
  }

  std::string Make(const std::string& table, const std::string& attributes,
                   std::string_view token) {
    return IdIn(daptin_->ApiOf(201, "POST", "/api/" + table, token, RowOf(table, "", attributes)));
  }
  std::string AnyName() {
    return random_.Pick({R"("a")", R"("ab")", R"("Ab")", R"("b_c")", R"("żółw")", R"("a\\b")"});
  }
  std::string AnyRank() { return random_.Pick({"null", "-1", "0", "1", "2", "10"}); }
  std::string AnyPrice() { return random_.Pick({"null", "0", "1.5", "2", "-0.5"}); }
  std::string AnyDue() {
    return random_.Pick({"null", R"("2026-01-01")", R"("2026-01-02 10:00:00")",
                         R"("2026-01-02T10:00:00+02:00")", "1767225600"});
  }
  std::string AnyShelf() { return random_.Pick({"null", shelves_[0], shelves_[1]}); }
  std::string AnyItem() {
    return R"({"name":)" + AnyName() + R"(,"note":)" + random_.Pick({"null", R"("x")", "\"\""}) +
           R"(,"rank":)" + AnyRank() + R"(,"price":)" + AnyPrice() + R"(,"done":)" +
           random_.Pick({"null", "true", "false"}) + R"(,"due":)" + AnyDue() + R"(,"shelf_id":)" +
           AnyShelf() + "}";
  }

  std::string AnyValue() {
    switch (random_.Below(8)) {
      case 0:
        return AnyRank();
      case 1:
        return AnyPrice();
      case 2:
        return AnyDue();
      case 3:
        return AnyShelf();
      case 4:
        return random_.Pick({"true", "false", R"("1")", R"("x%")", R"("%b%")", R"("A%")"});
      case 5:
        return "[" + AnyName() + "," + AnyName() + "]";
      case 6:
        return "[" + AnyRank() + "," + AnyShelf() + "]";
      default:
        return AnyName();
    }
  }
  std::string AnyCondition() {
    const std::string column =
        random_.Pick({"name", "name", "note", "rank", "rank", "price", "done", "due", "shelf_id",
                      "created_at", "user_account_id", "reference_id"});
    const std::string operation =
        random_.Pick({"is",    "is",    "eq",     "is not",   "neq",     "like",     "begins with",
                      "ilike", "in",    "any of", "none of",  "gt",      "gte",      "lt",
                      "lte",   "after", "before", "is empty", "is true", "is false", "not like"});
    const std::string value =
        column == "reference_id" ? "\"" + random_.Pick(items_) + "\"" : AnyValue();
    return R"({"column":")" + column + R"(","operator":")" + operation + R"(","value":)" + value +
           "}";
  }
  /// Everything of a list's target but its conditions.
  std::string AnyPage() {
    std::string page = "page[size]=" + std::to_string(1 + random_.Below(50)) +
                       "&page[number]=" + std::to_string(1 + random_.Below(3));
    const std::string sort =
        random_.Pick({"", "name", "-name", "rank", "-rank", "due", "-due", "created_at",
                      "-created_at", "updated_at", "-updated_at", "price", "rank,-name"});
    if (!sort.empty()) page += "&sort=" + sort;
    if (random_.Below(4) == 0) page += "&page[after]=" + random_.Pick(items_);
    if (random_.Below(6) == 0) page += "&page[before]=" + random_.Pick(items_);
    if (random_.Below(5) == 0) {
      page += "&shelf_id=" + shelves_[0].substr(1, shelves_[0].size() - 2);
    }
    return page;
  }

  /// The ids of a page and how many rows there are in all.
  std::string Ask(const std::string& page, const std::string& conditions, std::string_view token) {
    const Json list = daptin_->ApiOf(
        200, "GET", "/api/item?" + page + "&query=" + Escaped("[" + conditions + "]"), token);
    std::string ids;
    for (const Json& row : *list.Find("data")->AsArray()) ids += *row.Find("id")->AsString() + " ";
    return ids + ToText(*list.Find("links")->Find("total"));
  }

  RandomBodies random_{7, {}};
  std::vector<std::string> shelves_, items_;
};

TEST_P(DaptinQueries, GiveTheSameRowsWithAndWithoutAnIndex) {
  // Always true, and nothing that an index knows.
  const std::string always = R"({"column":"permission","operator":"gte","value":0})";
  for (int i = 0; i < 300 && !HasFailure(); ++i) {
    const std::string page = AnyPage();
    std::string conditions = AnyCondition();
    if (random_.Below(2) == 0) conditions += "," + AnyCondition();
    const std::string token = random_.Pick({"$boss_token", "$ann_token"});
    EXPECT_EQ(Ask(page, conditions, token), Ask(page, conditions + "," + always, token))
        << page << " " << conditions << " " << token;
  }
}

TEST_P(DaptinQueries, WalkAPageAfterTheOther) {
  for (const char* sort : {"", "&sort=name", "&sort=-rank", "&sort=due", "&sort=updated_at"}) {
    std::string all;
    for (int number = 1; number <= 6; ++number) {
      const std::string page =
          Ask("page[size]=7&page[number]=" + std::to_string(number) + sort, "", "$boss_token");
      all += page.substr(0, page.rfind(' ') + 1);
    }
    const std::string whole = Ask("page[size]=100" + std::string(sort), "", "$boss_token");
    EXPECT_EQ(all, whole.substr(0, whole.rfind(' ') + 1)) << sort;
  }
}

TEST_P(DaptinQueries, ShowOnlyWhatTheCallerMayRead) {
  EXPECT_EQ(daptin_->TotalOf("/api/item?sort=name", "$boss_token"), "40");
  EXPECT_EQ(daptin_->TotalOf("/api/item?sort=name", "$ann_token"), "14");
  EXPECT_EQ(daptin_->TotalOf("/api/item?sort=name", "$bob_token"), "0");
  EXPECT_EQ(daptin_->TotalOf("/api/item?user_account_id=" + world_->Get("ann"), "$boss_token"),
            "14");
}

GUILDHALL_EVERY_ENGINE(DaptinQueries);

}  // namespace
}  // namespace guildhall::scenarios
