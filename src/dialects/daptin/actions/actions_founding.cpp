#include "dialects/daptin/actions/action_steps.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {
namespace {

http::Response RenderFoundingError(const About& about, const Error& error) {
  if (error.code != Errc::kConflict) return RenderOutcomeError(about, error);
  // There is an administrator already, and the caller is one of them, or he would not come so far.
  http::Response response = RefuseAction(409, "failed", "Unauthorized");
  response.facts.error = error.code;
  return response;
}

}  // namespace

Result<http::Answer> BecomeAdministrator(const Context& context, const ActionInput& /*input*/) {
  return MakeChange(
      context,
      [core = &context.core()](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core->tables().PassAction(tx, caller, kBecomeAdministrator));
        const LinkRights link = LinkRightsOf(kDefaultPermission);
        GH_CHECK(core->memberships().Found(tx, caller, link.rights, link.rest));
        return AnswerWith(
            WriteOutcomes({{.type = "client.redirect",
                            .members = {{.name = "location", .text = "/"},
                                        {.name = "window", .text = "self"},
                                        {.name = "delay", .number = 7000, .is_number = true}}},
                           {.type = "Restart"}}));
      },
      RenderFoundingError);
}

}  // namespace guildhall::daptin
