#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/spool.h"

namespace guildhall::http {

/// Blocks of `ReadBuffer::kUsualBytes`, kept for the connections of one loop. One thread.
class BlockPool {
 public:
  /// `spool_folder`: where buffers lie that have grown large.
  explicit BlockPool(std::string spool_folder) : spool_folder_(std::move(spool_folder)) {}
  ~BlockPool();
  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;
  char* Take();
  void Give(char* block);
  [[nodiscard]] const std::string& spool_folder() const { return spool_folder_; }

 private:
  const std::string spool_folder_;
  std::vector<char*> blocks_;
};

/// What a connection has received and not yet answered. Its memory is taken when bytes are awaited
/// and given back when there is nothing to keep. Beyond `kSpoolBytes` it lies in a temporary file,
/// where there is room for one, and in memory otherwise. Bytes behind the unread ones can be read
/// for `kPadding` (JSON is parsed in place). One thread at a time.
class ReadBuffer {
 public:
  static constexpr std::size_t kUsualBytes = 16 << 10;
  static constexpr std::size_t kPadding = 64;
  static constexpr std::size_t kSpoolBytes = 256 << 10;

  explicit ReadBuffer(BlockPool& pool) : pool_(pool) {}
  ~ReadBuffer() { Release(); }
  ReadBuffer(const ReadBuffer&) = delete;
  ReadBuffer& operator=(const ReadBuffer&) = delete;

  [[nodiscard]] char* data() { return block_ + begin_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] bool has_memory() const { return block_ != nullptr; }

  /// Makes room for more bytes, moving or growing; `expected` is the size that the present request
  /// will have, or 0 when that is not known. Moves what is unread.
  void Prepare(std::size_t expected);
  [[nodiscard]] char* free_space() { return block_ + end_; }
  [[nodiscard]] std::size_t free_size() const { return capacity_ - end_; }
  /// `count` bytes have arrived at `free_space`.
  void Commit(std::size_t count) { end_ += count; }
  void Consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }
  /// Forgets unread bytes behind the first `size`.
  void Truncate(std::size_t size) { end_ = begin_ + size; }
  /// Gives the memory back, unread bytes and all.
  void Release();
  /// Whether it lies in a file at present.
  [[nodiscard]] bool spooled() const { return spool_ != nullptr; }

 private:
  void Grow(std::size_t capacity);
  bool GrowSpool(std::size_t capacity);

  BlockPool& pool_;
  char* block_ = nullptr;
  std::unique_ptr<Spool> spool_;  // behind the block, when it is large
  std::size_t capacity_ = 0;      // without the padding
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace guildhall::http
