#include <utility>

#include "base/crypto.h"
#include "base/strings.h"
#include "core/gates.h"
#include "dialects/daptin/actions/action_steps.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMinPassword = 8;
constexpr std::size_t kMaxPassword = 1024;
constexpr std::size_t kMaxName = 80;  // [Daptin "Users and groups": name, max 80 length]

/// A member of the array that a successful sign-up answers.
constexpr auto kDone = "Sign-up successful. Redirecting to sign in";

/// Whether `text` may be an e-mail; the core knows the whole rule and has the last word.
bool LooksLikeEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  return domain.find('.') != std::string_view::npos && domain.find('@') == std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

/// The first rule that the input breaks, in the order in which the rules are declared.
std::optional<http::Response> Check(const ActionInput& input) {
  const std::string_view name = input.Text("name");
  const std::string_view password = input.Text("password");
  if (!LooksLikeEmail(input.Text("email"))) return RefuseInput("email", "email");
  if (name.empty()) return RefuseInput("name", "required");
  if (password != input.Text("passwordConfirm")) return RefuseInput("password", "eqfield");
  if (CountCodePoints(password) < kMinPassword) return RefuseInput("password", "min");
  if (CountCodePoints(password) > kMaxPassword) return RefuseInput("password", "max");
  if (CountCodePoints(name) > kMaxName) return RefuseInput("name", "max");
  return std::nullopt;
}

/// What an account that signs up becomes.
Users::Draft DraftOf(const Context& context, const ActionInput& input, std::string hash) {
  const LinkRights link = LinkRightsOf(kDefaultPermission);
  Users::Draft draft;
  draft.username = input.Text("email");
  draft.email = input.Text("email");
  draft.display_name = input.Text("name");
  draft.password_hash = std::move(hash);
  if (context.services.options.home_groups) {
    draft.home_group = "Home group for " + draft.display_name;
  }
  draft.link_rights = link.rights;
  draft.link_rest = link.rest;
  draft.origin = kOrigin;
  draft.ends_founding = false;
  return draft;
}

/// What the seed checks step by step: making an account, making a group, and joining the two
/// [Daptin "Users and groups", "Sign Up Action API"]. While the tenant is founded the tables stand
/// open, and new rows with them.
Result<void> PassSteps(const Snapshot& snapshot, const Caller& caller, bool home_group,
                       bool founding) {
  GH_CHECK(PassTable(snapshot, caller, kAccountTable, {Right::kCreate}));
  if (!home_group) return {};
  GH_CHECK(PassTable(snapshot, caller, kGroupTable, {Right::kCreate}));
  if (founding) return {};
  GH_CHECK(PassRow(caller, AccessOfNewAccount(kGuest), {Right::kRefer}));
  return PassRow(caller, AccessOfNewGroup(), {Right::kRefer});
}

/// An explicit right to execute the action stands for its steps, unless they are asked for; while
/// nobody administers the tenant every step is asked.
Result<void> PassChecks(const Snapshot& snapshot, const Caller& caller, SignupChecks checks,
                        bool home_group) {
  GH_TRY(const bool founding, IsFounding(snapshot, caller.tenant));
  const bool opened = founding && caller.may_found;
  if (checks == SignupChecks::kExecute && !opened) return {};
  return PassSteps(snapshot, caller, home_group, opened);
}

std::string_view TagOf(Reason reason) {
  if (reason == Reason::kTooLong) return "max";
  if (reason == Reason::kTooShort) return "min";
  if (reason == Reason::kRequired || reason == Reason::kBlank) return "required";
  return "email";
}

http::Response RenderSignUpError(const About& about, const Error& error) {
  if (error.code != Errc::kInvalid || error.problems.empty()) {
    return RenderOutcomeError(about, error);
  }
  const Problem& problem = error.problems.front();
  const std::string_view column = ColumnOf(problem.field);
  if (problem.reason == Reason::kTaken && column == "email") {
    http::Response response = RefuseAction(409, "failed", "Email already registered");
    response.facts.error = error.code;
    return response;
  }
  return RefuseInput(column, TagOf(problem.reason));
}

}  // namespace

Result<http::Answer> SignUp(const Context& context, const ActionInput& input) {
  if (auto refused = Check(input)) return std::move(*refused);
  GH_CHECK(context.core().sign_in_limits().CountRegistration(context.request.address));
  std::string hash = HashPassword(Secret(std::string(input.Text("password"))));
  return MakeChange(
      context,
      [core = &context.core(), draft = DraftOf(context, input, std::move(hash)),
       checks = context.services.options.signup_checks](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core->tables().PassAction(tx, caller, kSignUp));
        GH_CHECK(PassChecks(tx, caller, checks, draft.home_group.has_value()));
        // Who may execute the action needs no right of his own for what it does.
        GH_CHECK(core->users().Create(tx, caller, draft, Gates::ByLists({}, {})));
        return AnswerWith(
            WriteOutcomes({{.type = "client.notify",
                            .members = {{.name = "type", .text = "success"},
                                        {.name = "title", .text = "Success"},
                                        {.name = "message", .text = kDone}}},
                           {.type = "client.redirect",
                            .members = {{.name = "location", .text = "/auth/signin"},
                                        {.name = "window", .text = "self"},
                                        {.name = "delay", .number = 2000, .is_number = true}}}}));
      },
      RenderSignUpError);
}

}  // namespace guildhall::daptin
