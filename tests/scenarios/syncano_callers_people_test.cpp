// Administrators, keys, users, groups and memberships of Syncano v1.1, tried by every kind of
// caller.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_callers.h"

namespace guildhall::scenarios {
namespace {

#define I "/instances/rivia/"

constexpr char kRole[] = R"({"role":"write"})";
constexpr char kFlags[] = R"({"description":"key $n","ignore_acl":true})";
constexpr char kNewUser[] = R"({"username":"new$n","password":"secret"})";
constexpr char kLabel[] = R"({"label":"label $n"})";

class SyncanoCallersOfAdministration : public SyncanoCallersTest {};
class SyncanoCallersOfPeople : public SyncanoCallersTest {};

}  // namespace

const std::vector<CallerRow>& AdministrationRows() {
  using enum Fresh;
  using enum Trace;
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"GET",    I "admins/",                             200, "---- ++++ ----- ----"},
      {"GET",    I "admins/1/",                           200, "---- ++++ ----- ----"},
      {"PUT",    I "admins/$helper_id/",                  200, "---- ++-- ----- ----", kRole, kHelper},
      {"PATCH",  I "admins/$helper_id/",                  200, "---- ++-- ----- ----", kRole, kHelper},
      {"DELETE", I "admins/$helper_id/",                  204, "---- ++-- ----- ----", "", kHelper},
      // Nobody touches the owner.
      {"PUT",    I "admins/1/",                           200, "---- ---- ----- ----", kRole},
      {"PATCH",  I "admins/1/",                           200, "---- ---- ----- ----", kRole},
      {"DELETE", I "admins/1/",                           204, "---- ---- ----- ----"},

      {"GET",    I "invitations/",                        200, "---- ++++ ----- ----"},
      {"POST",   I "invitations/",                        201, "---- ++-- ----- ----", R"({"email":"new$n@x.org"})"},
      {"GET",    I "invitations/$invitation_id/",         200, "---- ++++ ----- ----", "", kInvitation},
      {"PUT",    I "invitations/$invitation_id/",         200, "---- ++-- ----- ----", kRole, kInvitation},
      {"PATCH",  I "invitations/$invitation_id/",         200, "---- ++-- ----- ----", kRole, kInvitation},
      {"DELETE", I "invitations/$invitation_id/",         204, "---- ++-- ----- ----", "", kInvitation},
      {"POST",   I "invitations/$invitation_id/resend/",  204, "---- ++-- ----- ----", "", kInvitation, kUnseen},

      {"GET",    I "api_keys/",                           200, "---- ++-- +++++ ++++"},
      {"POST",   I "api_keys/",                           201, "---- ++-- ----- ----", kFlags},
      // A key sees itself and no other one.
      {"GET",    I "api_keys/$app_id/",                   200, "---- ++-- +.... +++."},
      {"PUT",    I "api_keys/$key_id/",                   200, "---- ++-- ----- ----", kFlags, kKey},
      {"PATCH",  I "api_keys/$key_id/",                   200, "---- ++-- ----- ----", kFlags, kKey},
      {"PATCH",  I "api_keys/$app_id/",                   200, "---- ++-- ----- ----", R"({"description":"app $n"})"},
      {"DELETE", I "api_keys/$key_id/",                   204, "---- ++-- ----- ----", "", kKey},
      {"POST",   I "api_keys/$key_id/reset_key/",         200, "---- ++-- ----- ----", "", kKey},
  };
  // clang-format on
  return kRows;
}

const std::vector<CallerRow>& PeopleRows() {
  using enum Fresh;
  using enum Trace;
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"POST",   I "user/auth/",                          200, "---- ++++ +++++ ++++", R"({"username":"geralt","password":"secret"})", kNothing, kUnseen},
      {"POST",   I "user/auth/facebook/",                 200, "---- !!!! !!!!! !!!!", R"({"access_token":"x"})"},
      {"GET",    I "user/",                               200, "---- ---- ----- ++++"},
      {"PUT",    I "user/",                               200, "---- ---- ----- ++++", kNewUser},
      {"PATCH",  I "user/",                               200, "---- ---- ----- ++++", R"({"username":"own$n"})"},

      {"GET",    I "users/",                              200, "---- ++++ -+--- ++++"},
      {"POST",   I "users/",                              201, "---- +++- -++-- ----", kNewUser},
      // A user is himself: his key takes away what ignore_acl gives over other accounts.
      {"GET",    I "users/1/",                            200, "---- ++++ -+--- +..+"},
      {"GET",    I "users/2/",                            200, "---- ++++ -+--- ..+."},
      {"PUT",    I "users/1/",                            200, "---- +++- -+--- +..+", kNewUser},
      {"PUT",    I "users/2/",                            200, "---- +++- -+--- ..+.", kNewUser},
      {"PATCH",  I "users/1/",                            200, "---- +++- -+--- +..+", R"({"username":"one$n"})"},
      {"PATCH",  I "users/2/",                            200, "---- +++- -+--- ..+.", R"({"username":"two$n"})"},
      {"DELETE", I "users/$user/",                        204, "---- +++- -+--- ----", "", kUser},
      {"POST",   I "users/$user/reset_key/",              200, "---- +++- -+--- ....", "", kUser},
      {"POST",   I "users/1/reset_key/",                  200, "---- +++- -+--- +..+"},

      {"GET",    I "groups/",                             200, "---- ++++ +++++ ++++"},
      {"POST",   I "groups/",                             201, "---- +++- ---+- ----", kLabel},
      {"GET",    I "groups/1/",                           200, "---- ++++ +++++ ++++"},
      {"PUT",    I "groups/1/",                           200, "---- +++- ----- ----", kLabel},
      {"PATCH",  I "groups/1/",                           200, "---- +++- ----- ----", kLabel},
      {"DELETE", I "groups/$group/",                      204, "---- +++- ----- ----", "", kGroup},

      {"GET",    I "users/1/groups/",                     200, "---- ++++ ----- +--+"},
      {"POST",   I "users/2/groups/",                     201, "---- +++- ----- ----", R"({"group":$group})", kGroup},
      {"GET",    I "users/1/groups/1/",                   200, "---- ++++ ----- +--+"},
      {"DELETE", I "users/2/groups/$group/",              204, "---- +++- ----- ----", "", kMembership},
      {"DELETE", I "users/1/groups/$group/",              204, "---- ...- ----- ----", "", kGroup},
      {"GET",    I "groups/1/users/",                     200, "---- ++++ ----- ++++"},
      {"POST",   I "groups/$group/users/",                201, "---- +++- ----- ----", R"({"user":2})", kGroup},
      // Members see their own row.
      {"GET",    I "groups/1/users/1/",                   200, "---- ++++ ----- +..+"},
      {"GET",    I "groups/1/users/3/",                   200, "---- ++++ ----- .+.."},
      {"DELETE", I "groups/$group/users/2/",              204, "---- +++- ----- ----", "", kMembership},
  };
  // clang-format on
  return kRows;
}

#undef I

namespace {

TEST_P(SyncanoCallersOfAdministration, MayDoWhatTheDocumentsSay) { TryAll(AdministrationRows()); }

TEST_P(SyncanoCallersOfPeople, MayDoWhatTheDocumentsSay) { TryAll(PeopleRows()); }

GUILDHALL_EVERY_ENGINE(SyncanoCallersOfAdministration);
GUILDHALL_EVERY_ENGINE(SyncanoCallersOfPeople);

}  // namespace
}  // namespace guildhall::scenarios
