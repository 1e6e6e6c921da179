#include "dialects/tyk/routes.h"

#include "dialects/tyk/gates.h"
#include "dialects/tyk/nouns.h"

namespace guildhall::tyk {
namespace {

using enum http::Method;
using enum Family;
using enum http::Place;
using N = Noun;
using B = Body;

// What a missing row is [Tyk Dashboard API]: below /admin without a full stop.
constexpr Missing kNoGroup{404, "Could not retrieve user group detail."};
constexpr Missing kNoGroupToPut{400, "Group ID does not exist"};
constexpr Missing kNoUser{404, "Could not retrieve user detail."};
constexpr Missing kNoUserToPut{400, "user does not exist."};
constexpr Missing kNoUserToRevoke{400, "Could not retrieve user detail."};
constexpr Missing kNoOwnUser{404, "Could not retrieve current user detail."};
constexpr Missing kNoAuditLog{404, "could not retrieve audit record"};
constexpr Missing kNoOrganisation{404, "Could not retrieve org detail"};
constexpr Missing kNoUserForAdmin{404, "Could not retrieve user detail"};
constexpr Missing kNoUserForAdminToPut{404, "User not found"};
constexpr Missing kNoMatch{404, "Could not search users."};
constexpr Missing kNothing{};

// What is said of bodies where the family's words are not used [Tyk Dashboard API].
constexpr BodyWords kSearchBody{400, "Could not extract search filter from request body.", 400,
                                "Could not extract search filter from request body."};
constexpr BodyWords kOrganisationBody{500, "Failed to read response body, body empty", 403,
                                      "Request body malformed"};
constexpr BodyWords kPermissionsBody{400, "Failed to read response body.", 500,
                                     "Failed to unmarshal response body."};

constexpr std::string_view kNoPasswordReset =
    "access denied: You do not have permission to reset the password for other users.";

// One line a route: method, path, whose credential, who may use it, what it is about, whether it
// reads a body, where it runs, what a missing row is, handler, summary, what 403 says where it does
// not name the path, and what is said of bodies in words of its own. Lists and whatever asks all
// organisations run on a worker, password hashes on their own pool, the rest on the event loop.
// clang-format off
constexpr RouteSpec kRoutes[] = {
    {kGet,    "/hello",                            kOpen,  Anyone,            N::kNone,         B::kIgnored, kInline,  kNothing,             ShowHealth,         "Whether the server answers"},
    {kGet,    "/admin/hello",                      kOpen,  Anyone,            N::kNone,         B::kIgnored, kInline,  kNothing,             ShowHealth,         "Whether the server answers"},

    {kGet,    "/api/usergroups",                   kUser,  GroupReader,       N::kGroup,        B::kIgnored, kWorker,  kNothing,             ListGroups,         "User groups"},
    {kPost,   "/api/usergroups",                   kUser,  GroupWriter,       N::kGroup,        B::kObject,  kInline,  kNothing,             CreateGroup,        "Make a user group"},
    {kGet,    "/api/usergroups/{id}",              kUser,  GroupReader,       N::kGroup,        B::kIgnored, kInline,  kNoGroup,             ShowGroup,          "One user group"},
    {kPut,    "/api/usergroups/{id}",              kUser,  GroupWriter,       N::kGroup,        B::kObject,  kInline,  kNoGroupToPut,        UpdateGroup,        "Change what is sent of a user group"},
    {kDelete, "/api/usergroups/{id}",              kUser,  GroupWriter,       N::kGroup,        B::kIgnored, kInline,  kNoGroup,             DeleteGroup,        "Remove a user group"},

    {kGet,    "/api/users",                        kUser,  UserReader,        N::kUser,         B::kIgnored, kWorker,  kNothing,             ListUsers,          "Users of the organisation"},
    {kPost,   "/api/users",                        kUser,  UserWriter,        N::kUser,         B::kObject,  kHashing, kNothing,             CreateUser,         "Make a user"},
    {kGet,    "/api/users/me",                     kUser,  Anyone,            N::kUser,         B::kIgnored, kInline,  kNoOwnUser,           ShowOwnUser,        "The user whose key this is"},
    {kGet,    "/api/users/search",                 kUser,  UserReader,        N::kUser,         B::kIgnored, kWorker,  kNoMatch,             SearchUsersByQuery, "Users with a text in their e-mail"},
    {kPost,   "/api/users/search",                 kUser,  UserReader,        N::kUser,         B::kObject,  kWorker,  kNoMatch,             SearchUsers,        "Users with a text in their e-mail", {}, &kSearchBody},
    {kGet,    "/api/users/{id}",                   kUser,  UserReaderOrSelf,  N::kUser,         B::kIgnored, kInline,  kNoUser,              ShowUser,           "One user"},
    {kPut,    "/api/users/{id}",                   kUser,  UserWriter,        N::kUser,         B::kObject,  kInline,  kNoUserToPut,         UpdateUser,         "Change what is sent of a user"},
    {kDelete, "/api/users/{id}",                   kUser,  UserWriter,        N::kUser,         B::kIgnored, kInline,  kNoUser,              DeleteUser,         "Remove a user with all that he owns"},
    {kPut,    "/api/users/{id}/actions/key/reset", kUser,  KeyResetterOrSelf, N::kUser,         B::kIgnored, kInline,  kNoUser,              ResetAccessKey,     "Replace a user's access key"},
    {kPut,    "/api/users/{id}/actions/revoke",    kUser,  UserWriter,        N::kUser,         B::kIgnored, kInline,  kNoUserToRevoke,      RevokeUser,         "Deactivate a user"},
    {kPost,   "/api/users/{id}/actions/reset",     kUser,  PasswordResetterOrSelf, N::kUser,    B::kObject,  kHashing, kNoUser,              ResetPassword,      "Set a user's password", kNoPasswordReset},

    {kGet,    "/api/org/permissions",              kUser,  Administrator,     N::kOrganisation, B::kIgnored, kInline,  kNothing,             ShowAdditionalPermissions, "The organisation's own names of permissions"},
    {kPut,    "/api/org/permissions",              kUser,  Administrator,     N::kOrganisation, B::kObject,  kInline,  kNothing,             UpdateAdditionalPermissions, "Replace the organisation's own names of permissions", {}, &kPermissionsBody},
    {kGet,    "/api/org/opa",                      kUser,  Administrator,     N::kOrganisation, B::kIgnored, kInline,  kNothing,             RefuseOpenPolicy,   "Refused: policies in a language are not supported"},
    {kPut,    "/api/org/opa",                      kUser,  Administrator,     N::kOrganisation, B::kIgnored, kInline,  kNothing,             RefuseOpenPolicy,   "Refused: policies in a language are not supported"},

    {kGet,    "/api/audit-logs",                   kUser,  AuditReader,       N::kNone,         B::kIgnored, kWorker,  kNothing,             ListAuditLogs,      "What was asked of the organisation, the newest first"},
    {kGet,    "/api/audit-logs/{id}",              kUser,  AuditReader,       N::kNone,         B::kIgnored, kInline,  kNoAuditLog,          ShowAuditLog,       "One entry of the audit log"},

    {kGet,    "/admin/organisations",              kAdmin, Anyone,            N::kOrganisation, B::kIgnored, kWorker,  kNothing,             ListOrganisations,  "Organisations"},
    {kPost,   "/admin/organisations",              kAdmin, Anyone,            N::kOrganisation, B::kObject,  kInline,  kNothing,             CreateOrganisation, "Make an organisation"},
    {kGet,    "/admin/organisations/{id}",         kAdmin, Anyone,            N::kOrganisation, B::kIgnored, kInline,  kNoOrganisation,      ShowOrganisation,   "One organisation"},
    {kPost,   "/admin/organisations/import",       kAdmin, Anyone,            N::kOrganisation, B::kObject,  kInline,  kNothing,             ImportOrganisation, "Make an organisation with an id of one's choice"},
    {kPut,    "/admin/organisations/{id}",         kAdmin, Anyone,            N::kOrganisation, B::kObject,  kInline,  kNoOrganisation,      UpdateOrganisation, "Replace an organisation's document", {}, &kOrganisationBody},
    {kDelete, "/admin/organisations/{id}",         kAdmin, Anyone,            N::kOrganisation, B::kIgnored, kInline,  kNoOrganisation,      DeleteOrganisation, "Remove an organisation with all that is in it"},
    {kPost,   "/admin/users",                      kAdmin, Anyone,            N::kUser,         B::kObject,  kInline,  kNothing,             CreateUserAsAdmin,  "Make a user of any organisation"},
    {kGet,    "/admin/users/{id}",                 kAdmin, Anyone,            N::kUser,         B::kIgnored, kWorker,  kNoUserForAdmin,      ShowUserAsAdmin,    "One user of any organisation"},
    {kPut,    "/admin/users/{id}",                 kAdmin, Anyone,            N::kUser,         B::kObject,  kHashing, kNoUserForAdminToPut, UpdateUserAsAdmin,  "Change what is sent of a user of any organisation"},
    {kPut,    "/admin/users/{id}/actions/allow_reset_passwords",    kAdmin, Anyone, N::kUser, B::kIgnored, kWorker, kNoUserForAdmin, AllowResetPasswords,    "Let a user set other people's passwords"},
    {kPut,    "/admin/users/{id}/actions/disallow_reset_passwords", kAdmin, Anyone, N::kUser, B::kIgnored, kWorker, kNoUserForAdmin, DisallowResetPasswords, "Let a user set other people's passwords no more"},
};
// clang-format on

}  // namespace

std::span<const RouteSpec> AllRoutes() { return kRoutes; }

}  // namespace guildhall::tyk
