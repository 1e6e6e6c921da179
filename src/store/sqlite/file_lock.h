#pragma once

#include <string>

#include "base/result.h"

namespace guildhall::store {

/// An exclusive lock by way of a file of its own; the operating system ends it with the process.
class FileLock {
 public:
  /// Does not wait: kUnavailable when another holder has it.
  static Result<FileLock> Take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock() { Release(); }

  void Release();

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace guildhall::store
