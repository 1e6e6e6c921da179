#include "http/openapi.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/strings.h"

namespace guildhall::http {
namespace {

struct Operation {
  const RouteTable* table;
  const Route* route;
};
using Paths = std::map<std::string_view, std::vector<Operation>>;

/// The names between braces, in order.
std::vector<std::string_view> ParametersOf(std::string_view pattern) {
  std::vector<std::string_view> names;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    names.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  }
  return names;
}

/// Unique, because a method and a pattern are: "syncano_get_v1_1_instances_by_instance".
std::string OperationId(const Operation& operation) {
  std::string id = operation.table->dialect + "_" + ToLowerAscii(NameOf(operation.route->method));
  for (const char c : operation.route->pattern) {
    if (c == '{') {
      id += "by_";
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      id += c;
    } else if (c != '}') {
      id += '_';
    }
  }
  return id;
}

void WriteOperation(JsonWriter& json, const Operation& operation) {
  json.KeyText(ToLowerAscii(NameOf(operation.route->method)));
  json.BeginObject();
  json.Member("operationId", OperationId(operation));
  json.Member("summary", operation.route->summary);
  json.Key("tags");
  json.BeginArray();
  json.Text(operation.table->dialect);
  json.EndArray();
  json.Key("responses");
  json.BeginObject();
  json.Key("default");
  json.BeginObject();
  json.Member("description", "As the dialect's page describes it.");
  json.EndObject();
  json.EndObject();
  json.EndObject();
}

void WriteParameters(JsonWriter& json, std::string_view pattern) {
  json.Key("parameters");
  json.BeginArray();
  for (const std::string_view name : ParametersOf(pattern)) {
    json.BeginObject();
    json.Member("name", name);
    json.Member("in", "path");
    json.Member("required", true);
    json.Key("schema");
    json.BeginObject();
    json.Member("type", "string");
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string DescribeRoutes(const Router& router, std::string_view version) {
  Paths paths;
  Buffer out;
  JsonWriter json(out);
  json.BeginObject();
  json.Member("openapi", "3.0.3");
  json.Key("info");
  json.BeginObject();
  json.Member("title", "Guildhall");
  json.Member("version", version);
  json.EndObject();
  json.Key("tags");
  json.BeginArray();
  for (const auto& table : router.tables()) {
    json.BeginObject();
    json.Member("name", table->dialect);
    json.EndObject();
    for (const Route& route : table->routes) {
      if (route.method == Method::kOther) continue;
      paths[route.pattern].push_back({table.get(), &route});
    }
  }
  json.EndArray();
  json.Key("paths");
  json.BeginObject();
  for (const auto& [pattern, operations] : paths) {
    json.KeyText(pattern);
    json.BeginObject();
    WriteParameters(json, pattern);
    for (const Operation& operation : operations) WriteOperation(json, operation);
    json.EndObject();
  }
  json.EndObject();
  json.EndObject();
  return std::string(out.view());
}

}  // namespace guildhall::http
