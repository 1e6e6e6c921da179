#include "dialects/tyk/audit_record.h"

#include <utility>

#include "base/strings.h"
#include "dialects/shared/audit.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

using enum http::Method;

constexpr std::size_t kLongestPiece = 24;  // of a path: an id

struct Action {
  http::Method method;
  std::string_view path;
  std::string_view name;
};

// After the vendor's examples: "List APIs", "Update User".
constexpr Action kActions[] = {
    {kGet, "/api/usergroups", "List User Groups"},
    {kPost, "/api/usergroups", "Add User Group"},
    {kGet, "/api/usergroups/{id}", "Get User Group"},
    {kPut, "/api/usergroups/{id}", "Update User Group"},
    {kDelete, "/api/usergroups/{id}", "Delete User Group"},
    {kGet, "/api/users", "List Users"},
    {kPost, "/api/users", "Add User"},
    {kGet, "/api/users/me", "Get Own User"},
    {kGet, "/api/users/search", "Search Users"},
    {kPost, "/api/users/search", "Search Users"},
    {kGet, "/api/users/{id}", "Get User"},
    {kPut, "/api/users/{id}", "Update User"},
    {kDelete, "/api/users/{id}", "Delete User"},
    {kPut, "/api/users/{id}/actions/key/reset", "Reset User Key"},
    {kPut, "/api/users/{id}/actions/revoke", "Revoke User"},
    {kPost, "/api/users/{id}/actions/reset", "Reset User Password"},
    {kGet, "/api/org/permissions", "Get Org Permissions"},
    {kPut, "/api/org/permissions", "Update Org Permissions"},
    {kGet, "/api/org/opa", "Get OPA Rules"},
    {kPut, "/api/org/opa", "Update OPA Rules"},
    {kGet, "/api/audit-logs", "List Audit Logs"},
    {kGet, "/api/audit-logs/{id}", "Get Audit Log"},
};

}  // namespace

std::string_view AuditActionOf(const RouteSpec& spec) {
  for (const Action& action : kActions) {
    if (action.method == spec.method && action.path == spec.path) return action.name;
  }
  return spec.summary.empty() ? "Unknown" : spec.summary;
}

std::string AuditPathOf(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const bool last = path.find('/') == path.npos;
    const std::string_view piece = CutAt(path, '/');
    out += piece.size() > kLongestPiece ? std::string_view("...") : piece;
    if (!last) out += '/';
  }
  return out;
}

http::Answer RecordAnswer(const Context& context, http::Answer answer) {
  AuditLog& audit = context.core().audit();
  const bool recorded =
      audit.enabled() && context.spec.family == Family::kUser && context.caller.user != nullptr;
  if (!recorded) return answer;
  AuditEntry entry =
      dialects::AuditEntryOf(context.request, context.caller, ShownEmail(context.caller.user->user),
                             AuditActionOf(context.spec));
  entry.path = AuditPathOf(context.request.path);
  return dialects::Recorded(std::move(answer), audit, std::move(entry));
}

}  // namespace guildhall::tyk
