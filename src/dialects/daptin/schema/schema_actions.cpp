#include <algorithm>
#include <string>

#include "dialects/daptin/actions/action_references.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

// `ReferenceId` and `RequestSubjectRelations` are what the server finds out by itself.
// [Daptin "schema": Action, Outcome]
constexpr std::string_view kActionKeys[] = {
    "Name",        "Label",         "OnType",      "InstanceOptional",
    "Permission",  "AccessGroups",  "InFields",    "OutFields",
    "Validations", "Conformations", "ReferenceId", "RequestSubjectRelations"};
constexpr std::string_view kStepKeys[] = {
    "Type",       "Method",         "Reference",       "Condition",
    "Attributes", "SkipInResponse", "ContinueOnError", "LogToConsole"};
constexpr std::string_view kRowMethods[] = {"POST", "PATCH", "DELETE", "GET", "GET_BY_ID"};
constexpr std::string_view kPerformer = "jwt.token";

/// Starts with a letter, as what stands in a path and in references. [Daptin "Actions"]
bool IsActionName(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kAll =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  return !name.empty() && name.size() <= 63 &&
         kLetters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(kAll) == std::string_view::npos;
}

bool IsScript(std::string_view text) {
  return text.starts_with('!') || text.starts_with("js:") ||
         text.find("{{") != std::string_view::npos;
}

/// Whether a script stands anywhere in a value.
bool HasScript(const Json& value) {
  if (const std::string* text = value.AsString()) return IsScript(*text);
  if (const Json::Array* array = value.AsArray()) return std::ranges::any_of(*array, HasScript);
  if (const Json::Object* object = value.AsObject()) {
    return std::ranges::any_of(*object,
                               [](const Json::Member& member) { return HasScript(member.second); });
  }
  return false;
}

/// A name by which later steps find something; "" is none.
bool IsReference(std::string_view name) {
  return name.empty() || (IsActionName(name) && name.find_first_of(".-") == std::string_view::npos);
}

void CheckMethod(const SchemaObject& object, const OutcomeStep& step) {
  if (step.type.empty()) object.Say("Type", "is missing");
  if (step.method.empty()) return object.Say("Method", "is missing");
  if (step.method == "EXECUTE") {
    if (step.type != kPerformer) object.Say("Type", Quoted(step.type) + " is not supported");
    return;
  }
  const bool known = step.method == "ACTIONRESPONSE" ||
                     std::ranges::find(kRowMethods, step.method) != std::end(kRowMethods);
  if (!known) object.Say("Method", Quoted(step.method) + " is not known");
}

OutcomeStep ReadStep(const SchemaObject& object) {
  OutcomeStep step{.type = object.Text("Type"),
                   .method = object.Text("Method"),
                   .reference = object.Text("Reference"),
                   .condition = object.ScalarText("Condition"),
                   .attributes = {},
                   .skip_in_response = object.Flag("SkipInResponse"),
                   .continue_on_error = object.Flag("ContinueOnError")};
  CheckMethod(object, step);
  if (!IsReference(step.reference)) object.Say("Reference", Quoted(step.reference) + " is no name");
  if (const auto checked = CheckCondition(step.condition); !checked) {
    object.Say("Condition", checked.error().title);
  }
  const Json* attributes = object.Find("Attributes");
  if (attributes == nullptr) return step;
  const Json::Object* members = attributes->AsObject();
  if (members == nullptr) {
    object.Say("Attributes", "must be an object");
    return step;
  }
  for (const auto& [name, value] : *members) {
    if (HasScript(value)) object.Say("Attributes", Quoted(name) + ": JavaScript is not supported");
  }
  step.attributes = *members;
  return step;
}

void CheckRules(const SchemaObject& object, std::string_view key,
                const std::vector<ColumnRule>& rules, const std::vector<Column>& input) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (std::ranges::find(input, rules[i].column, &Column::name) != input.end()) continue;
    object.issue().Say(object.PlaceOf(key, i), "there is no field " + Quoted(rules[i].column));
  }
}

void CheckAction(const SchemaObject& object, const DeclaredAction& action) {
  if (!IsActionName(action.name)) {
    object.Say("Name", action.name.empty() ? "is missing" : Quoted(action.name) + " is no name");
  }
  if (action.table.empty()) object.Say("OnType", "is missing");
  if (FindBuiltinAction(action.table, action.name) != nullptr) {
    object.Say("Name", Quoted(action.name) + " is a built-in action");
  }
  CheckRules(object, "Validations", action.validations, action.input);
  CheckRules(object, "Conformations", action.conformations, action.input);
}

ActionEntry ReadAction(const SchemaObject& object) {
  ActionEntry entry;
  DeclaredAction& action = entry.action;
  action.name = object.Text("Name");
  action.label = object.Text("Label");
  if (action.label.empty()) action.label = action.name;
  action.table = object.Text("OnType");
  action.instance_optional = object.Flag("InstanceOptional");
  action.input = ReadColumns(object, "InFields", ColumnsOf::kInput);
  action.validations = ReadValidations(object);
  action.conformations = ReadConformations(object);
  for (const Json& json : object.List("OutFields", kMaxSteps)) {
    const SchemaObject step(json, object.PlaceOf("OutFields", action.steps.size()), kStepKeys,
                            object.issue());
    action.steps.push_back(ReadStep(step));
  }
  entry.permission = object.Permission("Permission");
  entry.access_groups = ReadGroups(object, "AccessGroups");
  CheckAction(object, action);
  return entry;
}

}  // namespace

std::vector<ActionEntry> ReadActions(const SchemaObject& root) {
  std::vector<ActionEntry> entries;
  for (const Json& json : root.List("Actions", kMostActions)) {
    const SchemaObject object(json, root.PlaceOf("Actions", entries.size()), kActionKeys,
                              root.issue());
    entries.push_back(ReadAction(object));
  }
  return entries;
}

}  // namespace guildhall::daptin
