#include "bench/arguments.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/strings.h"

namespace guildhall::bench {
namespace {

[[noreturn]] void Refuse(std::string_view argument, const std::vector<std::string_view>& names) {
  std::fprintf(stderr, "%.*s: not understood; there are --brief, --json FILE",
               static_cast<int>(argument.size()), argument.data());
  for (const std::string_view name : names) {
    std::fprintf(stderr, ", --%.*s VALUE", static_cast<int>(name.size()), name.data());
  }
  std::fprintf(stderr, ", and a folder or a URL\n");
  std::exit(2);
}

std::int64_t NumberOf(std::string_view text) {
  const auto number = ParseInteger(text);
  if (!number) Refuse(text, {});
  return *number;
}

}  // namespace

std::int64_t Arguments::Number(std::string_view name, std::int64_t usual,
                               std::int64_t brief_one) const {
  const auto found = named.find(name);
  if (found != named.end()) return NumberOf(found->second);
  return brief ? brief_one : usual;
}

std::vector<std::int64_t> Arguments::Numbers(std::string_view name, std::vector<std::int64_t> usual,
                                             std::vector<std::int64_t> brief_ones) const {
  const auto found = named.find(name);
  if (found == named.end()) return brief ? std::move(brief_ones) : std::move(usual);
  std::vector<std::int64_t> numbers;
  std::string_view rest = found->second;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    numbers.push_back(NumberOf(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return numbers;
}

std::string Arguments::Text(std::string_view name, std::string_view usual) const {
  const auto found = named.find(name);
  return found == named.end() ? std::string(usual) : found->second;
}

Arguments ReadArguments(int count, char** arguments, const std::vector<std::string_view>& names) {
  Arguments read{.place = std::filesystem::temp_directory_path()};
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--brief") {
      read.brief = true;
      continue;
    }
    if (!argument.starts_with("--")) {
      read.place = argument;
      continue;
    }
    const std::string_view name = argument.substr(2);
    const bool known = name == "json" || std::ranges::find(names, name) != names.end();
    if (!known || i + 1 == count) Refuse(argument, names);
    const std::string value = arguments[++i];
    if (name == "json") {
      read.json = value;
    } else {
      read.named.insert_or_assign(std::string(name), value);
    }
  }
  return read;
}

}  // namespace guildhall::bench
