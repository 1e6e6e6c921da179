#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "server/settings.h"

namespace guildhall {

// Makers of `Setting`. `Member` is a callable from `Config&` to the member that it sets; it is also
// used on a copy to read, so that a default is written in one place only.

template <class Member>
Setting TextSetting(std::string key, Member member, std::string allowed, std::string help) {
  Setting setting{.key = std::move(key), .allowed = std::move(allowed), .help = std::move(help)};
  setting.show = [member](const Config& config) {
    Config copy = config;
    return std::string(member(copy));
  };
  setting.set = [member](Config& config, std::string_view text) {
    member(config) = std::string(text);
    return true;
  };
  return setting;
}

template <class Member>
Setting SecretSetting(std::string key, Member member, std::string allowed, std::string help) {
  Setting setting{.key = std::move(key),
                  .secret = true,
                  .allowed = std::move(allowed),
                  .help = std::move(help)};
  setting.show = [member](const Config& config) {
    Config copy = config;
    return std::string(member(copy).Reveal());
  };
  setting.set = [member](Config& config, std::string_view text) {
    member(config) = Secret(std::string(text));
    return true;
  };
  return setting;
}

template <class Member>
Setting IntegerSetting(std::string key, Member member, std::pair<std::int64_t, std::int64_t> bounds,
                       std::string help) {
  Setting setting{.key = std::move(key), .type = Setting::Type::kInteger, .help = std::move(help)};
  setting.allowed = std::to_string(bounds.first) + " to " + std::to_string(bounds.second);
  setting.show = [member](const Config& config) {
    Config copy = config;
    return std::to_string(member(copy));
  };
  setting.set = [member, bounds](Config& config, std::string_view text) {
    const auto value = ParseInteger(text);
    if (!value || *value < bounds.first || *value > bounds.second) return false;
    member(config) = static_cast<std::remove_reference_t<decltype(member(config))>>(*value);
    return true;
  };
  return setting;
}

template <class Member>
Setting BooleanSetting(std::string key, Member member, std::string help) {
  Setting setting{.key = std::move(key),
                  .type = Setting::Type::kBoolean,
                  .allowed = "true or false",
                  .help = std::move(help)};
  setting.show = [member](const Config& config) {
    Config copy = config;
    return std::string(member(copy) ? "true" : "false");
  };
  setting.set = [member](Config& config, std::string_view text) {
    if (text != "true" && text != "false") return false;
    member(config) = text == "true";
    return true;
  };
  return setting;
}

/// `choices`: the words and what they stand for.
template <class Member, class Value>
Setting ChoiceSetting(std::string key, Member member,
                      std::vector<std::pair<std::string, Value>> choices, std::string help) {
  Setting setting{.key = std::move(key), .help = std::move(help)};
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) setting.allowed += i + 1 == choices.size() ? " or " : ", ";
    setting.allowed += choices[i].first;
  }
  setting.show = [member, choices](const Config& config) {
    Config copy = config;
    for (const auto& [word, value] : choices) {
      if (member(copy) == value) return word;
    }
    return std::string();
  };
  setting.set = [member, choices](Config& config, std::string_view text) {
    for (const auto& [word, value] : choices) {
      if (word != text) continue;
      member(config) = value;
      return true;
    }
    return false;
  };
  return setting;
}

}  // namespace guildhall
