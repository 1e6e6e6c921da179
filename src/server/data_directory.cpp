#include "server/data_directory.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/strings.h"

namespace guildhall {
namespace {

/// Closes what it holds at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool valid() const { return value_ >= 0; }
  int Release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

std::string Why() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe)

tl::unexpected<Failure> Refuse(const std::string& what) {
  return GiveUp(ExitCode::kDataDirectory, what);
}

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string ReadSome(int descriptor) {
  std::array<char, 256> bytes{};
  const ssize_t count = pread(descriptor, bytes.data(), bytes.size(), 0);
  return {bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

}  // namespace

OrFailure<DataDirectory> DataDirectory::Open(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder(path);
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return Refuse("cannot make the data directory " + path + ": " + Why());
  }
  const std::string file = path + "/lock";
  Descriptor lock(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) return Refuse("cannot use the data directory " + path + ": " + Why());
  if (flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return Refuse("the data directory " + path + " is in use by process " +
                  std::string(Trim(ReadSome(lock.get()))) +
                  "; stop that one, or give this one another directory by --data");
  }
  // For the message above only: the lock is what counts, and it dies with the process.
  if (ftruncate(lock.get(), 0) != 0 || !WriteAll(lock.get(), std::to_string(getpid()) + "\n")) {
    return Refuse("cannot write to the data directory " + path + ": " + Why());
  }
  return DataDirectory(path, lock.Release());
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) close(lock_);
}

OrFailure<std::optional<Secret>> DataDirectory::ReadDataKey() const {
  const std::string file = DataKeyFile();
  const Descriptor key(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!key.valid()) {
    if (errno == ENOENT) return std::nullopt;
    return GiveUp(ExitCode::kDataKey, "cannot read " + file + ": " + Why());
  }
  struct stat status {};
  if (fstat(key.get(), &status) != 0 || (status.st_mode & 077U) != 0) {
    return GiveUp(ExitCode::kDataKey,
                  "others may read " + file + "; the server uses it after: chmod 600 " + file);
  }
  return Secret(std::string(Trim(ReadSome(key.get()))));
}

OrFailure<void> DataDirectory::WriteDataKey(const Secret& hex) const {
  const std::string file = DataKeyFile();
  const Descriptor key(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const Descriptor folder(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!key.valid() || !folder.valid() || !WriteAll(key.get(), std::string(hex.Reveal()) + "\n") ||
      fsync(key.get()) != 0 || fsync(folder.get()) != 0) {
    return GiveUp(ExitCode::kDataKey, "cannot write " + file + ": " + Why());
  }
  return {};
}

}  // namespace guildhall
