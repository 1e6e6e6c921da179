#include "dialects/syncano/routes.h"

#include "dialects/syncano/gates.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/record_gates.h"
#include "dialects/syncano/record_nouns.h"

namespace guildhall::syncano {
namespace {

using enum http::Method;
using enum Scope;
using enum http::Place;
using N = Noun;

#define I "/instances/{instance}/"

// One line a route: method, path, what the path goes through, who may use it, what it is about,
// where it runs, handler, summary. Lists and whatever waits for many rows run on a worker, password
// hashes on their own pool, the rest on the event loop.
// clang-format off
constexpr RouteSpec kRoutes[] = {
    {kGet,    "/",                            kPublic, Anyone,  N::kNone,    kInline,  ShowVersion,           "Links of this version"},

    {kPost,   "/account/register/",           kPublic, Anyone,  N::kAccount, kHashing, RegisterAccount,       "Register an account"},
    {kPost,   "/account/auth/",               kPublic, Anyone,  N::kAccount, kHashing, SignInAccount,         "Sign in to an account"},
    {kPost,   "/account/auth/{backend}/",     kPublic, Anyone,  N::kAccount, kInline,  SignInAccountSocially, "Sign in to an account by another service"},
    {kGet,    "/account/",                    kSite,   Account, N::kAccount, kInline,  ShowAccount,           "The own account"},
    {kPut,    "/account/",                    kSite,   Account, N::kAccount, kInline,  PutAccount,            "Replace the own account's data"},
    {kPatch,  "/account/",                    kSite,   Account, N::kAccount, kInline,  PatchAccount,          "Change the own account's data"},
    {kPost,   "/account/reset_key/",          kSite,   Account, N::kAccount, kInline,  ResetAccountKey,       "Replace the account key"},
    {kPost,   "/account/password/",           kSite,   Account, N::kAccount, kHashing, ChangeAccountPassword, "Change the account's password"},
    {kPost,   "/account/password/set/",       kSite,   Account, N::kAccount, kHashing, SetAccountPassword,    "Set the first password of an account"},

    {kPost,   "/account/activate/",               kPublic, Anyone,  N::kAccountToken, kInline,  ActivateAccount,      "Confirm an account's e-mail"},
    {kPost,   "/account/resend_email/",           kPublic, Anyone,  N::kAccountToken, kInline,  ResendActivation,     "Mail the confirmation of an e-mail again"},
    {kPost,   "/account/password/reset/",         kPublic, Anyone,  N::kAccountToken, kInline,  RequestPasswordReset, "Mail what sets a forgotten password"},
    {kPost,   "/account/password/reset/confirm/", kPublic, Anyone,  N::kAccountToken, kHashing, ConfirmPasswordReset, "Set a forgotten password"},
    {kGet,    "/account/invitations/",            kSite,   Account, N::kInvitation,   kWorker,  ListOwnInvitations,   "Invitations to the own account"},
    {kPost,   "/account/invitations/accept/",     kSite,   Account, N::kInvitation,   kInline,  AcceptInvitation,     "Accept an invitation by its key"},
    {kGet,    "/account/invitations/{id}/",       kSite,   Account, N::kInvitation,   kInline,  ShowOwnInvitation,    "One invitation to the own account"},
    {kDelete, "/account/invitations/{id}/",       kSite,   Account, N::kInvitation,   kInline,  DeclineInvitation,    "Decline an invitation"},

    {kGet,    "/instances/",                  kSite,        AnyKey,         N::kInstance, kWorker, ListInstances,  "Instances of the caller"},
    {kPost,   "/instances/",                  kSite,        Account,        N::kInstance, kInline, CreateInstance, "Make an instance"},
    {kGet,    I,                              kTheInstance, AnyKey,         N::kInstance, kInline, ShowInstance,   "One instance"},
    {kPut,    I,                              kTheInstance, InstanceWriter, N::kInstance, kInline, PutInstance,    "Replace an instance's data"},
    {kPatch,  I,                              kTheInstance, InstanceWriter, N::kInstance, kInline, PatchInstance,  "Change an instance's data"},
    {kDelete, I,                              kTheInstance, InstanceOwner,  N::kInstance, kInline, DeleteInstance, "Remove an instance with all that is in it"},
    {kPost,   I "rename/",                    kTheInstance, InstanceOwner,  N::kInstance, kInline, RenameInstance, "Give an instance another name"},

    {kGet,    I "admins/",                    kInstance, AdministratorReader, N::kAdministrator, kWorker, ListAdmins,  "Accounts that administer the instance"},
    {kGet,    I "admins/{id}/",               kInstance, AdministratorReader, N::kAdministrator, kInline, ShowAdmin,   "One of them"},
    {kPut,    I "admins/{id}/",               kInstance, AdministratorWriter, N::kAdministrator, kInline, PutAdmin,    "Replace an administrator's role"},
    {kPatch,  I "admins/{id}/",               kInstance, AdministratorWriter, N::kAdministrator, kInline, PatchAdmin,  "Change an administrator's role"},
    {kDelete, I "admins/{id}/",               kInstance, AdministratorReader, N::kAdministrator, kInline, DeleteAdmin, "Take an administrator's role away"},
    {kGet,    I "invitations/",               kInstance, AdministratorReader, N::kInvitation,    kWorker, ListInvitations,  "Invitations to the instance"},
    {kPost,   I "invitations/",               kInstance, AdministratorWriter, N::kInvitation,    kInline, CreateInvitation, "Invite somebody to administer the instance"},
    {kGet,    I "invitations/{id}/",          kInstance, AdministratorReader, N::kInvitation,    kInline, ShowInvitation,   "One invitation"},
    {kPut,    I "invitations/{id}/",          kInstance, AdministratorWriter, N::kInvitation,    kInline, PutInvitation,    "Replace an invitation's role"},
    {kPatch,  I "invitations/{id}/",          kInstance, AdministratorWriter, N::kInvitation,    kInline, PatchInvitation,  "Change an invitation's role"},
    {kDelete, I "invitations/{id}/",          kInstance, AdministratorWriter, N::kInvitation,    kInline, DeleteInvitation, "Take an invitation back"},
    {kPost,   I "invitations/{id}/resend/",   kInstance, AdministratorWriter, N::kInvitation,    kInline, ResendInvitation, "Mail an invitation again"},

    {kGet,    I "api_keys/",                  kInstance, KeyReader, N::kApiKey, kWorker, ListApiKeys,  "API keys"},
    {kPost,   I "api_keys/",                  kInstance, KeyWriter, N::kApiKey, kInline, CreateApiKey, "Make an API key"},
    {kGet,    I "api_keys/{id}/",             kInstance, KeyReader, N::kApiKey, kInline, ShowApiKey,   "One API key"},
    {kPut,    I "api_keys/{id}/",             kInstance, KeyWriter, N::kApiKey, kInline, UpdateApiKey, "Change an API key"},
    {kPatch,  I "api_keys/{id}/",             kInstance, KeyWriter, N::kApiKey, kInline, UpdateApiKey, "Change an API key"},
    {kDelete, I "api_keys/{id}/",             kInstance, KeyWriter, N::kApiKey, kInline, DeleteApiKey, "Remove an API key"},
    {kPost,   I "api_keys/{id}/reset_key/",   kInstance, KeyWriter, N::kApiKey, kInline, ResetApiKey,  "Replace an API key's key"},

    {kGet,    I "user/",                      kInstance, OwnUser,      N::kUser, kInline,  ShowOwnUser,        "The signed-in user"},
    {kPut,    I "user/",                      kInstance, OwnUser,      N::kUser, kHashing, PutOwnUser,         "Replace the signed-in user's data"},
    {kPatch,  I "user/",                      kInstance, OwnUser,      N::kUser, kHashing, PatchOwnUser,       "Change the signed-in user's data"},
    {kPost,   I "user/auth/",                 kInstance, SignsUsersIn, N::kUser, kHashing, SignInUser,         "Sign a user in"},
    {kPost,   I "user/auth/{backend}/",       kInstance, SignsUsersIn, N::kUser, kInline,  SignInUserSocially, "Sign a user in by another service"},
    {kGet,    I "users/",                     kInstance, UserReader,   N::kUser, kInline,  ListUsers,          "Users that the caller may see"},
    {kPost,   I "users/",                     kInstance, UserCreator,  N::kUser, kHashing, CreateUser,         "Make a user"},
    {kGet,    I "users/{user}/",              kInstance, UserReader,   N::kUser, kInline,  ShowUser,           "One user"},
    {kPut,    I "users/{user}/",              kInstance, UserWriter,   N::kUser, kHashing, PutUser,            "Replace a user's data"},
    {kPatch,  I "users/{user}/",              kInstance, UserWriter,   N::kUser, kHashing, PatchUser,          "Change a user's data"},
    {kDelete, I "users/{user}/",              kInstance, UserRemover,  N::kUser, kInline,  DeleteUser,         "Remove a user with all that he owns"},
    {kPost,   I "users/{user}/reset_key/",    kInstance, UserWriter,   N::kUser, kInline,  ResetUserKey,       "Replace a user's key"},

    {kGet,    I "groups/",                    kInstance, GroupReader,  N::kGroup, kWorker, ListGroups,  "Groups"},
    {kPost,   I "groups/",                    kInstance, GroupCreator, N::kGroup, kInline, CreateGroup, "Make a group"},
    {kGet,    I "groups/{group}/",            kInstance, GroupReader,  N::kGroup, kInline, ShowGroup,   "One group"},
    {kPut,    I "groups/{group}/",            kInstance, GroupWriter,  N::kGroup, kInline, UpdateGroup, "Change a group"},
    {kPatch,  I "groups/{group}/",            kInstance, GroupWriter,  N::kGroup, kInline, UpdateGroup, "Change a group"},
    {kDelete, I "groups/{group}/",            kInstance, GroupWriter,  N::kGroup, kInline, DeleteGroup, "Remove a group with its channels"},

    {kGet,    I "users/{user}/groups/",         kUser,  ReaderOfUsersGroups, N::kMembership, kWorker, ListGroupsOfUser,    "Groups of a user"},
    {kPost,   I "users/{user}/groups/",         kUser,  MembershipWriter,    N::kMembership, kInline, AddGroupToUser,      "Put a user into a group"},
    {kGet,    I "users/{user}/groups/{group}/", kUser,  ReaderOfUsersGroups, N::kMembership, kInline, ShowGroupOfUser,     "One group of a user"},
    {kDelete, I "users/{user}/groups/{group}/", kUser,  MembershipWriter,    N::kMembership, kInline, RemoveGroupFromUser, "Take a user out of a group"},
    {kGet,    I "groups/{group}/users/",        kGroup, ReaderOfGroupsUsers, N::kMembership, kWorker, ListUsersOfGroup,    "Users of a group"},
    {kPost,   I "groups/{group}/users/",        kGroup, MembershipWriter,    N::kMembership, kInline, AddUserToGroup,      "Put a user into a group"},
    {kGet,    I "groups/{group}/users/{user}/", kGroup, ReaderOfGroupsUsers, N::kMembership, kInline, ShowUserOfGroup,     "One user of a group"},
    {kDelete, I "groups/{group}/users/{user}/", kGroup, MembershipWriter,    N::kMembership, kInline, RemoveUserFromGroup, "Take a user out of a group"},

    {kGet,    I "classes/",                           kInstance, ClassReader,  N::kClass,  kWorker, ListClasses,   "Classes that the caller may read"},
    {kPost,   I "classes/",                           kInstance, ClassWriter,  N::kClass,  kInline, CreateClass,   "Make a class"},
    {kGet,    I "classes/{class}/",                   kInstance, ClassReader,  N::kClass,  kInline, ShowClass,     "One class"},
    {kPut,    I "classes/{class}/",                   kInstance, ClassWriter,  N::kClass,  kInline, PutClass,      "Replace a class"},
    {kPatch,  I "classes/{class}/",                   kInstance, ClassWriter,  N::kClass,  kInline, PatchClass,    "Change a class"},
    {kDelete, I "classes/{class}/",                   kInstance, ClassWriter,  N::kClass,  kInline, DeleteClass,   "Remove a class with its objects"},
    {kGet,    I "classes/{class}/objects/",           kClass,    ObjectReader, N::kObject, kWorker, ListObjects,   "Objects that the caller may read"},
    {kPost,   I "classes/{class}/objects/",           kClass,    ObjectWriter, N::kObject, kInline, CreateObject,  "Make an object", 0, true},
    {kGet,    I "classes/{class}/objects/{id}/",      kClass,    ObjectReader, N::kObject, kInline, ShowObject,    "One object"},
    {kPost,   I "classes/{class}/objects/{id}/",      kClass,    ObjectWriter, N::kObject, kInline, ReplaceObject, "Replace an object", 0, true},
    {kPatch,  I "classes/{class}/objects/{id}/",      kClass,    ObjectWriter, N::kObject, kInline, PatchObject,   "Change an object", 0, true},
    {kDelete, I "classes/{class}/objects/{id}/",      kClass,    ObjectWriter, N::kObject, kInline, DeleteObject,  "Remove an object"},

    {kGet,    I "channels/",                          kInstance, ChannelReader, N::kChannel, kWorker, ListChannels,  "Channels that the caller may subscribe to"},
    {kPost,   I "channels/",                          kInstance, ChannelWriter, N::kChannel, kInline, CreateChannel, "Make a channel"},
    {kGet,    I "channels/{channel}/",                kInstance, ChannelReader, N::kChannel, kInline, ShowChannel,   "One channel"},
    {kPut,    I "channels/{channel}/",                kInstance, ChannelWriter, N::kChannel, kInline, PutChannel,    "Replace a channel"},
    {kPatch,  I "channels/{channel}/",                kInstance, ChannelWriter, N::kChannel, kInline, PatchChannel,  "Change a channel"},
    {kDelete, I "channels/{channel}/",                kInstance, ChannelWriter, N::kChannel, kInline, DeleteChannel, "Remove a channel with its objects"},
    {kPost,   I "channels/{channel}/publish/",        kChannel, Publisher,     N::kMessage, kInline, PublishMessage, "Publish a message", 65536},
    {kGet,    I "channels/{channel}/poll/",           kChannel, ChannelReader, N::kMessage, kInline, PollChannel,    "Wait for the next message of a channel"},
    {kGet,    I "channels/{channel}/history/",        kChannel, ChannelReader, N::kMessage, kWorker, ListMessages,   "Messages of a channel, newest first"},
    {kGet,    I "channels/{channel}/history/{id}/",   kChannel, ChannelReader, N::kMessage, kInline, ShowMessage,    "One message"},

    {kPost,   I "batch/",                     kInstance, AnyKey, N::kNone, kWorker, RunBatch, "Several requests in one"},

    {kGet,    I "snippets/",                  kInstance, Administrator, N::kInstance, kInline, ShowEmptyIndex, "Not served: empty"},
    {kGet,    I "endpoints/",                 kInstance, Administrator, N::kInstance, kInline, ShowEmptyIndex, "Not served: empty"},
    {kGet,    I "push_notifications/",        kInstance, Administrator, N::kInstance, kInline, ShowEmptyIndex, "Not served: empty"},
    {kGet,    I "backups/",                   kInstance, Administrator, N::kInstance, kInline, ShowEmptyIndex, "Not served: empty"},
    {kGet,    I "triggers/",                  kInstance, Administrator, N::kInstance, kInline, ShowEmptyList,  "Not served: empty"},
    {kGet,    I "schedules/",                 kInstance, Administrator, N::kInstance, kInline, ShowEmptyList,  "Not served: empty"},
    {kGet,    I "restores/",                  kInstance, Administrator, N::kInstance, kInline, ShowEmptyList,  "Not served: empty"},
    {kGet,    I "hosting/",                   kInstance, Administrator, N::kInstance, kInline, ShowEmptyList,  "Not served: empty"},
};
// clang-format on

#undef I

}  // namespace

std::vector<RouteSpec> AllRoutes() { return {std::begin(kRoutes), std::end(kRoutes)}; }

}  // namespace guildhall::syncano
