#include "dialects/daptin/routes.h"

#include "dialects/daptin/nouns.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

using enum http::Method;
using enum http::Place;
using enum Shape;

#define ROW "/api/{table}/{id}"
#define ACTION "/action/{table}/{relation}"
#define ROW_ACTION "/action/{table}/{id}/{relation}"
#define ACCOUNT_ACTION "/action/user_account/{relation}"
#define ACCOUNT_ROW_ACTION "/action/user_account/{id}/{relation}"

// One line a route: method, path, the table that the path names literally, how it refuses, where it
// runs, handler, summary. Lists wait for many rows, so they run on a worker; accounts and their
// actions have passwords, so what writes them runs on the pool for hashes.
// clang-format off
constexpr RouteSpec kRoutes[] = {
    {kGet,    "/api/{table}",             "",        kDocument, kWorker,  ListRows,   "Rows that the caller may read"},
    {kPost,   "/api/{table}",             "",        kDocument, kInline,  CreateRow,  "Make a row"},
    {kPost,   "/api/user_account",        kAccounts, kDocument, kHashing, CreateRow,  "Make an account"},
    {kGet,    "/api/user_account",        kAccounts, kDocument, kWorker,  ListRows,   "Accounts that the caller may read"},
    {kGet,    ROW,                        "",        kDocument, kInline,  ShowRow,    "One row"},
    {kPatch,  ROW,                        "",        kDocument, kInline,  UpdateRow,  "Change a row"},
    {kDelete, ROW,                        "",        kDocument, kInline,  RemoveRow,  "Remove a row"},
    {kGet,    "/api/user_account/{id}",   kAccounts, kDocument, kInline,  ShowRow,    "One account; \"mine\" is one's own"},
    {kPatch,  "/api/user_account/{id}",   kAccounts, kDocument, kHashing, UpdateRow,  "Change an account"},
    {kDelete, "/api/user_account/{id}",   kAccounts, kDocument, kInline,  RemoveRow,  "Remove an account with all that it owns"},

    {kGet,    ROW "/{relation}",               "", kDocument, kWorker, ListRelated,        "Rows that a row is related to"},
    {kGet,    ROW "/relationships/{relation}", "", kDocument, kWorker, ShowRelationship,   "What a row is related to"},
    {kPost,   ROW "/relationships/{relation}", "", kDocument, kInline, AddRelationship,    "Relate a row to others"},
    {kPatch,  ROW "/relationships/{relation}", "", kDocument, kInline, AddRelationship,    "Relate a row to others"},
    {kDelete, ROW "/relationships/{relation}", "", kDocument, kInline, RemoveRelationship, "Take relations of a row away"},

    {kPost,   ACTION,             "",        kOutcomes, kInline,  ExecuteAction, "Execute an action"},
    {kGet,    ACTION,             "",        kOutcomes, kInline,  ExecuteAction, "Execute an action"},
    {kPut,    ACTION,             "",        kOutcomes, kInline,  ExecuteAction, "Execute an action"},
    {kPatch,  ACTION,             "",        kOutcomes, kInline,  ExecuteAction, "Execute an action"},
    {kDelete, ACTION,             "",        kOutcomes, kInline,  ExecuteAction, "Execute an action"},
    {kPost,   ROW_ACTION,         "",        kOutcomes, kInline,  ExecuteAction, "Execute an action on a row"},
    {kGet,    ROW_ACTION,         "",        kOutcomes, kInline,  ExecuteAction, "Execute an action on a row"},
    {kPut,    ROW_ACTION,         "",        kOutcomes, kInline,  ExecuteAction, "Execute an action on a row"},
    {kPatch,  ROW_ACTION,         "",        kOutcomes, kInline,  ExecuteAction, "Execute an action on a row"},
    {kDelete, ROW_ACTION,         "",        kOutcomes, kInline,  ExecuteAction, "Execute an action on a row"},
    {kPost,   ACCOUNT_ACTION,     kAccounts, kOutcomes, kHashing, ExecuteAction, "Sign up, sign in"},
    {kGet,    ACCOUNT_ACTION,     kAccounts, kOutcomes, kHashing, ExecuteAction, "Sign up, sign in"},
    {kPut,    ACCOUNT_ACTION,     kAccounts, kOutcomes, kHashing, ExecuteAction, "Sign up, sign in"},
    {kPatch,  ACCOUNT_ACTION,     kAccounts, kOutcomes, kHashing, ExecuteAction, "Sign up, sign in"},
    {kDelete, ACCOUNT_ACTION,     kAccounts, kOutcomes, kHashing, ExecuteAction, "Sign up, sign in"},
    {kPost,   ACCOUNT_ROW_ACTION, kAccounts, kOutcomes, kHashing, ExecuteAction, "Execute an action on an account"},
    {kGet,    ACCOUNT_ROW_ACTION, kAccounts, kOutcomes, kHashing, ExecuteAction, "Execute an action on an account"},
    {kPut,    ACCOUNT_ROW_ACTION, kAccounts, kOutcomes, kHashing, ExecuteAction, "Execute an action on an account"},
    {kPatch,  ACCOUNT_ROW_ACTION, kAccounts, kOutcomes, kHashing, ExecuteAction, "Execute an action on an account"},
    {kDelete, ACCOUNT_ROW_ACTION, kAccounts, kOutcomes, kHashing, ExecuteAction, "Execute an action on an account"},
    {kGet,    "/actions",         "",        kDocument, kInline,  ListGuestActions, "Actions by which guests become users"},

    {kGet,    "/aggregate/{table}", "", kDocument, kWorker, Aggregate, "Figures over rows that the caller may read"},
    {kPost,   "/aggregate/{table}", "", kDocument, kWorker, Aggregate, "Figures over rows that the caller may read"},
    {kGet,    "/stats/{table}",     "", kDocument, kWorker, Aggregate, "The same, as older clients call it"},

    {kGet,    "/_config",               "", kPlain, kInline, ListConfig,   "What administrators have set"},
    {kGet,    "/_config/{table}/{id}",  "", kPlain, kInline, ShowConfig,   "One value"},
    {kPost,   "/_config/{table}/{id}",  "", kPlain, kInline, SetConfig,    "Set a value"},
    {kPut,    "/_config/{table}/{id}",  "", kPlain, kInline, SetConfig,    "Set a value"},
    {kPatch,  "/_config/{table}/{id}",  "", kPlain, kInline, SetConfig,    "Set a value"},
    {kDelete, "/_config/{table}/{id}",  "", kPlain, kInline, RemoveConfig, "Take a value away"},

    {kGet,    "/meta",            "", kDocument, kInline, ShowMeta,  "Column types"},
    {kGet,    "/jsmodel/{table}", "", kDocument, kInline, ShowModel, "Columns, relations and actions of a table"},
    {kGet,    "/openapi.yaml",    "", kDocument, kInline, ShowOpenApi,    "The tables in the words of OpenAPI"},
    {kGet,    "/statistics",      "", kDocument, kInline, ShowStatistics, "Figures of the machine and of the process"},
    {kGet,    "/ping",            "", kDocument, kInline, Ping,      "Whether the server answers"},
};
// clang-format on

#undef ROW
#undef ACTION
#undef ROW_ACTION
#undef ACCOUNT_ACTION
#undef ACCOUNT_ROW_ACTION

}  // namespace

std::span<const RouteSpec> AllRoutes() { return kRoutes; }

}  // namespace guildhall::daptin
