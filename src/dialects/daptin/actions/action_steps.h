#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/daptin/actions/action_input.h"
#include "dialects/daptin/context.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {

/// One notification, instruction or text of an action's answer, as members of `Attributes`.
struct Outcome {
  struct Member {
    std::string_view name;
    std::string_view text{};
    std::int64_t number = 0;
    bool is_number = false;
  };
  std::string_view type;
  std::vector<Member> members{};  ///< none: `Attributes` is null
};

/// What clients are told to do next, as a JSON array. [Daptin "Actions": outcomes]
std::string WriteOutcomes(std::initializer_list<Outcome> outcomes);
http::Response AnswerWith(std::string_view outcomes);

// The built-in actions. The caller has passed both gates; what is changed later asks them again.
Result<http::Answer> SignUp(const Context& context, const ActionInput& input);
Result<http::Answer> SignIn(const Context& context, const ActionInput& input);
Result<http::Answer> BecomeAdministrator(const Context& context, const ActionInput& input);
Result<http::Answer> RequestPasswordReset(const Context& context, const ActionInput& input);
Result<http::Answer> FinishPasswordReset(const Context& context, const ActionInput& input);
/// A new token for the account that the input names, which must be one's own.
Result<http::Answer> RenewToken(const Context& context, const ActionInput& input);
// Of administrators: what tables there are. A schema is applied at once, and refused whole.
Result<http::Answer> UploadSchema(const Context& context, const ActionInput& input);
Result<http::Answer> RemoveTable(const Context& context, const ActionInput& input);
Result<http::Answer> RemoveColumn(const Context& context, const ActionInput& input);
Result<http::Answer> RenameColumn(const Context& context, const ActionInput& input);

}  // namespace guildhall::daptin
