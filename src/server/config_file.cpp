#include "server/config_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace guildhall {
namespace {

std::string Join(const std::string& table, std::string_view key) {
  return table.empty() ? std::string(key) : table + "." + std::string(key);
}

Result<FileSetting> ReadValue(const std::string& key, const toml::node& node) {
  FileSetting value{.key = key, .line = static_cast<int>(node.source().begin.line)};
  if (const auto* text = node.as_string()) {
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.type = Setting::Type::kInteger;
    value.text = std::to_string(integer->get());
  } else if (const auto* boolean = node.as_boolean()) {
    value.type = Setting::Type::kBoolean;
    value.text = boolean->get() ? "true" : "false";
  } else {
    return Fail(Errc::kInvalid, "line " + std::to_string(value.line) + ": " + key +
                                    " must be text, an integer or a boolean");
  }
  return value;
}

Result<void> Flatten(const toml::table& table, const std::string& prefix,
                     std::vector<FileSetting>& values) {
  for (const auto& [name, node] : table) {
    const std::string key = Join(prefix, name.str());
    if (const auto* inner = node.as_table()) {
      GH_CHECK(Flatten(*inner, key, values));
      continue;
    }
    GH_TRY(FileSetting value, ReadValue(key, node));
    values.push_back(std::move(value));
  }
  return {};
}

}  // namespace

Result<std::vector<FileSetting>> ReadConfigFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return Fail(Errc::kInvalid, "cannot read the configuration file " + path);
  }
  const toml::parse_result parsed = toml::parse(text, path);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return Fail(Errc::kInvalid, path + ", line " + std::to_string(error.source().begin.line) +
                                    ": " + std::string(error.description()));
  }
  std::vector<FileSetting> values;
  if (auto flat = Flatten(parsed.table(), "", values); !flat) {
    return Fail(Errc::kInvalid, path + ", " + flat.error().detail);
  }
  std::stable_sort(values.begin(), values.end(),
                   [](const FileSetting& a, const FileSetting& b) { return a.line < b.line; });
  return values;
}

}  // namespace guildhall
