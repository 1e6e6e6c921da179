// Administrators of an instance and invitations to become one: Syncano v1.1, by whom each route may
// be used, what is refused, and what nobody learns.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_administrators.h"

namespace guildhall::scenarios {
namespace {

const std::string kAdmins = "/v1.1/instances/rivia/admins/";
const std::string kInvitations = "/v1.1/instances/rivia/invitations/";
const std::string kOwn = "/v1.1/account/invitations/";

/// Whoever is no administrator at all: always 403.
std::vector<Try> Outsiders() {
  return {{"", 403},         {"$app", 403},      {"$ignore_acl", 403, ""}, {"$app", 403, "$geralt"},
          {"$foreign", 403}, {"$stranger", 403}, {"$geralt", 403}};
}

std::vector<Try> Outsiders(std::vector<Try> others) {
  std::vector<Try> all = Outsiders();
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

class SyncanoAdministration : public SyncanoAdministratorsTest {};

TEST_P(SyncanoAdministration, AdministratorsAreShownToAdministrators) {
  const std::vector<Try> tries =
      Outsiders({{"$reader", 200}, {"$writer", 200}, {"$full", 200}, {"$admin", 200}});
  Attempt(With("GET", kAdmins), tries);
  Attempt(With("GET", kAdmins + "1/"), tries);
  Play({{"as the document prints one",
         With("GET", kAdmins + "4/", "$reader"),
         200,
         {R"({"id":4,"role":"write","email":"triss@aretuza.com","first_name":"","last_name":"",)"
          R"("links":{"self":"/v1.1/instances/rivia/admins/4/"}})"},
         {"$writer"}},
        {"the owner as full",
         With("GET", kAdmins + "1/", "$reader"),
         200,
         {R"("role":"full")"},
         {"owner", "$admin"}},
        {"pages",
         With("GET", kAdmins + "?page_size=1&direction=1&last_pk=1", "$reader"),
         200,
         {R"("id":3)", "page_size=1&direction=1&last_pk=3"},
         {R"("id":4)", "emhyr"}},
        {"no administrator", With("GET", kAdmins + "2/", "$full"), 404, {kNotFound}, {"emhyr"}},
        {"nobody", With("GET", kAdmins + "99/", "$full"), 404, {kNotFound}, {}},
        {"no number", With("GET", kAdmins + "x/", "$full"), 404, {kNotFound}, {}},
        {"no joining by POST",
         With("POST", kAdmins, "$admin", "", "{}"),
         405,
         {R"(Method \"POST\" not allowed.)"},
         {}},
        {"not even to hear so", With("POST", kAdmins, "$app", "", "{}"), 403, {kPermission}, {}}});
}

TEST_P(SyncanoAdministration, RolesAreChangedByFullAdministrators) {
  for (const char* method : {"PUT", "PATCH"}) {
    Attempt(With(method, kAdmins + "5/", "", "", R"({"role":"write"})"),
            Outsiders({{"$writer", 403}, {"$full", 200}, {"$admin", 200}}));
    Attempt(With(method, kAdmins + "1/", "", "", R"({"role":"furry"})"),
            {{"$writer", 403}, {"$full", 403}, {"$admin", 403}});
  }
  Attempt(With("PATCH", kAdmins + "5/", "", "", R"({"role":3})"), {{"$full", 200}});
  Attempt(With("PATCH", kAdmins + "4/", "", "", R"({"role":"full"})"), {{"$reader", 403}});
  Play({{"not a role",
         With("PATCH", kAdmins + "5/", "$full", "", R"({"role":"furry"})"),
         400,
         {R"({"role":["\"furry\" is not a valid choice."]})"},
         {}},
        {"not this one",
         With("PATCH", kAdmins + "5/", "$full", "", R"({"role":"owner"})"),
         400,
         {R"("owner\" is not a valid choice.)"},
         {}},
        {"no value at all",
         With("PATCH", kAdmins + "5/", "$full", "", R"({"role":{"a":[1]}})"),
         400,
         {"is not a valid choice."},
         {}},
        {"null",
         With("PATCH", kAdmins + "5/", "$full", "", R"({"role":null})"),
         400,
         {R"({"role":["This field may not be null."]})"},
         {}},
        {"nothing changes nothing",
         With("PATCH", kAdmins + "5/", "$full", "", "{}"),
         200,
         {R"("role":"read")"},
         {}},
        {"by number",
         With("PATCH", kAdmins + "5/", "$full", "", R"({"role":"2"})"),
         200,
         {R"("role":"write")"},
         {}},
        {"full when PUT says nothing",
         With("PUT", kAdmins + "5/", "$full", "", "{}"),
         200,
         {R"("role":"full")"},
         {}},
        {"unknown", With("PATCH", kAdmins + "99/", "$full", "", "{}"), 404, {kNotFound}, {}},
        {"a stranger", With("PATCH", kAdmins + "2/", "$full", "", "{}"), 404, {kNotFound}, {}}});
}

TEST_P(SyncanoAdministration, ARoleCountsFromTheNextRequestOn) {
  const Call make = With("POST", "/v1.1/instances/rivia/groups/", "", "", R"({"label":"x"})");
  Attempt(make, {{"$reader", 403}});
  Attempt(With("PATCH", kAdmins + "5/", "", "", R"({"role":"write"})"), {{"$full", 200}});
  Attempt(make, {{"$reader", 201}});
  Attempt(With("DELETE", kAdmins + "5/"), {{"$full", 204}});
  Attempt(make, {{"$reader", 403}});
  Attempt(With("GET", "/v1.1/instances/rivia/"), {{"$reader", 404}});
}

TEST_P(SyncanoAdministration, AdministratorsLeaveByThemselvesOrByFullOnes) {
  Attempt(With("DELETE", kAdmins + "5/"), Outsiders({{"$writer", 403}}));
  Attempt(With("DELETE", kAdmins + "1/"), {{"$reader", 403}, {"$full", 403}, {"$admin", 403}});
  Attempt(With("DELETE", kAdmins + "99/"), {{"$reader", 404}, {"$full", 404}});
  Attempt(With("DELETE", kAdmins + "5/"), {{"$reader", 204}, {"$reader", 403}, {"$full", 404}});
  Attempt(With("DELETE", kAdmins + "4/"), {{"$full", 204}});
  Attempt(With("GET", kAdmins), {{"$writer", 403}, {"$admin", 200}});
}

TEST_P(SyncanoAdministration, InvitationsAreSeenByAdministratorsAndMadeByFullOnes) {
  Invite("roach@rivia.com", "read");
  const std::string one = kInvitations + "$invitation_id/";
  const std::vector<std::string> secrets{"$invitation", "roach"};
  const std::vector<Try> readers =
      Outsiders({{"$reader", 200}, {"$writer", 200}, {"$full", 200}, {"$admin", 200}});
  const std::vector<Try> refused = Outsiders({{"$reader", 403}, {"$writer", 403}});
  Attempt(With("GET", kInvitations), readers, secrets);
  Attempt(With("GET", one), readers, secrets);
  Attempt(With("POST", kInvitations, "", "", R"({"email":"a@x.org"})"), refused, secrets);
  Attempt(With("PUT", one, "", "", "{}"), refused, secrets);
  Attempt(With("PATCH", one, "", "", R"({"role":"full"})"), refused, secrets);
  Attempt(With("DELETE", one), refused, secrets);
  Attempt(With("POST", one + "resend/"), refused, secrets);
  Play({{"as the document prints it",
         With("GET", one, "$reader"),
         200,
         {R"("email":"roach@rivia.com","role":"read","key":"$invitation",)"
          R"("inviter":"geralt@rivia.com","created_at":")",
          R"("state":"new","links":{"self":"/v1.1/instances/rivia/invitations/$invitation_id/",)"
          R"("resend":"/v1.1/instances/rivia/invitations/$invitation_id/resend/"}})"},
         {}},
        {"changed",
         With("PATCH", one, "$full", "", R"({"role":"write","email":"b@x.org"})"),
         200,
         {R"("role":"write")", "roach@rivia.com"},
         {"b@x.org"}},
        {"full when PUT says nothing",
         With("PUT", one, "$full", "", "{}"),
         200,
         {R"("role":"full")"},
         {}},
        {"sent again", With("POST", one + "resend/", "$full"), 204, {}, {}},
        {"removed", With("DELETE", one, "$full"), 204, {}, {}},
        {"and gone", With("GET", one, "$full"), 404, {kNotFound}, {"roach"}},
        {"unknown", With("POST", kInvitations + "99/resend/", "$full"), 404, {kNotFound}, {}}});
}

TEST_P(SyncanoAdministration, InvitationsAreChecked) {
  Invite("roach@rivia.com");
  const auto post = [&](const std::string& body) {
    return With("POST", kInvitations, "$full", "", body);
  };
  Play({{"no e-mail", post("{}"), 400, {R"({"email":["This field is required."]})"}, {}},
        {"none",
         post(R"({"email":"x"})"),
         400,
         {R"({"email":["Enter a valid email address."]})"},
         {}},
        {"no role",
         post(R"({"email":"a@x.org","role":"furry"})"),
         400,
         {R"({"role":["\"furry\" is not a valid choice."]})"},
         {}},
        {"open already",
         post(R"({"email":" ROACH@rivia.com "})"),
         400,
         {R"({"detail":"Admin with specified Email already has an invitation created."})"},
         {}},
        {"an administrator already",
         post(R"({"email":"ciri@cintra.com"})"),
         400,
         {R"({"email":"Admin with specified Email is already a part of this Instance."})"},
         {}},
        {"full unless said", post(R"({"email":"a@x.org"})"), 201, {R"("role":"full")"}, {}},
        {"a list", post("[]"), 400, {"Expected a dictionary, but got list."}, {}}});
}

TEST_P(SyncanoAdministration, AnotherInstanceKnowsNothingOfThem) {
  Invite("roach@rivia.com");
  const std::string there = "/v1.1/instances/novigrad/";
  Play({{"its invitations",
         With("GET", there + "invitations/", "$stranger"),
         200,
         {R"("objects":[])"},
         {"roach", "$invitation"}},
        {"by number",
         With("GET", there + "invitations/$invitation_id/", "$stranger"),
         404,
         {kNotFound},
         {"roach"}},
        {"to remove",
         With("DELETE", there + "invitations/$invitation_id/", "$stranger"),
         404,
         {kNotFound},
         {}},
        {"its administrators",
         With("GET", there + "admins/", "$stranger"),
         200,
         {"emhyr@nilfgaard.com"},
         {"geralt@rivia.com", "ciri@cintra.com"}},
        {"theirs", With("GET", there + "admins/3/", "$stranger"), 404, {kNotFound}, {"yennefer"}},
        {"still there", With("GET", kInvitations + "$invitation_id/", "$full"), 200, {}, {}}});
}

TEST_P(SyncanoAdministration, TheInvitedSeesAndDeclinesHisOwn) {
  Register("guest", "roach@rivia.com");
  Invite("roach@rivia.com", "write");
  const std::string one = kOwn + "$invitation_id/";
  const std::vector<std::string> secrets{"$invitation", "roach"};
  Play({{"not while he only says that the e-mail is his",
         With("GET", kOwn, "$guest"),
         200,
         {R"("objects":[])"},
         secrets},
        {"nor by number", With("GET", one, "$guest"), 404, {kNotFound}, secrets},
        {"nor to decline", With("DELETE", one, "$guest"), 404, {kNotFound}, secrets}});
  ConfirmEmail("roach@rivia.com");
  Attempt(With("GET", kOwn), {{"", 403}, {"$app", 403}, {"$app", 403, "$geralt"}, {"$guest", 200}},
          secrets);
  Attempt(With("GET", one), {{"", 403}, {"$app", 403}, {"$stranger", 404}, {"$admin", 404}},
          secrets);
  Attempt(With("DELETE", one), {{"", 403}, {"$app", 403}, {"$stranger", 404}, {"$admin", 404}},
          secrets);
  Play({{"others have none",
         With("GET", kOwn, "$stranger"),
         200,
         {R"("objects":[])"},
         {"$invitation"}},
        {"as the document says",
         With("GET", one, "$guest"),
         200,
         {R"("email":"roach@rivia.com","role":"write","key":"$invitation","instance":"rivia",)"
          R"("inviter":"geralt@rivia.com")",
          R"("links":{"self":"/v1.1/account/invitations/$invitation_id/",)"
          R"("instance":"/v1.1/instances/rivia/"}})"},
         {}},
        {"in the list", With("GET", kOwn, "$guest"), 200, {"$invitation"}, {}},
        {"declined", With("DELETE", one, "$guest"), 204, {}, {}},
        {"and gone", With("GET", one, "$guest"), 404, {kNotFound}, {}},
        {"from the list", With("GET", kOwn, "$guest"), 200, {R"("objects":[])"}, {}},
        {"and said so",
         With("GET", kInvitations + "$invitation_id/", "$reader"),
         200,
         {R"("state":"declined")"},
         {}},
        {"never accepted after that",
         With("POST", kOwn + "accept/", "$guest", "", R"({"invitation_key":"$invitation"})"),
         400,
         {R"({"invitation_key":"Invitation not found."})"},
         {}},
        {"sending it again does nothing",
         With("POST", kInvitations + "$invitation_id/resend/", "$full"),
         204,
         {},
         {}}});
  Invite("roach@rivia.com", "read");
}

TEST_P(SyncanoAdministration, AKeyIsAcceptedOnceByWhoeverHoldsIt) {
  Invite("roach@rivia.com", "read");
  const Call accept = With("POST", kOwn + "accept/", "", "", R"({"invitation_key":"$invitation"})");
  Attempt(accept, {{"", 403}, {"$app", 403}, {"$app", 403, "$geralt"}});
  Attempt(With("GET", kAdmins), {{"$stranger", 403}});
  Attempt(accept, {{"$stranger", 204}, {"$stranger", 400}, {"$full", 400}});
  Attempt(With("GET", kAdmins), {{"$stranger", 200}});
  const auto post = [&](const std::string& body) {
    return With("POST", kOwn + "accept/", "$stranger", "", body);
  };
  Play({{"accepted",
         With("GET", kInvitations + "$invitation_id/", "$reader"),
         200,
         {R"("state":"accepted")"},
         {}},
        {"unknown",
         post(R"({"invitation_key":"3c1f0a3b2c79f0c5f9a51c0f1a3bd1d7cf2a5a0e"})"),
         400,
         {R"({"invitation_key":"Invitation not found."})"},
         {}},
        {"no key",
         post(R"({"invitation_key":"x"})"),
         400,
         {R"({"invitation_key":"Invitation not found."})"},
         {}},
        {"an account's key",
         post(R"({"invitation_key":"$admin"})"),
         400,
         {R"({"invitation_key":"Invitation not found."})"},
         {}},
        {"missing", post("{}"), 400, {R"({"invitation_key":["This field is required."]})"}, {}},
        {"too long",
         post(R"({"invitation_key":")" + std::string(41, 'a') + R"("})"),
         400,
         {"no more than 40 characters"},
         {}},
        {"no GET there", With("GET", kOwn + "accept/", "$stranger"), 405, {}, {}}});
}

TEST_P(SyncanoAdministration, AcceptingRaisesAndNeverLowers) {
  const auto accepted = [&](const std::string& role) {
    Invite(role + "@x.org", role);
    Attempt(With("POST", kOwn + "accept/", "", "", R"({"invitation_key":"$invitation"})"),
            {{"$writer", 204}});
    return world_->Ask("GET", kAdmins + "4/", "$admin").body;
  };
  EXPECT_NE(accepted("read").find(R"("role":"write")"), std::string::npos);
  EXPECT_NE(accepted("full").find(R"("role":"full")"), std::string::npos);
}

GUILDHALL_EVERY_ENGINE(SyncanoAdministration);

}  // namespace
}  // namespace guildhall::scenarios
