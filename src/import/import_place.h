#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "import/record_reader.h"

namespace guildhall::import {

/// How far the commits of an import have come: what the next run has to know.
struct ImportPlace {
  Place place;            ///< of the file
  std::int64_t made = 0;  ///< people so far
  std::int64_t refused = 0;
  std::int64_t report_size = 0;  ///< of the report before the last change
  std::string last_lines;        ///< what the last change adds to the report

  friend bool operator==(const ImportPlace&, const ImportPlace&) = default;
};

std::string TextOf(const ImportPlace& place);
/// kInternal when the text is none of ours.
Result<ImportPlace> ReadPlace(std::string_view text);

/// What stands for the file in the store: 32 hexadecimal digits of its first bytes, its size and
/// the tenant's view of it, so that a file that was changed is another one. kNotFound.
Result<std::string> NameOfFile(const std::string& path);

}  // namespace guildhall::import
