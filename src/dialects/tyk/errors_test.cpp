#include "dialects/tyk/errors.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::tyk {
namespace {

RouteSpec Spec(http::Method method, Family family, Noun noun) {
  return {method,  "/api/x/{id}",
          family,  nullptr,
          noun,    Body::kObject,
          {},      {404, "Could not retrieve user detail."},
          nullptr, ""};
}

std::string Shown(const http::Response& response) {
  return std::to_string(response.status) + " " + std::string(response.body.view());
}

std::string Refused(int status, std::string_view message) {
  return std::to_string(status) + R"( {"Status":"Error","Message":")" + std::string(message) +
         R"(","Meta":null})";
}

TEST(TykErrors, BodiesHaveThePublishedNumbers) {
  const RouteSpec post = Spec(http::Method::kPost, Family::kUser, Noun::kGroup);
  const RouteSpec put = Spec(http::Method::kPut, Family::kUser, Noun::kGroup);
  const RouteSpec admin = Spec(http::Method::kPut, Family::kAdmin, Noun::kUser);
  const RouteSpec admin_post = Spec(http::Method::kPost, Family::kAdmin, Noun::kUser);
  EXPECT_EQ(Shown(RefuseEmptyBody(post)),
            Refused(500, "Failed to read response body, body empty."));
  EXPECT_EQ(Shown(RefuseEmptyBody(admin_post)),
            Refused(500, "Failed to read response body, body empty"));
  EXPECT_EQ(Shown(RefuseEmptyBody(put)), Refused(400, "Request body malformed."));
  EXPECT_EQ(Shown(RefuseBody(post)), Refused(403, "Request body malformed."));
  EXPECT_EQ(Shown(RefuseBody(admin)), Refused(403, "Request body malformed"));
}

TEST(TykErrors, AnOperationMayHaveWordsOfItsOwnForBodies) {
  constexpr BodyWords kWords{400, "No body.", 500, "No object."};
  RouteSpec spec = Spec(http::Method::kPut, Family::kUser, Noun::kOrganisation);
  spec.body_words = &kWords;
  EXPECT_EQ(Shown(RefuseEmptyBody(spec)), Refused(400, "No body."));
  EXPECT_EQ(Shown(RefuseBody(spec)), Refused(500, "No object."));
}

TEST(TykErrors, AnOrganisationIsRefusedByWhatWasAsked) {
  const Error kept{Errc::kForbidden, {{"", Reason::kProtected}}, {}};
  const Error taken{Errc::kInvalid, {{"object_id", Reason::kTaken}}, {}};
  const auto spec = [](http::Method method) {
    return Spec(method, Family::kAdmin, Noun::kOrganisation);
  };
  EXPECT_EQ(Shown(RenderError(spec(http::Method::kDelete), "", kept)),
            Refused(400, "Could not delete the org"));
  EXPECT_EQ(Shown(RenderError(spec(http::Method::kPut), "", kept)),
            Refused(403, "Failed to update Org object to DB"));
  EXPECT_EQ(Shown(RenderError(spec(http::Method::kPost), "", taken)),
            Refused(403, "Failed to save new Org object to DB"));
}

TEST(TykErrors, ADenialNamesThePathAfterTwoBlanks) {
  const RouteSpec spec = Spec(http::Method::kGet, Family::kUser, Noun::kUser);
  const std::string text = "access denied: You do not have permission to access  ";
  const Error error{Errc::kForbidden, {}, {}};
  EXPECT_EQ(Shown(RenderError(spec, "/api/users/1", error)), Refused(403, text + "/api/users/1"));
  // What is no text is not repeated.
  EXPECT_EQ(Shown(RenderError(spec, "/api/users/\xFF", error)), Refused(403, text + "/api/x/{id}"));
}

TEST(TykErrors, EmailsHaveSentencesOfTheirOwn) {
  const RouteSpec post = Spec(http::Method::kPost, Family::kUser, Noun::kUser);
  const RouteSpec put = Spec(http::Method::kPut, Family::kUser, Noun::kUser);
  const Error taken{Errc::kInvalid, {{"email", Reason::kTaken}}, {}};
  const Error bad{Errc::kInvalid, {{"username", Reason::kBlank}, {"email", Reason::kBlank}}, {}};
  const Error group{Errc::kInvalid, {{"capability_group", Reason::kUnknownName}}, {}};
  for (const RouteSpec& spec : {post, put}) {
    EXPECT_EQ(Shown(RenderError(spec, "", taken)), Refused(403, kEmailTaken));
    EXPECT_EQ(Shown(RenderError(spec, "", group)), Refused(400, "Group ID does not exist"));
  }
  EXPECT_EQ(Shown(RenderError(post, "", bad)), Refused(400, "User object validation failed."));
  EXPECT_EQ(Shown(RenderError(put, "", bad)), Refused(403, "Invalid email address."));
}

TEST(TykErrors, AWrongPasswordIsNoMissingCredential) {
  const RouteSpec spec = Spec(http::Method::kPost, Family::kUser, Noun::kUser);
  const Error wrong{Errc::kUnauthenticated, {{"", Reason::kWrongPassword}}, {}};
  EXPECT_EQ(Shown(RenderError(spec, "", wrong)), Refused(403, kWrongCurrentPassword));
  EXPECT_EQ(Shown(RenderError(spec, "", Error{Errc::kUnauthenticated, {}, {}})),
            Refused(401, "Not authorised"));
}

TEST(TykErrors, MissingRowsAreWhatTheRouteSays) {
  const RouteSpec spec = Spec(http::Method::kGet, Family::kUser, Noun::kUser);
  EXPECT_EQ(Shown(RenderError(spec, "", Error{Errc::kNotFound, {}, {}})),
            Refused(404, "Could not retrieve user detail."));
}

}  // namespace
}  // namespace guildhall::tyk
