#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::bench {

/// What a benchmark was started with:
/// `[--brief] [--json FILE] [--NAME VALUE]... [folder | postgresql://...]`.
struct Arguments {
  bool brief = false;
  std::string json{};  ///< figures are appended to this file; "": to none
  std::string place;   ///< the temporary folder when nothing else is said
  std::map<std::string, std::string, std::less<>> named{};  ///< the values of `--NAME`

  // What was given under the name; else `brief_one` in a brief run, and `usual` in any other. What
  // is no number ends the program.
  [[nodiscard]] std::int64_t Number(std::string_view name, std::int64_t usual,
                                    std::int64_t brief_one) const;
  /// Numbers with commas between them.
  [[nodiscard]] std::vector<std::int64_t> Numbers(std::string_view name,
                                                  std::vector<std::int64_t> usual,
                                                  std::vector<std::int64_t> brief_ones) const;
  [[nodiscard]] std::string Text(std::string_view name, std::string_view usual = "") const;
};

/// Ends the program with a message for a `--NAME` that is none of `names`.
Arguments ReadArguments(int count, char** arguments,
                        const std::vector<std::string_view>& names = {});

}  // namespace guildhall::bench
