#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

// What the attributes and conditions of a declared action's steps say of its input, of the session
// and of what earlier steps have given. [Daptin "Actions": references]
//
// A text that is `~x.y` stands for the value itself, with its type, and for null when there is
// none. `$x.y` inside a text is replaced by that value as text, by nothing when x is there and y is
// not; `$x` stays as it is when nothing is called x. An element of a list is `x[0]` or `x.0`.
// Everything else stands for itself; what was put in is never looked at again, so no input becomes
// a reference. Expressions in JavaScript are not run: they stand for themselves too.

/// What can be named while an action is executed.
class ActionScope {
 public:
  /// All that is put in for references, together.
  static constexpr std::size_t kMaxBytes = 1U << 20;

  /// Takes the place of what has that name.
  void Set(std::string_view name, Json value);
  [[nodiscard]] bool Has(std::string_view name) const;
  /// The value at a path ("x.y", "x[0].y", "x.0.y"), or null. Lives until something is set.
  [[nodiscard]] const Json* Find(std::string_view path) const;

  /// A declared value with its references replaced, in lists and objects too. 400 once more than
  /// `kMaxBytes` were put in by this scope.
  Reading<Json> Resolve(const Json& declared);
  /// Whether a condition, which was checked when it was declared, holds. "" does.
  [[nodiscard]] bool Holds(std::string_view condition) const;

 private:
  Json ResolveValue(const Json& declared);
  Json ResolveText(const std::string& declared);

  Json::Object values_;
  std::size_t put_in_ = 0;
};

/// 400 unless the condition is "", `~x.y`, which holds unless that is missing, null, false, 0, ""
/// or empty, or the text "false" or "0"; or a comparison of a reference with a text, `$x.y == text`
/// or `$x.y != text`, where quotation marks around the text do not count.
Reading<void> CheckCondition(std::string_view condition);

/// The first names of the references in a declared value: "x" of `~x.y`.
std::set<std::string> NamesIn(const Json& declared);

}  // namespace guildhall::daptin
