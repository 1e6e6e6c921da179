#include <utility>

#include "base/buffer.h"
#include "core/uid_text.h"
#include "dialects/daptin/actions/action_engine.h"
#include "dialects/daptin/actions/action_gates.h"
#include "dialects/daptin/actions/action_steps.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

/// What executes a built-in action.
struct Performer {
  ActionId action;
  Result<http::Answer> (*perform)(const Context& context, const ActionInput& input);
};
constexpr Performer kPerformers[] = {
    {kSignUp, SignUp},
    {kSignIn, SignIn},
    {kBecomeAdministrator, BecomeAdministrator},
    {kUploadSchema, UploadSchema},
    {kRemoveTable, RemoveTable},
    {kRemoveColumn, RemoveColumn},
    {kRenameColumn, RenameColumn},
    {kResetPassword, RequestPasswordReset},
    {kFinishPasswordReset, FinishPasswordReset},
    {kRenewSession, RenewToken},
};

Result<http::Answer> Perform(const Context& context, ActionId action, const ActionInput& input) {
  for (const Performer& performer : kPerformers) {
    if (performer.action == action) return performer.perform(context, input);
  }
  GH_BUG("an action that nothing performs");
}

/// Adds what the path says, which wins over what was sent. Gives the id of the row that the
/// execution is about, as it was sent; "" for none.
std::string AddPath(const Context& context, ActionInput& input) {
  input.Set("typename", Json(std::string(context.table)));
  input.Set("actionName", Json(std::string(context.relation)));
  const std::string attribute = std::string(context.table) + "_id";
  if (!context.id.empty()) input.Set(attribute, Json(std::string(context.id)));
  const std::string_view id = input.Text(attribute);
  if (context.id.empty() && !ParseUid(id)) return {};
  return std::string(id);
}

}  // namespace

Result<http::Answer> ExecuteAction(const Context& context) {
  Result<ActionInput> input = ActionInput::Read(context.request);
  std::string subject;
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<FoundAction> {
        GH_TRY(const Reader reader, MakeReader(context.services, snapshot, context.caller, true));
        GH_TRY(FoundAction found, FindAction(reader, context.table, context.relation));
        if (!input) return FailWith({400, "the body is not an object"});
        subject = AddPath(context, *input);
        GH_CHECK(PassGates(reader, found, subject));
        return found;
      });
  GH_TRY(FoundAction found, std::move(read));
  if (found.builtin) return Perform(context, found.id, *input);
  return ExecuteDeclared(context, {std::move(found), std::move(subject), input->attributes()});
}

std::string WriteOutcomes(std::initializer_list<Outcome> outcomes) {
  Buffer out;
  JsonWriter writer(out);
  writer.BeginArray();
  for (const Outcome& outcome : outcomes) {
    writer.BeginObject();
    writer.Member("ResponseType", outcome.type);
    writer.Key("Attributes");
    if (outcome.members.empty()) {
      writer.Null();
    } else {
      writer.BeginObject();
      for (const Outcome::Member& member : outcome.members) {
        writer.KeyText(member.name);
        if (member.is_number) {
          writer.Integer(member.number);
        } else {
          writer.Text(member.text);
        }
      }
      writer.EndObject();
    }
    writer.EndObject();
  }
  writer.EndArray();
  return std::string(out.view());
}

http::Response AnswerWith(std::string_view outcomes) {
  http::Response response;
  response.body.Append(outcomes);
  return response;
}

}  // namespace guildhall::daptin
