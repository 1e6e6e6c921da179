#include "http/read_buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace guildhall::http {
namespace {

constexpr std::size_t kKeptBlocks = 64;
// Less room than this is not worth a system call while a request is known to go on.
constexpr std::size_t kLeastRoom = 4 << 10;

char* Allocate(std::size_t bytes) {
  // Zeroed: the padding is read before anything has been written there.
  auto* block = static_cast<char*>(std::calloc(bytes + ReadBuffer::kPadding, 1));
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

BlockPool::~BlockPool() {
  for (char* block : blocks_) std::free(block);
}

char* BlockPool::Take() {
  if (blocks_.empty()) return Allocate(ReadBuffer::kUsualBytes);
  char* block = blocks_.back();
  blocks_.pop_back();
  return block;
}

void BlockPool::Give(char* block) {
  if (blocks_.size() == kKeptBlocks) return std::free(block);
  blocks_.push_back(block);
}

void ReadBuffer::Prepare(std::size_t expected) {
  if (block_ == nullptr) {
    block_ = pool_.Take();
    capacity_ = kUsualBytes;
    begin_ = end_ = 0;
  }
  if (empty()) {
    begin_ = end_ = 0;
    if (capacity_ > kUsualBytes) {
      Release();
      return Prepare(expected);
    }
    return;
  }
  if (begin_ > 0 && free_size() < kLeastRoom) {
    std::memmove(block_, block_ + begin_, size());
    end_ = size();
    begin_ = 0;
  }
  // Doubling, not what the head promises: memory follows bytes that have really come.
  const std::size_t wanted =
      expected > 0 ? std::min(expected - std::min(expected, size()), kLeastRoom) : kLeastRoom;
  if (free_size() < std::max<std::size_t>(wanted, 1)) Grow(capacity_ * 2);
}

/// Moves into a file, or makes the file larger. False when neither can be.
bool ReadBuffer::GrowSpool(std::size_t capacity) {
  if (spool_) {
    if (!spool_->Grow(capacity + kPadding)) return false;
    block_ = spool_->data();
    capacity_ = capacity;
    return true;
  }
  auto spool = Spool::Make(pool_.spool_folder(), capacity + kPadding);
  if (!spool) return false;
  const std::size_t unread = size();
  std::memcpy(spool->data(), block_ + begin_, unread);
  Release();
  spool_ = std::move(spool);
  block_ = spool_->data();
  capacity_ = capacity;
  begin_ = 0;
  end_ = unread;
  return true;
}

void ReadBuffer::Grow(std::size_t capacity) {
  if (capacity > kSpoolBytes && GrowSpool(capacity)) return;
  char* grown = Allocate(capacity);
  const std::size_t unread = size();
  std::memcpy(grown, block_ + begin_, unread);
  Release();
  block_ = grown;
  capacity_ = capacity;
  begin_ = 0;
  end_ = unread;
}

void ReadBuffer::Release() {
  if (spool_) {
    spool_.reset();
  } else if (block_ != nullptr) {
    if (capacity_ == kUsualBytes) {
      pool_.Give(block_);
    } else {
      std::free(block_);
    }
  }
  block_ = nullptr;
  capacity_ = begin_ = end_ = 0;
}

}  // namespace guildhall::http
