#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/topic.h"

namespace guildhall::store {

/// What commits said, as the payloads of notifications: numbers, spaces, colons and semicolons
/// only, each shorter than the 8,000 bytes that PostgreSQL carries.
std::vector<std::string> NewsText(const std::vector<Said>& news);

/// The news of one payload. What cannot be read, as of another version, is left out.
std::vector<Said> ParseNews(std::string_view payload);

}  // namespace guildhall::store
