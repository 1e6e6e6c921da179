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
  /// kInvalid with the problem "body" for what is neither a JSON object nor a form.
  static Result<ActionInput> Read(const http::Request& request);

  /// The text of an attribute without white space around it; "" for what is missing or no text.
  [[nodiscard]] std::string_view Text(std::string_view name) const;

 private:
  Json::Object attributes_;
};

}  // namespace guildhall::daptin
