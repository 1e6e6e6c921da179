#include "base/random.h"

#include <cstring>
#include <sodium.h>

namespace guildhall {

void SystemRandom::Fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
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
