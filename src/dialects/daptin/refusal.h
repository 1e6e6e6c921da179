#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace guildhall::daptin {

/// An answer in the dialect's own words to input that never reaches the core.
struct Refusal {
  int status = 400;
  std::string title;

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// A value read from a request, or how it is refused.
template <class T>
using Reading = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> Refused(int status, std::string title) {
  return tl::unexpected<Refusal>(Refusal{status, std::move(title)});
}

}  // namespace guildhall::daptin
