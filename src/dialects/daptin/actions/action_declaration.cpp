#include "dialects/daptin/actions/action_declaration.h"

#include <utility>

#include "dialects/daptin/actions/action_forms.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

// What is kept: one object with the members below. Members that say nothing are left out.

void PutText(Json::Object& out, const char* name, const std::string& text) {
  if (!text.empty()) out.emplace_back(name, Json(text));
}

void PutFlag(Json::Object& out, const char* name, bool flag) {
  if (flag) out.emplace_back(name, Json(true));
}

void PutArray(Json::Object& out, const char* name, Json::Array array) {
  if (!array.empty()) out.emplace_back(name, Json(std::move(array)));
}

Json OfOption(const Option& option) {
  Json::Object out;
  PutText(out, "value", option.value);
  PutText(out, "value_type", option.value_type);
  PutText(out, "label", option.label);
  return Json(std::move(out));
}

Json OfColumn(const Column& column) {
  Json::Object out;
  PutText(out, "name", column.name);
  PutText(out, "type", column.type);
  PutText(out, "data_type", column.data_type);
  PutText(out, "default_value", column.default_value);
  PutText(out, "description", column.description);
  PutFlag(out, "indexed", column.indexed);
  PutFlag(out, "unique", column.unique);
  PutFlag(out, "nullable", column.nullable);
  PutFlag(out, "hidden", column.hidden);
  Json::Array options;
  for (const Option& option : column.options) options.push_back(OfOption(option));
  PutArray(out, "options", std::move(options));
  return Json(std::move(out));
}

Json OfRule(const ColumnRule& rule) {
  Json::Object out;
  PutText(out, "column", rule.column);
  PutText(out, "tags", rule.tags);
  return Json(std::move(out));
}

Json OfStep(const OutcomeStep& step) {
  Json::Object out;
  PutText(out, "type", step.type);
  PutText(out, "method", step.method);
  PutText(out, "reference", step.reference);
  PutText(out, "condition", step.condition);
  if (!step.attributes.empty()) out.emplace_back("attributes", Json(step.attributes));
  PutFlag(out, "skip_in_response", step.skip_in_response);
  PutFlag(out, "continue_on_error", step.continue_on_error);
  return Json(std::move(out));
}

template <class T>
Json::Array OfAll(const std::vector<T>& values, Json (*of)(const T&)) {
  Json::Array array;
  for (const T& value : values) array.push_back(of(value));
  return array;
}

std::string TextAt(const Json& object, std::string_view name) {
  const Json* value = object.Find(name);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::string() : *text;
}

bool FlagAt(const Json& object, std::string_view name) {
  const Json* value = object.Find(name);
  const bool* flag = value == nullptr ? nullptr : value->AsBool();
  return flag != nullptr && *flag;
}

Option ReadOption(const Json& value) {
  return {TextAt(value, "value"), TextAt(value, "value_type"), TextAt(value, "label")};
}

template <class T>
std::vector<T> AllAt(const Json& object, std::string_view name, T (*read)(const Json&)) {
  std::vector<T> values;
  const Json* value = object.Find(name);
  const Json::Array* array = value == nullptr ? nullptr : value->AsArray();
  if (array == nullptr) return values;
  values.reserve(array->size());
  for (const Json& element : *array) values.push_back(read(element));
  return values;
}

Column ReadColumn(const Json& value) {
  Column column;
  column.name = TextAt(value, "name");
  column.type = TextAt(value, "type");
  column.data_type = TextAt(value, "data_type");
  column.default_value = TextAt(value, "default_value");
  column.description = TextAt(value, "description");
  column.indexed = FlagAt(value, "indexed");
  column.unique = FlagAt(value, "unique");
  column.nullable = FlagAt(value, "nullable");
  column.hidden = FlagAt(value, "hidden");
  column.options = AllAt(value, "options", ReadOption);
  return column;
}

ColumnRule ReadRule(const Json& value) { return {TextAt(value, "column"), TextAt(value, "tags")}; }

OutcomeStep ReadStep(const Json& value) {
  OutcomeStep step;
  step.type = TextAt(value, "type");
  step.method = TextAt(value, "method");
  step.reference = TextAt(value, "reference");
  step.condition = TextAt(value, "condition");
  const Json* attributes = value.Find("attributes");
  if (attributes != nullptr && attributes->AsObject() != nullptr) {
    step.attributes = *attributes->AsObject();
  }
  step.skip_in_response = FlagAt(value, "skip_in_response");
  step.continue_on_error = FlagAt(value, "continue_on_error");
  return step;
}

DeclaredAction BuiltinOf(const BuiltinAction& builtin) {
  DeclaredAction action = FormOf(builtin.id);
  action.name = builtin.name;
  action.label = builtin.label;
  action.table = builtin.table;
  action.instance_optional = builtin.instance_optional;
  return action;
}

}  // namespace

std::string WriteDeclaration(const DeclaredAction& action) {
  Json::Object out;
  PutText(out, "label", action.label);
  PutFlag(out, "instance_optional", action.instance_optional);
  PutArray(out, "input", OfAll(action.input, OfColumn));
  PutArray(out, "validations", OfAll(action.validations, OfRule));
  PutArray(out, "conformations", OfAll(action.conformations, OfRule));
  PutArray(out, "steps", OfAll(action.steps, OfStep));
  return ToText(Json(std::move(out)));
}

Result<DeclaredAction> ActionOf(std::string_view table, const Action& row) {
  if (const BuiltinAction* builtin = FindBuiltinAction(row.id)) return BuiltinOf(*builtin);
  const Result<Json> value = ParseJson(row.declaration);
  if (!value || value->AsObject() == nullptr) {
    return Fail(Errc::kInternal, "the declaration of action " + row.name + " is damaged");
  }
  DeclaredAction action;
  action.name = row.name;
  action.label = TextAt(*value, "label");
  action.table = table;
  action.instance_optional = FlagAt(*value, "instance_optional");
  action.input = AllAt(*value, "input", ReadColumn);
  action.validations = AllAt(*value, "validations", ReadRule);
  action.conformations = AllAt(*value, "conformations", ReadRule);
  action.steps = AllAt(*value, "steps", ReadStep);
  return action;
}

}  // namespace guildhall::daptin
