// The columns of declared tables: what they take, what they keep, and how they refuse.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kSchema = R"(
Tables:
  - TableName: member
    DefaultPermission: 15744
    Columns:
      - {Name: handle, DataType: varchar(12), ColumnType: label, IsIndexed: true, IsUnique: true}
      - {Name: contact, DataType: varchar(80), ColumnType: email, IsNullable: true}
      - {Name: pin, DataType: varchar(100), ColumnType: bcrypt, IsNullable: true}
      - {Name: secret, DataType: varchar(100), ColumnType: password, IsNullable: true}
      - {Name: level, DataType: varchar(20), ColumnType: enum, DefaultValue: "'low'", Options: [{Value: low}, {Value: high}]}
      - {Name: points, DataType: int(11), ColumnType: measurement, DefaultValue: "3"}
      - {Name: active, DataType: bool, ColumnType: truefalse, DefaultValue: "true"}
      - {Name: joined, DataType: timestamp, ColumnType: datetime, DefaultValue: current_timestamp}
      - {Name: extra, DataType: text, ColumnType: json, IsNullable: true}
    Validations:
      - {ColumnName: handle, Tags: "required,alphanum"}
      - {ColumnName: contact, Tags: "omitempty,email"}
      - {ColumnName: secret, Tags: "min=8"}
    Conformations: [{ColumnName: handle, Tags: "trim,lower"}]
)";

class DaptinColumns : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Reply declared = daptin_->Declare(kSchema, "$boss_token");
    ASSERT_EQ(declared.status, 200) << declared.body;
  }
  Reply Post(const std::string& attributes) {
    return daptin_->Api("POST", "/api/member", "$boss_token", RowOf("member", "", attributes));
  }
  Json Make(const std::string& attributes) {
    return daptin_->ApiOf(201, "POST", "/api/member", "$boss_token",
                          RowOf("member", "", attributes));
  }
  Reply Patch(const std::string& id, const std::string& attributes) {
    return daptin_->Api("PATCH", "/api/member/" + id, "$boss_token",
                        RowOf("member", id, attributes));
  }
  void Refused(int status, const std::string& title, const std::string& attributes) {
    const Reply reply = Post(attributes);
    EXPECT_EQ(reply.status, status) << attributes;
    EXPECT_TRUE(Has(reply.body, title)) << reply.body;
  }
};

TEST_P(DaptinColumns, AreConformedAndTakeTheirDefaults) {
  const Json made = Make(R"({"handle":" ANN7 ","contact":" Ann@Example.COM ","unknown":1})");
  EXPECT_EQ(AttributeIn(made, "handle"), R"("ann7")");
  EXPECT_EQ(AttributeIn(made, "contact"), R"("ann@example.com")");
  EXPECT_EQ(AttributeIn(made, "level"), R"("low")");
  EXPECT_EQ(AttributeIn(made, "points"), "3");
  EXPECT_EQ(AttributeIn(made, "active"), "true");
  EXPECT_EQ(AttributeIn(made, "extra"), "null");
  EXPECT_EQ(AttributeIn(made, "unknown"), "");
  EXPECT_TRUE(Has(AttributeIn(made, "joined"), "T"));
}

TEST_P(DaptinColumns, AreReadAsTheirTypeAsks) {
  const Json made = Make(
      R"({"handle":"a","level":"HIGH","points":"na","active":"yes","joined":"2026-01-02","extra":[1,{"a":2}]})");
  EXPECT_EQ(AttributeIn(made, "level"), R"("high")");
  EXPECT_EQ(AttributeIn(made, "points"), "0");
  EXPECT_EQ(AttributeIn(made, "active"), "false");
  EXPECT_EQ(AttributeIn(made, "joined"), R"("2026-01-02T00:00:00.000000Z")");
  EXPECT_EQ(AttributeIn(made, "extra"), R"("[1,{\"a\":2}]")");
}

TEST_P(DaptinColumns, RefuseWhatTheyCannotTake) {
  const std::string failed = "Key: '' Error:Field validation ";
  Refused(400, failed + "'handle' failed on the 'alphanum' tag", R"({"handle":"a b"})");
  Refused(400, failed + "'contact' failed on the 'email' tag", R"({"handle":"a","contact":"x"})");
  Refused(400, failed + "'secret' failed on the 'min' tag", R"({"handle":"a","secret":"short"})");
  Refused(400, "handle is required", R"({"points":1})");
  Refused(400, "invalid value for level", R"({"handle":"a","level":"top"})");
  Refused(400, "invalid value for points", R"({"handle":"a","points":"many"})");
  Refused(400, "value too long for handle", R"({"handle":"abcdefghijklm"})");
  EXPECT_EQ(daptin_->TotalOf("/api/member", "$boss_token"), "0");
  Make(R"({"handle":"a"})");
  Refused(409, "UNIQUE constraint failed: member.handle", R"({"handle":"A"})");
}

TEST_P(DaptinColumns, KeepHashesOfPasswords) {
  const Json made = Make(R"({"handle":"a","secret":"open sesame","pin":"1234"})");
  const std::string id = IdIn(made);
  EXPECT_EQ(AttributeIn(made, "secret"), R"("")");
  const std::string pin = AttributeIn(made, "pin");
  EXPECT_TRUE(Has(pin, "$2a$11$")) << pin;
  // What is shown, and sent back, changes nothing.
  const Reply same = Patch(id, R"({"secret":"","pin":)" + pin + "}");
  EXPECT_EQ(same.status, 200) << same.body;
  EXPECT_TRUE(Has(same.body, pin)) << same.body;
  EXPECT_FALSE(Has(Patch(id, R"({"pin":"4321"})").body, pin));
  for (const char* column : {"secret", "pin"}) {
    const Reply asked =
        daptin_->Api("GET", "/api/member?sort=" + std::string(column), "$boss_token");
    EXPECT_EQ(asked.status, 400);
    EXPECT_TRUE(Has(asked.body, "table [member] invalid sort column")) << asked.body;
  }
}

TEST_P(DaptinColumns, KeepWhatNobodyMaySet) {
  const Json made = Make(R"({"handle":"a","created_at":"2000-01-01","permission":0})");
  const std::string id = IdIn(made);
  EXPECT_FALSE(Has(AttributeIn(made, "created_at"), "2000"));
  EXPECT_EQ(AttributeIn(made, "permission"), "15744");
  const Reply changed = Patch(
      id, R"({"created_at":"2000-01-01","reference_id":"$ann","updated_at":null,"points":4})");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_FALSE(Has(changed.body, "2000-01-01"));
  EXPECT_TRUE(Has(changed.body, id));
  EXPECT_EQ(Patch(id, R"({"points":null})").status, 400);
  EXPECT_EQ(Patch(id, R"({"contact":null})").status, 200);
}

GUILDHALL_EVERY_ENGINE(DaptinColumns);

}  // namespace
}  // namespace guildhall::scenarios
