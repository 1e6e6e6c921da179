#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "core/file.h"
#include "core/removals.h"
#include "core/store.h"
#include "core/value.h"

namespace guildhall {

/// Where the bytes of files lie; the rows that name them are the store's. Implementations are
/// thread-safe, and may wait: never on an event loop, never inside a change.
class FileBytes {
 public:
  static constexpr std::size_t kPiece = std::size_t{256} << 10;

  virtual ~FileBytes() = default;
  /// Writes one piece of a new file. `offset` is a multiple of `kPiece`; only the last piece may be
  /// shorter than that. Pieces come in order. kUnavailable when there is no room.
  virtual Result<void> Write(TenantId tenant, std::string_view name, std::int64_t offset,
                             std::string_view piece) = 0;
  /// When this returns, what was written survives `kill -9` and loss of power.
  virtual Result<void> Keep(TenantId tenant, std::string_view name) = 0;
  /// The piece at `offset`, a multiple of `kPiece`; kNotFound when it is not there.
  virtual Result<std::string> Read(TenantId tenant, std::string_view name,
                                   std::int64_t offset) const = 0;
  /// Does nothing when there is no such file.
  virtual Result<void> Remove(TenantId tenant, std::string_view name) = 0;
};

/// Bytes in the store's own rows, `FileBytes::kPiece` in each and each in a change of its own, so
/// that a big file does not hold up the writer, and every node of a database serves it.
class ChunkedFileBytes final : public FileBytes {
 public:
  /// `store` outlives this.
  explicit ChunkedFileBytes(Store& store) : store_(store) {}

  Result<void> Write(TenantId tenant, std::string_view name, std::int64_t offset,
                     std::string_view piece) override;
  Result<void> Keep(TenantId tenant, std::string_view name) override;
  Result<std::string> Read(TenantId tenant, std::string_view name,
                           std::int64_t offset) const override;
  Result<void> Remove(TenantId tenant, std::string_view name) override;

 private:
  Store& store_;
};

/// The files of records. A file is staged first: its row says when it is given up, and its bytes
/// are written and kept. A record takes it by holding its `FileValue`; from then on it is found by
/// its name, which nobody can guess and which is all that is asked of who reads it. What a record
/// lets go, in whatever way, is not found any more and is swept later, like what no record ever
/// took: so a crash leaves nothing behind but work for the sweep.
///
/// Thread-safe. What stages, reads bytes or sweeps waits for disks and commits: for threads that
/// may.
class Files {
 public:
  static constexpr std::size_t kMaxExtension = 16;   ///< characters, without the dot
  static constexpr std::size_t kMaxMediaType = 128;  ///< longer ones become "any bytes"
  static constexpr std::int64_t kStagedSeconds = 3600;

  /// Everything given outlives this.
  Files(Store& store, FileBytes& bytes, const Clock& clock, Random& random,
        const Removals& removals)
      : store_(store), bytes_(bytes), clock_(clock), random_(random), removals_(removals) {}

  /// What is to be staged. Views live as long as the call.
  struct Draft {
    std::string_view extension;  ///< without its dot; may be empty
    std::string_view media_type;
    std::string_view bytes;
  };
  /// Makes a file for a record of the tenant. Of the extension only letters and digits of ASCII are
  /// kept. kInvalid with "file" kTooLong for one that is longer than `kMaxExtension`.
  Result<FileValue> Stage(TenantId tenant, const Draft& draft);
  /// Makes another file with the bytes of one that `Get` has found; never holds all of them.
  Result<FileValue> StageCopy(const File& file);

  /// The file of that name, of whatever tenant, while a record that is not as good as gone shows
  /// it: its field is in its collection's schema and holds it. kNotFound.
  Result<File> Get(const Snapshot& snapshot, std::string_view name) const;
  /// The piece at `offset`, a multiple of `FileBytes::kPiece`. kNotFound once it has been swept.
  Result<std::string> Read(const File& file, std::int64_t offset) const;

  /// Removes up to `limit` files that are due, bytes first; how many. Several nodes may do it.
  Result<std::int32_t> Sweep(std::int32_t limit);

 private:
  /// Writes the row of a new file, which waits for its record from now on.
  Result<File> Begin(TenantId tenant, std::string_view extension, std::string_view media_type,
                     std::int64_t size);
  /// Whether the file is still due, and nobody can take it any more.
  Result<bool> Condemn(const File& file);

  Store& store_;
  FileBytes& bytes_;
  const Clock& clock_;
  Random& random_;
  const Removals& removals_;
};

}  // namespace guildhall
