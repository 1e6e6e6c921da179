#include "http/spool.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace guildhall::http {
namespace {

int OpenNameless(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // Not every file system has files without a name.
  std::string name = folder + "/guildhall-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

/// A file that has holes would end the process once the disk is full.
bool Reserve(int file, std::size_t bytes) {
  return ::posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0;
}

}  // namespace

std::unique_ptr<Spool> Spool::Make(const std::string& folder, std::size_t bytes) {
  const int file = OpenNameless(folder);
  if (file < 0) return nullptr;
  void* data = MAP_FAILED;
  if (Reserve(file, bytes)) {
    data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  }
  if (data == MAP_FAILED) {
    ::close(file);
    return nullptr;
  }
  return std::unique_ptr<Spool>(new Spool(file, static_cast<char*>(data), bytes));
}

Spool::~Spool() {
  ::munmap(data_, bytes_);
  ::close(file_);
}

bool Spool::Grow(std::size_t bytes) {
  if (bytes <= bytes_) return true;
  if (!Reserve(file_, bytes)) return false;
  void* data = ::mremap(data_, bytes_, bytes, MREMAP_MAYMOVE);
  if (data == MAP_FAILED) return false;
  data_ = static_cast<char*>(data);
  bytes_ = bytes;
  return true;
}

std::string DefaultSpoolFolder() {
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/tmp";
}

}  // namespace guildhall::http
