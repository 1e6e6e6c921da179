#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/config.h"

namespace guildhall {

/// One key of the configuration. One rule makes its three spellings: `storage.synchronous` in the
/// file, `GUILDHALL_STORAGE_SYNCHRONOUS` in the environment, `--storage-synchronous` as a flag.
struct Setting {
  enum class Type : std::uint8_t { kText, kInteger, kBoolean };

  std::string key = {};
  Type type = Type::kText;
  bool secret = false;       ///< its value is never shown
  std::string allowed = {};  ///< what it may be, for people: "full or normal"
  std::string help = {};     ///< one or two sentences
  /// The value as text, the way that `set` takes it.
  std::function<std::string(const Config&)> show = {};
  /// False, with nothing changed, when `text` is not allowed.
  std::function<bool(Config&, std::string_view text)> set = {};

  [[nodiscard]] std::string FlagName() const;         ///< "--storage-synchronous"
  [[nodiscard]] std::string EnvironmentName() const;  ///< "GUILDHALL_STORAGE_SYNCHRONOUS"
};

inline constexpr std::string_view kEnvironmentPrefix = "GUILDHALL_";

/// All settings, in the order in which they are shown.
const std::vector<Setting>& Settings();

/// The one of `names` that is most like `name`; nothing when none is near enough to be meant.
std::optional<std::string> NearestName(std::string_view name,
                                       const std::vector<std::string>& names);

}  // namespace guildhall
