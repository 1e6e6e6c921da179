#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/daptin/context.h"

namespace guildhall::daptin {

/// What was sent to an action, from every place where it may stand. [Daptin "Actions": attributes,
/// members beside them, then the query]
class ActionInput {
 public:
  static constexpr std::size_t kMaxAttributes = 1'000;

  /// kInvalid with the problem "body" for what is neither a JSON object nor a form, and for more
  /// than `kMaxAttributes`.
  static Result<ActionInput> Read(const http::Request& request);

  /// The attribute of that name, or null. Lives until something is set.
  [[nodiscard]] const Json* Find(std::string_view name) const;
  /// The text of an attribute without white space around it; "" for what is missing or no text.
  [[nodiscard]] std::string_view Text(std::string_view name) const;
  /// Each name once.
  [[nodiscard]] const Json::Object& attributes() const { return attributes_; }

  /// Adds the attribute, or takes the place of the one of that name: what the path says wins over
  /// everything.
  void Set(std::string_view name, Json value);

 private:
  Json::Object attributes_;
};

}  // namespace guildhall::daptin
