#pragma once

#include <charconv>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace guildhall {

/// Writes text where room has been reserved, without a check for each piece. Whoever makes one has
/// counted the room.
class Cursor {
 public:
  /// Room that `Number` may need.
  static constexpr std::size_t kLongestNumber = 20;

  explicit Cursor(char* at) : begin_(at), at_(at) {}

  template <std::size_t N>
  void Literal(const char (&text)[N]) {
    std::memcpy(at_, text, N - 1);
    at_ += N - 1;
  }
  void Text(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  template <class Integer>
  void Number(Integer value) {
    at_ = std::to_chars(at_, at_ + kLongestNumber, value).ptr;
  }
  /// What `put` writes at the place that it is given; it returns the place behind that.
  template <class Put>
  void Written(Put put) {
    at_ = put(at_);
  }
  /// Bytes written.
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  char* begin_;
  char* at_;
};

}  // namespace guildhall
