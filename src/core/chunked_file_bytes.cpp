#include <optional>
#include <utility>

#include "core/files.h"

namespace guildhall {
namespace {

// Chunks that one change removes: as much as it may take without holding up others.
constexpr std::int32_t kRemovedAtOnce = 64;

std::int64_t ChunkAt(std::int64_t offset) {
  return offset / static_cast<std::int64_t>(FileBytes::kPiece);
}

}  // namespace

Result<void> ChunkedFileBytes::Write(TenantId tenant, std::string_view name, std::int64_t offset,
                                     std::string_view piece) {
  return WriteAndWait(store_, {tenant}, [&](Transaction& tx) -> Result<void> {
    return tx.files().InsertChunk(tenant, name, ChunkAt(offset), piece);
  });
}

Result<void> ChunkedFileBytes::Keep(TenantId, std::string_view) {
  return {};  // each piece was committed
}

Result<std::string> ChunkedFileBytes::Read(TenantId tenant, std::string_view name,
                                           std::int64_t offset) const {
  std::optional<std::string> chunk;
  GH_CHECK(store_.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(chunk, snapshot.files().FindChunk(tenant, name, ChunkAt(offset)));
    return {};
  }));
  if (!chunk) return Fail(Errc::kNotFound);
  return *std::move(chunk);
}

Result<void> ChunkedFileBytes::Remove(TenantId tenant, std::string_view name) {
  std::int64_t removed = kRemovedAtOnce;
  while (removed == kRemovedAtOnce) {
    GH_CHECK(WriteAndWait(store_, {kSite}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(removed, tx.files().RemoveChunks(tenant, name, kRemovedAtOnce));
      return {};
    }));
  }
  return {};
}

}  // namespace guildhall
