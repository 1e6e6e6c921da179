#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace guildhall {

/// Where unpredictable bytes come from; a seam, so that tests can repeat themselves. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  /// Every byte of `bytes` is written.
  virtual void Fill(std::span<std::uint8_t> bytes) = 0;
};

/// The operating system's generator; fit for keys. Call `InitializeCrypto` first.
class SystemRandom final : public Random {
 public:
  void Fill(std::span<std::uint8_t> bytes) override;
};

/// The same draws in the same order for the same seed, for tests only. Thread-safe.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  void Fill(std::span<std::uint8_t> bytes) override;

 private:
  std::uint64_t seed_;
  std::atomic<std::uint64_t> drawn_ = 0;
};

template <std::size_t N>
std::array<std::uint8_t, N> RandomBytes(Random& random) {
  std::array<std::uint8_t, N> bytes{};
  random.Fill(bytes);
  return bytes;
}

}  // namespace guildhall
