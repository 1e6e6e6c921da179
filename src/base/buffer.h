#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

namespace guildhall {

/// A growing run of bytes written at the end: what answers and documents are made in. Movable, not
/// copyable. Blocks of the usual size are kept per thread, so a small answer allocates nothing.
/// Not thread-safe; may be made on one thread and destroyed on another.
class Buffer {
 public:
  Buffer() = default;
  ~Buffer() { Release(); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    if (this != &other) {
      Release();
      data_ = std::exchange(other.data_, nullptr);
      size_ = std::exchange(other.size_, 0);
      capacity_ = std::exchange(other.capacity_, 0);
    }
    return *this;
  }
  explicit Buffer(std::string_view text) { Append(text); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::string_view view() const { return {data_, size_}; }
  [[nodiscard]] const char* data() const { return data_; }

  /// `text` may be a part of this buffer.
  void Append(std::string_view text) {
    if (text.empty()) return;
    if (text.size() > capacity_ - size_) return AppendGrowing(text);
    std::memcpy(data_ + size_, text.data(), text.size());
    size_ += text.size();
  }
  /// A literal: its length is known to the compiler, and bytes of zero inside it are kept.
  template <std::size_t N>
  void Append(const char (&literal)[N]) {
    assert(literal[N - 1] == '\0');
    std::memcpy(Reserve(N - 1), literal, N - 1);
    size_ += N - 1;
  }
  /// An array that somebody filled is no literal: say how much of it is meant.
  template <std::size_t N>
  void Append(char (&array)[N]) = delete;
  /// A number is no character: `AppendNumber`.
  template <class T>
  requires(std::is_arithmetic_v<T> && !std::same_as<T, char>) void Append(T) = delete;
  void Append(char c) {
    *Reserve(1) = c;
    ++size_;
  }
  void AppendNumber(std::int64_t value);

  /// Room for `count` more bytes at the end; follow with `Commit` of what was written.
  char* Reserve(std::size_t count) {
    if (count > capacity_ - size_) Grow(count);
    return data_ + size_;
  }
  void Commit(std::size_t count) { size_ += count; }
  /// Forgets everything after the first `size` bytes; keeps the block.
  void Truncate(std::size_t size) { size_ = size < size_ ? size : size_; }
  void Clear() { size_ = 0; }

 private:
  void Grow(std::size_t count);
  void AppendGrowing(std::string_view text);
  void Release();

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace guildhall
