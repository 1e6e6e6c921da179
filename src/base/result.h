#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "base/error.h"

namespace guildhall {

/// A value or the `Error` that kept it from being made. Every fallible call returns one.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using Base = tl::expected<T, Error>;
  using Base::Base;
  Result(Base base) : Base(std::move(base)) {}  // NOLINT(google-explicit-constructor)
};

/// The failure side: `return Fail(Errc::kNotFound);`.
inline tl::unexpected<Error> Fail(Errc code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, {}, std::move(detail)});
}

/// One refused field: `return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});`.
inline tl::unexpected<Error> Fail(Errc code, Problem problem) {
  return tl::unexpected<Error>(Error{code, {std::move(problem)}, {}});
}

inline tl::unexpected<Error> Fail(Errc code, std::vector<Problem> problems) {
  return tl::unexpected<Error>(Error{code, std::move(problems), {}});
}

inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

namespace detail {
/// Ends the process with a message; see GH_BUG.
[[noreturn]] void Bug(const char* file, int line, const char* message);
}  // namespace detail

}  // namespace guildhall

#define GH_CONCAT_INNER(a, b) a##b
#define GH_CONCAT(a, b) GH_CONCAT_INNER(a, b)

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration takes none, and pasted names need none.

/// `GH_TRY(Group group, Find(id));` declares `group`, or returns the Error to our caller.
#define GH_TRY(declaration, expression) \
  GH_TRY_INNER(GH_CONCAT(gh_result_, __LINE__), declaration, expression)
#define GH_TRY_INNER(result, declaration, expression)               \
  auto result = (expression);                                       \
  if (!result) return ::guildhall::Fail(std::move(result).error()); \
  declaration = std::move(*result)

// NOLINTEND(bugprone-macro-parentheses)

/// `GH_CHECK(Write(row));` for a `Result<void>`: returns its Error to our caller, if any.
#define GH_CHECK(expression)                                 \
  do {                                                       \
    if (auto gh_check = (expression); !gh_check)             \
      return ::guildhall::Fail(std::move(gh_check).error()); \
  } while (false)

/// A broken invariant of ours, never something a client can cause: ends the process with one line.
#define GH_BUG(message) ::guildhall::detail::Bug(__FILE__, __LINE__, message)
