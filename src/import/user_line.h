#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/user_imports.h"

namespace guildhall::import {

/// What of a person a line may hold, for `--help`-like texts: "username, email, ...".
std::string KnownColumns();

/// The fields of a CSV record, unquoted; nothing when its quotes are wrong.
std::optional<std::vector<std::string>> SplitCsv(std::string_view record);

/// Which column of a CSV file means what; columns to be passed over have an empty name.
class Columns {
 public:
  /// From the file's first record. kInvalid with a reason in `detail` for a column that is neither
  /// known nor among `ignored`, that stands there twice, or when none names a person.
  static Result<Columns> FromHeader(std::string_view header,
                                    const std::vector<std::string>& ignored);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

/// The person in a line. kInvalid with a reason fit for people in `detail`. In CSV an empty field
/// is an absent one, and groups stand in one field, with semicolons between them; in JSON `null` is
/// an absent one, and groups are an array of texts.
Result<ImportedUser> FromJsonLine(std::string_view line, const std::vector<std::string>& ignored);
Result<ImportedUser> FromCsvRecord(std::string_view record, const Columns& columns);

}  // namespace guildhall::import
