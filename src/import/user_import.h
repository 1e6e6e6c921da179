#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/core.h"
#include "import/record_reader.h"

namespace guildhall::import {

/// What is to be imported, and how.
struct UserFile {
  std::string path;
  Format format = Format::kJsonLines;
  std::vector<std::string> ignored{};  ///< columns or members to pass over, lower-case
  std::string report{};                ///< path of the report of refused lines
};

/// How far an import is.
struct Progress {
  std::int64_t offset = 0;  ///< bytes of the file that are done
  std::int64_t size = 0;    ///< of the file, in bytes
  std::int64_t made = 0;    ///< people who are in the tenant now
  std::int64_t refused = 0;
  // What an earlier run had done.
  std::int64_t resumed_at = 0;   ///< bytes
  std::int64_t made_before = 0;  ///< people
};

struct ImportOptions {
  std::size_t people_per_change = 500;
  std::size_t changes_ahead = 2;  ///< being written, or waiting for that, while the next is read
  /// Told after every commit, on the calling thread. Returns false to stop: what is committed
  /// stays, and the next run goes on behind it.
  std::function<bool(const Progress&)> on_progress{};
};

/// Puts the people of the file into the caller's tenant, in the order of the file. Needs what
/// `UserImports::Add` needs. Whatever ends it early, the next run over the same file goes on where
/// the last commit was: nobody is made twice or left out, and the report has every refused line
/// once. Two at a time over one file do not harm each other: one of them stops with kConflict.
/// Errors carry their reason in `detail`: kInvalid (the columns), kNotFound (the file),
/// kUnavailable (store, file or report), kForbidden.
Result<Progress> ImportUsers(Core& core, const Caller& caller, const UserFile& file,
                             const ImportOptions& options);

}  // namespace guildhall::import
