#include "store/sqlite/file_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace guildhall::store {
namespace {

std::string Reason(int number) { return std::generic_category().message(number); }

}  // namespace

Result<FileLock> FileLock::Take(const std::string& path) {
  FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.file_ < 0) return Fail(Errc::kUnavailable, "open " + path + ": " + Reason(errno));
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return Fail(Errc::kUnavailable, "another process has the database: " + path + " is locked");
  }
  return Fail(Errc::kUnavailable, "lock " + path + ": " + Reason(errno));
}

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

void FileLock::Release() {
  if (file_ >= 0) ::close(std::exchange(file_, -1));
}

}  // namespace guildhall::store
