#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::syncano {

/// The path below "/v1.1" or "/v1", with its first slash; other paths as they are.
std::string_view BelowVersion(std::string_view path);
/// Whether `path` fits `pattern`, whose parameters stand as `{name}` and fill whole segments.
bool FitsPattern(std::string_view path, std::string_view pattern);

/// A positive id in a path; nothing for anything else.
std::optional<std::int64_t> ParsePathId(std::string_view text);

/// An instance's name in a path as it is stored; nothing when no instance can have it. `scratch`
/// holds the text when it had to be lowered.
std::optional<std::string_view> StoredInstanceName(std::string_view text, std::string& scratch);

}  // namespace guildhall::syncano
