#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace guildhall {

/// A 64-bit number that says in its type what it numbers, so that swapping two arguments does not
/// compile. A value: cheap to copy, thread-safe.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::int64_t value() const { return value_; }
  friend constexpr auto operator<=>(Id, Id) = default;  // NOLINT(modernize-use-nullptr)

  template <class H>
  friend H AbslHashValue(H state, Id id) {
    return H::combine(std::move(state), id.value_);
  }

 private:
  std::int64_t value_ = 0;
};

}  // namespace guildhall

template <class Tag>
struct std::hash<guildhall::Id<Tag>> {
  std::size_t operator()(guildhall::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value());
  }
};
