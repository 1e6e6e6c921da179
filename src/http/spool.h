#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace guildhall::http {

/// Memory that lies in a temporary file without a name, so that the system may write it out and
/// take it back: what is large and comes from outside. Its room on the disk is reserved before it
/// is given, so that writing to it never fails. One thread at a time.
class Spool {
 public:
  /// `bytes` of zeros, at least; null when there is no room in `folder`, or no such folder.
  static std::unique_ptr<Spool> Make(const std::string& folder, std::size_t bytes);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  [[nodiscard]] char* data() { return data_; }
  /// Makes it larger, which may move it; false when there is no room: then all is as it was.
  bool Grow(std::size_t bytes);

 private:
  Spool(int file, char* data, std::size_t bytes) : file_(file), data_(data), bytes_(bytes) {}

  int file_;
  char* data_;
  std::size_t bytes_;
};

/// Where they lie unless somebody says otherwise: `TMPDIR`, or /tmp.
std::string DefaultSpoolFolder();

}  // namespace guildhall::http
