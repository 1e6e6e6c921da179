#include "dialects/daptin/actions/action_engine.h"

#include <memory>
#include <utility>

#include "base/buffer.h"
#include "base/strings.h"
#include "core/powers.h"
#include "dialects/daptin/actions/action_hashes.h"
#include "dialects/daptin/actions/action_row_steps.h"
#include "dialects/daptin/auth.h"
#include "dialects/daptin/columns/column_rules.h"
#include "dialects/daptin/errors.h"
#include "dialects/shared/change.h"

namespace guildhall::daptin {
namespace {

/// Bytes of what all steps of an execution give.
constexpr std::size_t kMostGiven = std::size_t{4} << 20;
constexpr std::string_view kRespond = "ACTIONRESPONSE";
constexpr std::string_view kExecute = "EXECUTE";
constexpr std::string_view kTokenPerformer = "jwt.token";
constexpr std::string_view kSetHeader = "client.header.set";

/// An execution, ready to be made in a change.
struct Prepared {
  const Services* services = nullptr;
  About about;  ///< what errors are about that are no step's
  Execution execution;
  std::vector<Hashes> hashes{};  ///< by step
  Secret token{};                ///< for the session's user, where a step gives him one
  bool cookie = false;           ///< the token is to be kept as a cookie too
};

/// Changes the attributes by the action's conformations, then checks them. An answer when they
/// break a rule.
std::optional<http::Response> ConformAndCheck(const DeclaredAction& action,
                                              Json::Object& attributes) {
  const auto find = [&](std::string_view name) -> Json* {
    for (auto& [attribute, value] : attributes) {
      if (attribute == name) return &value;
    }
    return nullptr;
  };
  for (const ColumnRule& rule : action.conformations) {
    if (Json* value = find(rule.column)) *value = Conform(rule.tags, std::move(*value));
  }
  const auto failure = Validate(
      action.validations, [&](std::string_view name) -> const Json* { return find(name); }, true);
  if (!failure) return std::nullopt;
  return RefuseInput(failure->column, failure->tag);
}

bool GivesToken(const DeclaredAction& action) {
  for (const OutcomeStep& step : action.steps) {
    if (step.method == kExecute && step.type == kTokenPerformer) return true;
  }
  return false;
}

/// 200 to 599, as a number or its digits.
std::optional<int> ReadStatus(const Json& value) {
  const std::string* text = value.AsString();
  const std::int64_t* integer = value.AsInteger();
  const auto status = integer != nullptr ? std::optional(*integer)
                      : text != nullptr  ? ParseInteger(Trim(*text))
                                         : std::nullopt;
  if (!status || *status < 200 || *status > 599) return std::nullopt;
  return static_cast<int>(*status);
}

/// A text that is a JSON array is taken apart before references are replaced in it, so that what is
/// put in stays a value and becomes no condition of its own.
Json::Object TakenApart(const OutcomeStep& step) {
  Json::Object attributes = step.attributes;
  if (step.method != "GET") return attributes;
  for (auto& [name, value] : attributes) {
    const std::string* text = name == "query" ? value.AsString() : nullptr;
    if (text == nullptr) continue;
    if (Result<Json> array = ParseJson(*text); array && array->AsArray() != nullptr) {
      value = *std::move(array);
    }
  }
  return attributes;
}

/// Whether the change is still as it was before the step failed, and the store has not failed.
bool IsHarmless(const Error& error, const RowStep& done) {
  return !done.touched && error.code != Errc::kInternal && error.code != Errc::kUnavailable;
}

/// The steps of one execution being made.
class Steps {
 public:
  Steps(Transaction& tx, const Reader& reader, const Prepared& prepared, ActionScope scope,
        About& failed)
      : tx_(tx), reader_(reader), prepared_(prepared), scope_(std::move(scope)), failed_(failed) {}

  Result<http::Response> Run() {
    const std::vector<OutcomeStep>& steps = prepared_.execution.found.action.steps;
    if (steps.size() > kMaxSteps) return FailWith({400, "the action has too many steps"});
    for (std::size_t at = 0; at < steps.size(); ++at) {
      if (!scope_.Holds(steps[at].condition)) continue;
      RowStep done;
      const Result<void> made = Make(steps[at], prepared_.hashes[at], done);
      if (made || MayGoOn(steps[at], made.error(), done)) continue;
      failed_ = About(steps[at].type, done.id);
      return Fail(made.error());
    }
    return Answer();
  }

 private:
  Result<void> Make(const OutcomeStep& step, const Hashes& hashes, RowStep& done) {
    Reading<Json> resolved = scope_.Resolve(Json(TakenApart(step)));
    if (!resolved) return FailWith(resolved.error());
    if (step.method == kRespond) return Respond(step, *resolved);
    if (step.method == kExecute) return GiveToken(step);
    GH_CHECK(RunRowStep(tx_, reader_, step, *resolved->AsObject(), hashes, done));
    return Keep(step, std::move(done.result));
  }

  [[nodiscard]] bool MayGoOn(const OutcomeStep& step, const Error& error,
                             const RowStep& done) const {
    return step.continue_on_error && given_ <= kMostGiven && IsHarmless(error, done);
  }

  Result<void> Respond(const OutcomeStep& step, const Json& attributes) {
    const Json* status = step.type == kSetHeader ? attributes.Find("status") : nullptr;
    if (status != nullptr) {
      const auto read = ReadStatus(*status);
      if (!read) return FailWith({400, "invalid status"});
      status_ = *read;
    }
    return Keep(step, attributes);
  }

  /// For the session's user only. No later step sees the token.
  Result<void> GiveToken(const OutcomeStep& step) {
    if (step.type != kTokenPerformer) {
      return FailWith({400, "no such performer [" + step.type + "]"});
    }
    if (!reader_.caller.user) {
      return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
    }
    if (step.skip_in_response) return {};
    const std::string token(prepared_.token.Reveal());
    GH_CHECK(Give("client.store.set", TokenEntry(token)));
    if (!prepared_.cookie) return {};
    return Give("client.cookie.set", TokenEntry(token + "; SameSite=Strict"));
  }

  static Json TokenEntry(std::string value) {
    return Json(Json::Object{{"key", Json("token")}, {"value", Json(std::move(value))}});
  }

  /// Shows what a step has given, and remembers it for those that follow.
  Result<void> Keep(const OutcomeStep& step, Json result) {
    const bool shown = !step.skip_in_response && step.method != "DELETE";
    if (shown) {
      GH_CHECK(Give(step.type, result));
    } else {
      GH_CHECK(Count(ToText(result).size()));
    }
    if (!step.reference.empty()) scope_.Set(step.reference, std::move(result));
    return {};
  }

  Result<void> Give(std::string_view type, const Json& attributes) {
    const std::size_t before = entries_.size();
    writer_.BeginObject();
    writer_.Member("ResponseType", type);
    writer_.Key("Attributes");
    writer_.Value(attributes);
    writer_.EndObject();
    return Count(entries_.size() - before);
  }

  Result<void> Count(std::size_t bytes) {
    given_ += bytes;
    if (given_ > kMostGiven) return FailWith({400, "the action gives too much"});
    return {};
  }

  http::Response Answer() {
    http::Response response;
    response.status = status_;
    // Answers of these kinds have no body.
    if (status_ == 204 || status_ == 205 || status_ == 304) return response;
    response.body.Append("[");
    response.body.Append(entries_.view());
    response.body.Append("]");
    return response;
  }

  Transaction& tx_;
  const Reader& reader_;
  const Prepared& prepared_;
  ActionScope scope_;
  About& failed_;
  Buffer entries_;
  JsonWriter writer_{entries_};
  std::size_t given_ = 0;
  int status_ = 200;
};

/// The session's account as it is shown, null for a guest.
Result<Json> SessionOf(const Reader& reader) {
  if (!reader.caller.user) return Json();
  const Table& accounts = reader.table(kAccounts);
  GH_TRY(JudgedRow row, RowsOf(accounts).get(reader, accounts, reader.caller.user->user.uid,
                                             Gates::ByLists({}, {})));
  return Json(std::move(row.resource.attributes));
}

/// The whole of an execution within its change. `failed` becomes what an error is about.
Result<http::Response> MakeSteps(Transaction& tx, const Caller& caller, const Prepared& prepared,
                                 About& failed) {
  const Execution& execution = prepared.execution;
  failed = prepared.about;
  GH_TRY(const Reader asking, MakeReader(*prepared.services, tx, caller, true));
  GH_TRY(std::optional<JudgedRow> subject, PassGates(asking, execution.found, execution.subject));
  // Whoever may execute the action may do what it does. [Daptin "Action execution", 6]
  Caller performer = caller;
  performer.powers = caller.powers | PowersOfAdministrator();
  GH_TRY(const Reader reader, MakeReader(*prepared.services, tx, performer, true));
  ActionScope scope = InputOf(execution);
  GH_TRY(Json session, SessionOf(reader));
  scope.Set("user", std::move(session));
  scope.Set("subject", subject ? Json(std::move(subject->resource.attributes)) : Json());
  return Steps(tx, reader, prepared, std::move(scope), failed).Run();
}

}  // namespace

Result<http::Answer> ExecuteDeclared(const Context& context, Execution execution) {
  if (auto refused = ConformAndCheck(execution.found.action, execution.attributes)) {
    return *std::move(refused);
  }
  Prepared prepared{&context.services, About(context), std::move(execution)};
  GH_TRY(prepared.hashes, HashSteps(context, prepared.execution));
  if (context.caller.user && GivesToken(prepared.execution.found.action)) {
    prepared.token = MakeToken(context, context.caller.user->user);
    prepared.cookie = context.services.options.signin_cookie;
  }
  // Written by the last run of the change, read after it.
  auto failed = std::make_shared<About>(prepared.about);
  return dialects::MakeChange(
      context.core(), {context.tenant->id}, context.caller,
      [prepared = std::make_shared<const Prepared>(std::move(prepared)), failed](
          Transaction& tx, const Caller& caller) {
        return MakeSteps(tx, caller, *prepared, *failed);
      },
      [failed](const Error& error) { return RenderOutcomeError(*failed, error); });
}

}  // namespace guildhall::daptin
