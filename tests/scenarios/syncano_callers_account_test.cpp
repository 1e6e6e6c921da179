// Accounts and instances of Syncano v1.1, tried by every kind of caller.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_callers.h"

namespace guildhall::scenarios {
namespace {

constexpr char kSignIn[] = R"({"email":"geralt@rivia.com","password":"secret"})";
constexpr char kNewEmail[] = R"({"email":"new$n@x.org"})";
constexpr char kToken[] = R"({"uid":"MQ","token":"3uq-1"})";
constexpr char kConfirm[] = R"({"uid":"MQ","token":"3uq-1","new_password":"other"})";
constexpr char kSamePassword[] = R"({"current_password":"secret","new_password":"secret"})";

class SyncanoCallersOfAccounts : public SyncanoCallersTest {};
class SyncanoCallersOfInstances : public SyncanoCallersTest {};

}  // namespace

const std::vector<CallerRow>& AccountRows() {
  using enum Fresh;
  using enum Trace;
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"GET",    "/",                                200, "++++ ++++ +++++ ++++"},
      {"POST",   "/account/register/",               201, "++++ ++++ +++++ ++++", R"({"email":"new$n@x.org","password":"secret"})", kNothing, kUnseen},
      {"POST",   "/account/auth/",                   200, "++++ ++++ +++++ ++++", kSignIn, kNothing, kUnseen},
      {"POST",   "/account/auth/facebook/",          400, "!!!! !!!! !!!!! !!!!", R"({"access_token":"x"})"},
      {"POST",   "/account/activate/",               200, "!!!! !!!! !!!!! !!!!", kToken},
      {"POST",   "/account/resend_email/",           204, "!!!! !!!! !!!!! !!!!", R"({"email":"nobody$n@x.org"})"},
      {"POST",   "/account/password/reset/",         204, "!!!! !!!! !!!!! !!!!", R"({"email":"nobody$n@x.org"})"},
      {"POST",   "/account/password/reset/confirm/", 200, "!!!! !!!! !!!!! !!!!", kConfirm},

      {"GET",    "/account/",                        200, "--+- ++++ ----- ----"},
      {"POST",   "/account/password/",               204, "--+- ++++ ----- ----", kSamePassword, kNothing, kUnseen},
      {"POST",   "/account/password/set/",           204, "--!- !!!! ----- ----", R"({"password":"other"})"},
      {"POST",   "/account/reset_key/",              200, "--+- ++++ ----- ----", "", kNothing, kUnseen},
      {"PATCH",  "/account/",                        200, "--+- ++++ ----- ----", R"({"first_name":"Name$n"})"},
      {"PUT",    "/account/",                        200, "--+- ++++ ----- ----", kNewEmail},

      {"GET",    "/account/invitations/",                  200, "--+- ++++ ----- ----"},
      {"GET",    "/account/invitations/$invitation_id/",   200, "--.- .... ----- ----", "", kInvitation},
      {"DELETE", "/account/invitations/$invitation_id/",   204, "--.- .... ----- ----", "", kInvitation},
      // Last: whoever may, has a role from then on.
      {"POST",   "/account/invitations/accept/",           204, "--+- ++++ ----- ----", R"({"invitation_key":"$invitation"})", kInvitation},
  };
  // clang-format on
  return kRows;
}

const std::vector<CallerRow>& InstanceRows() {
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"GET",   "/instances/",       200, "--++ ++++ +++++ ++++"},
      {"POST",  "/instances/",       201, "--+- ++++ ----- ----", R"({"name":"kaedwen-$n"})"},
      {"GET",   "/instances/rivia/", 200, "--.. ++++ +++++ ++++"},
      {"PUT",   "/instances/rivia/", 200, "--.. ++-- ----- ----", R"({"description":"put $n"})"},
      {"PATCH", "/instances/rivia/", 200, "--.. ++-- ----- ----", R"({"description":"patch $n"})"},

      {"GET",   "/instances/rivia/snippets/",           200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/endpoints/",          200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/push_notifications/", 200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/backups/",            200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/triggers/",           200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/schedules/",          200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/restores/",           200, "---- ++++ ----- ----"},
      {"GET",   "/instances/rivia/hosting/",            200, "---- ++++ ----- ----"},
  };
  // clang-format on
  return kRows;
}

const std::vector<CallerRow>& InstanceEndRows() {
  using enum Fresh;
  using enum Trace;
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"DELETE", "/instances/rivia/",        204, "--.. +--- ----- ----", "", kNothing, kLast},
      {"POST",   "/instances/rivia/rename/", 200, "--.. +--- ----- ----", R"({"new_name":"kovir-$n"})", kNothing, kLast},
  };
  // clang-format on
  return kRows;
}

namespace {

TEST_P(SyncanoCallersOfAccounts, MayDoWhatTheDocumentsSay) { TryAll(AccountRows()); }

TEST_P(SyncanoCallersOfInstances, MayDoWhatTheDocumentsSay) { TryAll(InstanceRows()); }

TEST_P(SyncanoCallersOfInstances, RemoveOneWhenTheyOwnIt) { TryAll({InstanceEndRows()[0]}); }

TEST_P(SyncanoCallersOfInstances, RenameOneWhenTheyOwnIt) { TryAll({InstanceEndRows()[1]}); }

GUILDHALL_EVERY_ENGINE(SyncanoCallersOfAccounts);
GUILDHALL_EVERY_ENGINE(SyncanoCallersOfInstances);

}  // namespace
}  // namespace guildhall::scenarios
