#include "store/sqlite/file_folder.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace guildhall::store {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

tl::unexpected<Error> Failed(const char* what) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT;
  return Fail(full ? Errc::kUnavailable : Errc::kInternal,
              std::string("cannot ") + what + " a file: " + std::generic_category().message(error));
}

/// A descriptor that closes itself.
class Handle {
 public:
  Handle(const std::string& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, kFileMode)) {}
  ~Handle() {
    if (number_ >= 0) ::close(number_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Result<void> MakeFolder(const std::string& path) {
  if (::mkdir(path.c_str(), kFolderMode) == 0 || errno == EEXIST) return {};
  return Failed("make the folder of");
}

Result<void> Synchronize(const std::string& path, int flags) {
  const Handle handle(path, flags);
  if (!handle.is_open() || ::fsync(handle.number()) != 0) return Failed("keep");
  return {};
}

/// Names come from the core, or out of a path that was looked up before. Nothing else is opened.
bool IsName(std::string_view name) {
  return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
  });
}

}  // namespace

Result<FileFolder::Place> FileFolder::PlaceOf(TenantId tenant, std::string_view name) const {
  if (!IsName(name)) return Fail(Errc::kInternal, "that is no name of a file");
  Place place;
  place.folder = path_ + '/' + std::to_string(tenant.value());
  place.file = place.folder + '/' + std::string(name);
  return place;
}

Result<void> FileFolder::Write(TenantId tenant, std::string_view name, std::int64_t offset,
                               std::string_view piece) {
  GH_TRY(const Place place, PlaceOf(tenant, name));
  if (offset == 0) {
    GH_CHECK(MakeFolder(path_));
    GH_CHECK(MakeFolder(place.folder));
  }
  const Handle file(place.file, offset == 0 ? O_WRONLY | O_CREAT | O_EXCL : O_WRONLY);
  if (!file.is_open()) return Failed("write");
  while (!piece.empty()) {
    const ssize_t written = ::pwrite(file.number(), piece.data(), piece.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Failed("write");
    piece.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
  return {};
}

Result<void> FileFolder::Keep(TenantId tenant, std::string_view name) {
  GH_TRY(const Place place, PlaceOf(tenant, name));
  // An empty file has no piece.
  if (::access(place.file.c_str(), F_OK) != 0) GH_CHECK(Write(tenant, name, 0, {}));
  GH_CHECK(Synchronize(place.file, O_WRONLY));
  GH_CHECK(Synchronize(place.folder, O_RDONLY | O_DIRECTORY));
  return Synchronize(path_, O_RDONLY | O_DIRECTORY);
}

Result<std::string> FileFolder::Read(TenantId tenant, std::string_view name,
                                     std::int64_t offset) const {
  GH_TRY(const Place place, PlaceOf(tenant, name));
  const Handle file(place.file, O_RDONLY);
  if (!file.is_open()) return errno == ENOENT ? Fail(Errc::kNotFound) : Failed("read");
  std::string piece(kPiece, '\0');
  std::size_t size = 0;
  while (size < piece.size()) {
    const ssize_t read = ::pread(file.number(), piece.data() + size, piece.size() - size,
                                 offset + static_cast<std::int64_t>(size));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return Failed("read");
    if (read == 0) break;
    size += static_cast<std::size_t>(read);
  }
  if (size == 0) return Fail(Errc::kNotFound);
  piece.resize(size);
  return piece;
}

Result<void> FileFolder::Remove(TenantId tenant, std::string_view name) {
  GH_TRY(const Place place, PlaceOf(tenant, name));
  if (::unlink(place.file.c_str()) != 0 && errno != ENOENT) return Failed("remove");
  return {};
}

}  // namespace guildhall::store
