#include "server/config_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace guildhall {
namespace {

std::string Quote(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
      continue;
    }
    std::array<char, 8> escape{};
    std::snprintf(escape.data(), escape.size(), "\\u%04X", static_cast<unsigned>(c));
    out += escape.data();
  }
  return out + "\"";
}

std::string ValueText(const Setting& setting, const Config& config) {
  const std::string text = setting.show(config);
  if (setting.secret) return text.empty() ? "\"\"" : "\"********\"";
  return setting.type == Setting::Type::kText ? Quote(text) : text;
}

std::string TableOf(const Setting& setting) {
  const std::size_t dot = setting.key.find('.');
  return dot == std::string::npos ? "" : setting.key.substr(0, dot);
}

/// A line of the configuration file that says setting `i`, and where its value came from.
std::string LineOf(const LoadedConfig& loaded, std::size_t i) {
  const Setting& setting = Settings()[i];
  const std::string table = TableOf(setting);
  const std::string name = table.empty() ? setting.key : setting.key.substr(table.size() + 1);
  // The file cannot name itself, so this line would be refused if it were one.
  const std::string comment = setting.key == "config" ? "# " : "";
  return comment + name + " = " + ValueText(setting, loaded.config) + "  # " + loaded.origins[i] +
         "\n";
}

constexpr const char* kPreface = R"(# Configuration

Every setting has three spellings, made by one rule: a key of the TOML file that `--config` names, a variable of the
environment, and a flag. A flag wins over the environment, the environment over the file, the file over the default.
An unknown name in any of the three is an error, and so is a value that is not allowed. `guildhall check-config`, with the
flags that `guildhall serve` is given, prints what is in force and where each value came from; secrets are masked.

This page is generated: `guildhall check-config --reference > docs/configuration.md`.
)";

}  // namespace

std::string DescribeConfig(const LoadedConfig& loaded) {
  // TOML wants the keys without a table first, and each table once.
  std::vector<std::string> tables = {""};
  for (const Setting& setting : Settings()) {
    if (std::ranges::find(tables, TableOf(setting)) == tables.end()) {
      tables.push_back(TableOf(setting));
    }
  }
  std::string out;
  for (const std::string& table : tables) {
    if (!table.empty()) out += "\n[" + table + "]\n";
    for (std::size_t i = 0; i < Settings().size(); ++i) {
      if (TableOf(Settings()[i]) == table) out += LineOf(loaded, i);
    }
  }
  return out;
}

std::string ConfigurationReference() {
  const Config defaults;
  std::string out = kPreface;
  for (const Setting& setting : Settings()) {
    const std::string value = setting.show(defaults);
    out += "\n## `" + setting.key + "`\n\n" + setting.help + "\n\n";
    out += "- flag `" + setting.FlagName() + "`, environment `" + setting.EnvironmentName() + "`\n";
    out += "- " + setting.allowed + "; default " + (value.empty() ? "none" : "`" + value + "`");
    out += setting.secret ? "; secret\n" : "\n";
  }
  return out;
}

std::string FlagHelp(const Setting& setting) {
  const std::string value = setting.show(Config{});
  return setting.help + " (" + setting.allowed + (value.empty() ? ")" : "; default " + value + ")");
}

}  // namespace guildhall
