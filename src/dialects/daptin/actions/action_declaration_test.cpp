#include "dialects/daptin/actions/action_declaration.h"

#include <gtest/gtest.h>

#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

DeclaredAction Full() {
  DeclaredAction action;
  action.name = "close";
  action.label = "Close \"it\"";
  action.table = "todo";
  action.instance_optional = true;
  action.input = {{.name = "note",
                   .type = "label",
                   .data_type = "varchar(50)",
                   .default_value = "x",
                   .description = "why",
                   .indexed = true,
                   .unique = true,
                   .nullable = true,
                   .hidden = true,
                   .options = {{"a", "string", "A"}, {"b"}}},
                  {.name = "count", .type = "measurement", .data_type = "int"}};
  action.validations = {{"note", "required,min=2"}};
  action.conformations = {{"note", "trim"}, {"note", "lower"}};
  OutcomeStep make{.type = "entry", .method = "POST", .reference = "made", .condition = "~note"};
  make.attributes = {{"text", Json("$note")},
                     {"deep", Json(Json::Object{{"n", Json(Json::Array{Json(1), Json(1.5)})}})},
                     {"none", Json()}};
  make.skip_in_response = true;
  OutcomeStep tell{.type = "client.notify", .method = "ACTIONRESPONSE"};
  tell.continue_on_error = true;
  action.steps = {make, tell};
  return action;
}

Action RowOf(const DeclaredAction& action) {
  Action row;
  row.id = ActionId(7);
  row.name = action.name;
  row.declaration = WriteDeclaration(action);
  return row;
}

TEST(ActionDeclarations, ReadBackWhatWasWritten) {
  const DeclaredAction full = Full();
  const auto read = ActionOf("todo", RowOf(full));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, full);

  DeclaredAction bare;
  bare.name = "nothing";
  bare.table = "todo";
  const auto nothing = ActionOf("todo", RowOf(bare));
  ASSERT_TRUE(nothing);
  EXPECT_EQ(*nothing, bare);
}

TEST(ActionDeclarations, OfBuiltinActionsComeWithTheServer) {
  for (const BuiltinAction& builtin : kBuiltinActions) {
    Action row;
    row.id = builtin.id;
    row.name = "stored_under_another_name";
    const auto action = ActionOf(builtin.table, row);
    ASSERT_TRUE(action) << builtin.name;
    EXPECT_EQ(action->name, builtin.name);
    EXPECT_EQ(action->label, builtin.label);
    EXPECT_EQ(action->instance_optional, builtin.instance_optional);
    EXPECT_TRUE(action->steps.empty());
  }
  Action sign_up;
  sign_up.id = kSignUp;
  const auto form = ActionOf(kAccounts, sign_up);
  ASSERT_TRUE(form);
  ASSERT_EQ(form->input.size(), 4U);
  EXPECT_EQ(form->input[3].name, "passwordConfirm");
  ASSERT_EQ(form->validations.size(), 3U);
  EXPECT_EQ(form->validations[1], (ColumnRule{"name", "required"}));
}

TEST(ActionDeclarations, DamagedOnesAreToldSo) {
  Action row;
  row.id = ActionId(7);
  for (const char* text : {"", "[]", "{", "1"}) {
    row.declaration = text;
    EXPECT_EQ(ActionOf("todo", row).error().code, Errc::kInternal) << text;
  }
}

}  // namespace
}  // namespace guildhall::daptin
