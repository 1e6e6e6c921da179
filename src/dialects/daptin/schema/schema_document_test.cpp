#include "dialects/daptin/schema/schema_document.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

std::string TitleOf(std::string_view yaml) {
  const auto schema = ReadSchema(SchemaFormat::kYaml, yaml);
  return schema ? "accepted" : schema.error().title;
}

/// A schema of the table todo with these members besides its name.
std::string Todo(std::string_view members) {
  return "Tables: [{TableName: todo, " + std::string(members) + "}]";
}
std::string WithColumn(std::string_view column) {
  return Todo("Columns: [{" + std::string(column) + "}]");
}
std::string WithRelation(std::string_view relation) {
  return "Relations: [{" + std::string(relation) + "}]";
}
std::string WithStep(std::string_view step) {
  return "Actions: [{Name: close, OnType: todo, OutFields: [{" + std::string(step) + "}]}]";
}

TEST(SchemaFormats, AreKnownByTheFileName) {
  EXPECT_EQ(FormatOf("schema_a.json"), SchemaFormat::kJson);
  EXPECT_EQ(FormatOf("schema_a.yaml"), SchemaFormat::kYaml);
  EXPECT_EQ(FormatOf("schema_a.yml"), SchemaFormat::kYaml);
  EXPECT_EQ(FormatOf("schema_a.toml"), std::nullopt);
  EXPECT_EQ(FormatOf("json"), std::nullopt);
}

TEST(Schemas, OfEitherFormatSayTheSame) {
  const auto yaml = ReadSchema(SchemaFormat::kYaml, R"(
Tables:
  - TableName: todo
    Permission: 16384
    DefaultPermission: "15744"
    DefaultGroups: [users]
    AccessGroups: [{Name: users, Permission: 475136}]
    CompositeKeys: [[title, state]]
    DefaultOrder: "'+title'"
    IsHidden: true
    Columns:
      - {Name: title, DataType: varchar(500), ColumnType: label, IsIndexed: true, DefaultValue: "'x'"}
      - {ColumnName: state, ColumnType: enum, Options: [{Value: 1, Label: One}], IsNullable: true}
    Validations: [{ColumnName: title, Tags: required}]
)");
  const auto json = ReadSchema(SchemaFormat::kJson, R"json({"Tables":[{"TableName":"todo",
      "Permission":"16384","DefaultPermission":15744,"DefaultGroups":[{"Name":"users"}],
      "AccessGroups":[{"Name":"users","Permission":475136}],"CompositeKeys":[["title","state"]],
      "DefaultOrder":"+title","IsHidden":true,"Columns":[
      {"ColumnName":"title","DataType":"varchar(500)","IsIndexed":true,"DefaultValue":"x"},
      {"Name":"state","ColumnType":"enum","Options":[{"Value":"1","Label":"One"}],
       "IsNullable":true}],"Validations":[{"ColumnName":"title","Tags":"required"}]}]})json");
  ASSERT_TRUE(yaml) << yaml.error().title;
  ASSERT_TRUE(json) << json.error().title;
  ASSERT_EQ(yaml->tables.size(), 1U);
  const TableEntry& entry = yaml->tables.front();
  EXPECT_EQ(entry.permission, 16384);
  EXPECT_EQ(entry.table.default_permission, 15744);
  EXPECT_EQ(entry.default_groups, (std::vector<NamedGroup>{{"users"}}));
  EXPECT_EQ(entry.access_groups, (std::vector<NamedGroup>{{"users", 475136}}));
  EXPECT_EQ(entry.table.default_order, "+title");
  EXPECT_TRUE(entry.table.hidden);
  ASSERT_EQ(entry.table.columns.size(), 2U);
  EXPECT_EQ(entry.table.columns[0].default_value, "x");
  EXPECT_EQ(entry.table.columns[1].data_type, "varchar(50)");
  EXPECT_EQ(entry.table.columns[1].options.front().value, "1");
  EXPECT_EQ(entry.table.columns, json->tables.front().table.columns);
  EXPECT_EQ(entry.table.validations, json->tables.front().table.validations);
  EXPECT_EQ(entry.table.composite_keys, json->tables.front().table.composite_keys);
}

TEST(Schemas, NameBothEndsOfARelationByItsTables) {
  const auto schema =
      ReadSchema(SchemaFormat::kYaml, WithRelation("Subject: a, Relation: has_one, Object: b"));
  ASSERT_TRUE(schema) << schema.error().title;
  EXPECT_EQ(schema->relations, (std::vector<RelationEntry>{{"a", "b", "has_one", "a_id", "b_id"}}));
}

TEST(Schemas, MayRepeatWhatEveryTableHas) {
  const auto schema =
      ReadSchema(SchemaFormat::kYaml,
                 "Relations: [{Subject: a, Relation: belongs_to, Object: user_account},"
                 "{Subject: a, Relation: has_many, Object: usergroup}]");
  ASSERT_TRUE(schema) << schema.error().title;
  EXPECT_TRUE(schema->relations.empty());
}

TEST(Schemas, ReadActions) {
  const auto schema = ReadSchema(SchemaFormat::kYaml, R"(
Actions:
  - Name: close
    OnType: todo
    Permission: 32
    AccessGroups: [users]
    InFields: [{Name: note, ColumnType: label}]
    OutFields:
      - {Type: client.notify, Method: ACTIONRESPONSE, Attributes: {message: "~note"}}
)");
  ASSERT_TRUE(schema) << schema.error().title;
  ASSERT_EQ(schema->actions.size(), 1U);
  const ActionEntry& entry = schema->actions.front();
  EXPECT_EQ(entry.permission, 32);
  EXPECT_EQ(entry.action.label, "close");
  EXPECT_FALSE(entry.action.instance_optional);
  ASSERT_EQ(entry.action.steps.size(), 1U);
  EXPECT_EQ(entry.action.steps.front().attributes, (Json::Object{{"message", Json("~note")}}));
}

TEST(Schemas, OfAnEmptyFileDeclareNothing) {
  const auto schema = ReadSchema(SchemaFormat::kYaml, "");
  ASSERT_TRUE(schema);
  EXPECT_TRUE(schema->tables.empty());
  EXPECT_EQ(ReadSchema(SchemaFormat::kJson, "").error().status, 400);
}

TEST(Schemas, KnowKeysInAnyCaseAndThoseOfDaptin) {
  EXPECT_EQ(TitleOf("tables: [{tablename: todo, TableId: 7, StateMachines: [x]}]\nTasks: [x]"),
            "accepted");
}

struct BadSchema {
  std::string yaml;
  std::string title;
};

class BadSchemas : public testing::TestWithParam<BadSchema> {};

TEST_P(BadSchemas, AreRefusedWithThePlace) {
  EXPECT_EQ(TitleOf(GetParam().yaml), GetParam().title);
}

const std::string kNoName =
    " is no name: lower-case letters, digits and underscores, at most 63, a letter first";

INSTANTIATE_TEST_SUITE_P(
    Keys, BadSchemas,
    testing::Values(
        BadSchema{"[1]", "must be an object"},
        BadSchema{"Table: []", "the key \"Table\" is not known"},
        BadSchema{"Tables: {}", "Tables: must be a list"},
        BadSchema{"Tables: [7]", "Tables[0]: must be an object"},
        BadSchema{Todo("Permision: 0"), "Tables[0]: the key \"Permision\" is not known"},
        BadSchema{Todo("Permission: 1, permission: 2"),
                  "Tables[0]: the key \"permission\" is there twice"},
        BadSchema{Todo("Permission: -1"),
                  "Tables[0].Permission: must be a number from 0 to 4194303"},
        BadSchema{Todo("Permission: 4194304"),
                  "Tables[0].Permission: must be a number from 0 to 4194303"},
        BadSchema{Todo("IsHidden: yes"), "Tables[0].IsHidden: must be true or false"},
        BadSchema{Todo("AccessGroups: [{Permission: 1}]"),
                  "Tables[0].AccessGroups[0]: the name of the group is missing"},
        BadSchema{Todo("AccessGroups: [users, users]"),
                  "Tables[0].AccessGroups[1]: the group is named twice"},
        BadSchema{Todo("CompositeKeys: [[a]]"),
                  "Tables[0].CompositeKeys[0]: must be a list of 2 to 8 columns"},
        BadSchema{Todo("CompositeKeys: [[a, a]]"),
                  "Tables[0].CompositeKeys[0]: must name each column once"},
        BadSchema{"Tables: [{TableName: a}, {TableName: a}]", "Tables: \"a\" is declared twice"}));

INSTANTIATE_TEST_SUITE_P(
    Names, BadSchemas,
    testing::Values(
        BadSchema{"Tables: [{}]", "Tables[0].TableName: is missing"},
        BadSchema{"Tables: [{TableName: Todo}]", "Tables[0].TableName: \"Todo\"" + kNoName},
        BadSchema{"Tables: [{TableName: a_has_b}]",
                  "Tables[0].TableName: \"a_has_b\" has \"_has_\" in it, as join tables have"},
        BadSchema{"Tables: [{TableName: world}]",
                  "Tables[0].TableName: \"world\" is a built-in table"},
        BadSchema{"Tables: [{TableName: users}]", "Tables[0].TableName: \"users\" is reserved"},
        BadSchema{"Tables: [{TableName: user}]", "Tables[0].TableName: \"user\" is reserved"},
        BadSchema{WithColumn("ColumnType: label"), "Tables[0].Columns[0].Name: is missing"},
        BadSchema{WithColumn("Name: permission"),
                  "Tables[0].Columns[0].Name: \"permission\" is reserved"},
        BadSchema{WithColumn("Name: __type"), "Tables[0].Columns[0].Name: \"__type\"" + kNoName},
        BadSchema{WithColumn("Name: \"a'; drop table x\""),
                  "Tables[0].Columns[0].Name: \"a'; drop table x\"" + kNoName},
        BadSchema{Todo("Columns: [{Name: a}, {Name: a}]"),
                  "Tables[0].Columns[1].Name: \"a\" is declared twice"}));

INSTANTIATE_TEST_SUITE_P(
    Columns, BadSchemas,
    testing::Values(
        BadSchema{WithColumn("Name: a, ColumnType: foo"),
                  "Tables[0].Columns[0].ColumnType: \"foo\" is not known"},
        BadSchema{WithColumn("Name: a, ColumnType: encrypted"),
                  "Tables[0].Columns[0].ColumnType: \"encrypted\" is not supported"},
        BadSchema{
            WithColumn("Name: a, ColumnType: enum"),
            "Tables[0].Columns[0].Options: are missing; a column of type \"enum\" needs them"},
        BadSchema{WithColumn("Name: a, ColumnType: password, IsUnique: true"),
                  "Tables[0].Columns[0].IsUnique: is not possible for \"password\""},
        BadSchema{WithColumn("Name: a, IsForeignKey: true"),
                  "Tables[0].Columns[0].IsForeignKey: is not supported; declare a relation"},
        BadSchema{WithColumn("Name: a, DefaultValue: [1]"),
                  "Tables[0].Columns[0].DefaultValue: must be text, a number, or true or false"},
        BadSchema{Todo("Validations: [{ColumnName: a, Tags: no_such_tag}]"),
                  "Tables[0].Validations[0].Tags: \"no_such_tag\" is not known"},
        BadSchema{Todo("Conformations: [{Tags: trim}]"),
                  "Tables[0].Conformations[0].ColumnName: is missing"}));

INSTANTIATE_TEST_SUITE_P(
    Relations, BadSchemas,
    testing::Values(
        BadSchema{WithRelation("Subject: a, Object: b"), "Relations[0].Relation: is missing"},
        BadSchema{WithRelation("Subject: a, Relation: owns, Object: b"),
                  "Relations[0].Relation: \"owns\" is not known"},
        BadSchema{WithRelation("Subject: world, Relation: has_one, Object: b"),
                  "Relations[0].Subject: \"world\" is a built-in table"},
        BadSchema{WithRelation("Subject: a, Relation: has_one, Object: action"),
                  "Relations[0].Object: \"action\" is a built-in table"},
        BadSchema{WithRelation("Subject: a, Relation: belongs_to, Object: usergroup"),
                  "Relations[0].ObjectName: \"usergroup_id\" is reserved"},
        BadSchema{WithRelation("Subject: a, Relation: has_one, Object: b, Columns: [{Name: c}]"),
                  "Relations[0].Columns: are possible for many relations only"},
        BadSchema{WithRelation("Subject: a, Relation: has_many, Object: a"),
                  "Relations[0].SubjectName: and ObjectName must differ"},
        BadSchema{
            WithRelation("Subject: a, Relation: has_many, Object: b, Columns: [{Name: b_id}]"),
            "Relations[0].Columns: \"b_id\" is the name of an end of the relation"}));

INSTANTIATE_TEST_SUITE_P(
    Actions, BadSchemas,
    testing::Values(
        BadSchema{"Actions: [{OnType: todo}]", "Actions[0].Name: is missing"},
        BadSchema{"Actions: [{Name: a}]", "Actions[0].OnType: is missing"},
        BadSchema{"Actions: [{Name: signup, OnType: user_account}]",
                  "Actions[0].Name: \"signup\" is a built-in action"},
        BadSchema{"Actions: [{Name: a, OnType: t, Validations: [{ColumnName: b, Tags: required}]}]",
                  "Actions[0].Validations[0]: there is no field \"b\""},
        BadSchema{WithStep("Type: todo"), "Actions[0].OutFields[0].Method: is missing"},
        BadSchema{WithStep("Type: todo, Method: PUT"),
                  "Actions[0].OutFields[0].Method: \"PUT\" is not known"},
        BadSchema{WithStep("Type: __data_export, Method: EXECUTE"),
                  "Actions[0].OutFields[0].Type: \"__data_export\" is not supported"},
        BadSchema{WithStep("Type: todo, Method: POST, Condition: \"!a == b\""),
                  "Actions[0].OutFields[0].Condition: must be ~name, $name == text or $name != "
                  "text"},
        BadSchema{WithStep("Type: todo, Method: POST, Attributes: {a: [{b: \"x {{c}}\"}]}"),
                  "Actions[0].OutFields[0].Attributes: \"a\": JavaScript is not supported"},
        BadSchema{WithStep("Type: todo, Method: POST, Attributes: {a: \"js:1\"}"),
                  "Actions[0].OutFields[0].Attributes: \"a\": JavaScript is not supported"}));

TEST(Schemas, OfManyEntriesAreRefused) {
  std::string columns = "Columns: [";
  for (int i = 0; i < 201; ++i) columns += "{Name: c" + std::to_string(i) + "},";
  EXPECT_EQ(TitleOf(Todo(columns + "]")), "Tables[0].Columns: must have no more than 200 entries");
  EXPECT_EQ(TitleOf(std::string((std::size_t{1} << 20) + 1, ' ')), "more than 1 MiB");
}

TEST(Schemas, ShowOnlyTheBeginningOfWhatIsLong) {
  const std::string title = TitleOf("{" + std::string(5'000, 'k') + ": 1}");
  EXPECT_LT(title.size(), 200U);
}

}  // namespace
}  // namespace guildhall::daptin
