// ReadSchema takes any bytes in either format: it gives a schema, or a refusal with a title that is
// short and valid UTF-8. What ReadYaml gives is within its limits, and can be written as JSON that
// says the same.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/strings.h"
#include "dialects/daptin/schema/schema_document.h"
#include "dialects/daptin/schema/schema_yaml.h"

namespace {

using guildhall::Json;
using guildhall::daptin::ReadSchema;
using guildhall::daptin::ReadYaml;
using guildhall::daptin::SchemaFormat;

constexpr std::size_t kLongestTitle = 1'000;
constexpr std::size_t kMostValues = 100'000;

void CheckRefusal(const guildhall::daptin::Refusal& refusal) {
  if (refusal.status != 400 || refusal.title.empty()) GH_BUG("a refusal without its reason");
  if (refusal.title.size() > kLongestTitle) GH_BUG("a title that repeats what was sent");
  if (!guildhall::IsValidUtf8(refusal.title)) GH_BUG("a title that is no text");
}

std::size_t CountValues(const Json& json) {
  std::size_t count = 1;
  if (const auto* array = json.AsArray()) {
    for (const Json& element : *array) count += CountValues(element);
  }
  if (const auto* object = json.AsObject()) {
    for (const auto& [name, value] : *object) count += CountValues(value);
  }
  return count;
}

void CheckSchema(SchemaFormat format, std::string_view input) {
  const auto schema = ReadSchema(format, input);
  if (!schema) return CheckRefusal(schema.error());
  for (const auto& entry : schema->tables) {
    if (entry.table.name.empty() || entry.table.name.find("_has_") != std::string::npos) {
      GH_BUG("a table of a name that none may have");
    }
    for (const auto& column : entry.table.columns) {
      if (column.name.empty() || column.name == "permission") GH_BUG("a column hides another");
    }
  }
}

void CheckYaml(std::string_view input) {
  const auto json = ReadYaml(input);
  if (!json) return CheckRefusal(json.error());
  if (CountValues(*json) > kMostValues) GH_BUG("more values than allowed");
  const auto again = guildhall::ParseJson(ToText(*json));
  if (!again) GH_BUG("what was read cannot be written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckSchema(SchemaFormat::kYaml, input);
  CheckSchema(SchemaFormat::kJson, input);
  CheckYaml(input);
  return 0;
}
