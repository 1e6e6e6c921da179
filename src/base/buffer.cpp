#include "base/buffer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <new>

namespace guildhall {
namespace {

// Blocks of one usual size wait here for the next answer of this thread.
constexpr std::size_t kUsualBlock = 4096;
constexpr std::size_t kKeptBlocks = 16;

struct BlockPool {
  std::array<char*, kKeptBlocks> blocks{};
  std::size_t count = 0;
  std::size_t limit = kKeptBlocks;
  // A buffer that outlives the pool of its thread gives its block back to the allocator.
  ~BlockPool() {
    limit = 0;
    while (count > 0) std::free(blocks[--count]);
  }
};

thread_local BlockPool pool;

}  // namespace

void Buffer::AppendNumber(std::int64_t value) {
  constexpr std::size_t kLongest = 20;
  char* begin = Reserve(kLongest);
  const auto end = std::to_chars(begin, begin + kLongest, value);
  size_ += static_cast<std::size_t>(end.ptr - begin);
}

void Buffer::AppendGrowing(std::string_view text) {
  const std::less_equal<const char*> not_after;
  const bool own =
      data_ != nullptr && not_after(data_, text.data()) && not_after(text.data(), data_ + size_);
  const std::size_t offset = own ? static_cast<std::size_t>(text.data() - data_) : 0;
  char* end = Reserve(text.size());
  std::memcpy(end, own ? data_ + offset : text.data(), text.size());
  size_ += text.size();
}

void Buffer::Grow(std::size_t count) {
  const std::size_t needed = size_ + count;
  if (data_ == nullptr && needed <= kUsualBlock) {
    data_ =
        pool.count > 0 ? pool.blocks[--pool.count] : static_cast<char*>(std::malloc(kUsualBlock));
    if (data_ == nullptr) throw std::bad_alloc();
    capacity_ = kUsualBlock;
    return;
  }
  const std::size_t capacity = std::max(needed, capacity_ * 2);
  auto* grown = static_cast<char*>(std::malloc(capacity));
  if (grown == nullptr) throw std::bad_alloc();
  if (size_ > 0) std::memcpy(grown, data_, size_);
  const std::size_t size = size_;
  Release();
  data_ = grown;
  size_ = size;
  capacity_ = capacity;
}

void Buffer::Release() {
  if (data_ != nullptr) {
    if (capacity_ == kUsualBlock && pool.count < pool.limit) {
      pool.blocks[pool.count++] = data_;
    } else {
      std::free(data_);
    }
  }
  data_ = nullptr;
  size_ = 0;
  capacity_ = 0;
}

}  // namespace guildhall
