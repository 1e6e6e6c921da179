#include "base/random.h"

#include <algorithm>
#include <cstring>
#include <sodium.h>

namespace guildhall {

namespace {

/// Bytes that this thread has fetched and nobody has had yet. What is handed out is wiped here. A
/// process that forks would hand them out twice: this one does not.
struct Block {
  std::array<std::uint8_t, 512> bytes{};
  std::size_t used = 512;
};

}  // namespace

// Identifiers are drawn by the row, and asking the kernel costs more than the bytes do.
void SystemRandom::Fill(std::span<std::uint8_t> bytes) {
  thread_local Block block;
  if (bytes.size() > block.bytes.size() / 8) return randombytes_buf(bytes.data(), bytes.size());
  if (bytes.size() > block.bytes.size() - block.used) {
    randombytes_buf(block.bytes.data(), block.bytes.size());
    block.used = 0;
  }
  std::uint8_t* const taken = block.bytes.data() + block.used;
  std::copy_n(taken, bytes.size(), bytes.begin());
  sodium_memzero(taken, bytes.size());
  block.used += bytes.size();
}

SeededRandom::SeededRandom(std::uint64_t seed) : seed_(seed) {}

void SeededRandom::Fill(std::span<std::uint8_t> bytes) {
  std::array<std::uint8_t, randombytes_SEEDBYTES> seed{};
  const std::uint64_t draw = drawn_.fetch_add(1);
  std::memcpy(seed.data(), &seed_, sizeof seed_);
  std::memcpy(seed.data() + sizeof seed_, &draw, sizeof draw);
  randombytes_buf_deterministic(bytes.data(), bytes.size(), seed.data());
}

}  // namespace guildhall
