#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/action_steps.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

tl::unexpected<Error> Forbidden() {
  return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
}

/// Reading a row as the one that an action is about asks what reading it alone asks.
constexpr Gates kSubjectGates = Gates::ByLists({Right::kPeek}, {Right::kPeek, Right::kRead}, true);

/// The list of the row that the path names; nothing when this caller is shown none.
Result<std::optional<AccessList>> FindSubject(const Snapshot& snapshot, const Context& context,
                                              const Uid& uid) {
  const Core& core = context.core();
  const TenantId tenant = context.tenant->id;
  const auto shown = [](auto row) -> Result<std::optional<AccessList>> {
    if (row) return std::optional(row->access);
    const Errc code = row.error().code;
    if (code == Errc::kForbidden || code == Errc::kNotFound) return std::optional<AccessList>();
    return Fail(std::move(row).error());
  };
  if (context.table == kAccounts) {
    GH_TRY(const std::optional<User> user, snapshot.users().FindByUid(tenant, uid));
    if (!user) return std::optional<AccessList>();
    return shown(core.users().GetRow(snapshot, context.caller, user->id, kSubjectGates));
  }
  GH_TRY(const std::optional<Collection> table, snapshot.collections().FindByUid(tenant, uid));
  if (!table) return std::optional<AccessList>();
  return shown(core.tables().GetCollection(snapshot, context.caller, table->id, kSubjectGates));
}

/// Whether the caller may execute something on the row that the request names, if it names one;
/// an answer when it cannot be shown to him. [Daptin "Action execution"]
Result<std::optional<http::Response>> PassSubject(const Snapshot& snapshot, const Context& context,
                                                  std::string_view id) {
  if (id.empty()) return std::optional<http::Response>();
  const auto refuse = [] {
    return std::optional(RefuseAction(400, "failed", "failed to load subject"));
  };
  const std::optional<Uid> uid = ParseUid(id);
  if (!uid) return refuse();
  GH_TRY(const std::optional<AccessList> list, FindSubject(snapshot, context, *uid));
  if (!list) return refuse();
  GH_CHECK(PassRow(context.caller, *list, {Right::kExecute}));
  return std::optional<http::Response>();
}

/// Both gates, and the row if one is named.
Result<std::optional<http::Response>> Pass(const Context& context, const BuiltinAction& action,
                                           std::string_view id) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::optional<http::Response>> {
        GH_TRY(std::optional<http::Response> refused, PassSubject(snapshot, context, id));
        if (refused) return refused;
        GH_CHECK(context.core().tables().PassAction(snapshot, context.caller, action.id));
        if (!action.instance_optional && id.empty()) {
          return std::optional(RefuseAction(400, "failed", "no reference id"));
        }
        return std::optional<http::Response>();
      });
}

}  // namespace

Result<http::Answer> ExecuteAction(const Context& context) {
  const BuiltinAction* action = FindBuiltinAction(context.table, context.relation);
  if (action == nullptr) {
    // Only administrators are told what exists.
    if (!context.caller.Has(Power::kBypassTables)) return Forbidden();
    return RefuseAction(404, "failed", "no such action");
  }
  const Result<ActionInput> input = ActionInput::Read(context.request);
  if (!input) return RefuseAction(400, "failed", "the body is not an object");
  const std::string attribute = std::string(context.table) + "_id";
  std::string_view id = context.id;
  if (id.empty() && ParseUid(input->Text(attribute))) id = input->Text(attribute);
  GH_TRY(std::optional<http::Response> refused, Pass(context, *action, id));
  if (refused) return std::move(*refused);
  if (action->id == kSignUp) return SignUp(context, *input);
  if (action->id == kSignIn) return SignIn(context, *input);
  return BecomeAdministrator(context, *input);
}

std::string WriteOutcomes(std::initializer_list<Outcome> outcomes) {
  Buffer out;
  JsonWriter writer(out);
  writer.BeginArray();
  for (const Outcome& outcome : outcomes) {
    writer.BeginObject();
    writer.Key("ResponseType");
    writer.Text(outcome.type);
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
