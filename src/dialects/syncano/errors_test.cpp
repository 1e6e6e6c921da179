#include "dialects/syncano/errors.h"

#include <string>

#include <gtest/gtest.h>

#include "dialects/syncano/field_errors.h"

namespace guildhall::syncano {
namespace {

struct Row {
  Noun noun;
  Error error;
  int status;
  std::string body;
};

void Check(const Row& row) {
  const http::Response response = RenderError(row.noun, row.error);
  EXPECT_EQ(response.status, row.status) << row.body;
  EXPECT_EQ(response.body.view(), row.body);
  EXPECT_EQ(response.facts.error, row.error.code);
}

Error One(Errc code, Problem problem) { return {code, {std::move(problem)}, {}}; }

TEST(Errors, CredentialsAreForbiddenAndOnlySignInIs401) {
  Check({Noun::kUser, {Errc::kUnauthenticated, {}, {}}, 403, R"({"detail":"No such API Key."})"});
  Check({Noun::kUser, One(Errc::kUnauthenticated, {"", Reason::kUnknownAccount}), 401,
         R"({"detail":"Invalid username."})"});
  Check({Noun::kAccount, One(Errc::kUnauthenticated, {"", Reason::kUnknownAccount}), 401,
         R"({"detail":"Invalid email."})"});
  Check({Noun::kAccount, One(Errc::kUnauthenticated, {"", Reason::kWrongPassword}), 401,
         R"({"detail":"Invalid password."})"});
}

TEST(Errors, PermissionAndAbsenceHaveFixedTexts) {
  Check({Noun::kUser,
         {Errc::kForbidden, {}, "secret detail"},
         403,
         R"({"detail":"You do not have permission to perform this action."})"});
  Check({Noun::kUser, {Errc::kNotFound, {}, {}}, 404, R"({"detail":"Not found."})"});
  Check({Noun::kMessage, One(Errc::kForbidden, {"", Reason::kNotPublishable}), 403,
         R"({"detail":"Custom publish not allowed on this channel."})"});
  Check({Noun::kObject, One(Errc::kForbidden, {"channel", Reason::kNoPublishRight}), 403,
         R"({"detail":"You do not have permission to publish data to specified channel."})"});
}

TEST(Errors, FieldsAreListsOfSentences) {
  Check({Noun::kUser, One(Errc::kInvalid, {"username", Reason::kTaken}), 400,
         R"({"username":["This field must be unique."]})"});
  Check({Noun::kAccount, One(Errc::kInvalid, {"email", Reason::kBadFormat}), 400,
         R"({"email":["Enter a valid email address."]})"});
  Check({Noun::kInstance, One(Errc::kInvalid, {"name", Reason::kTaken}), 400,
         R"({"name":["This field must be unique."]})"});
  Check({Noun::kGroup, One(Errc::kInvalid, {"name", Reason::kTooLong, 64, 65}), 400,
         R"({"label":["Ensure this field has no more than 64 characters."]})"});
  Check({Noun::kInstance, One(Errc::kInvalid, {"name", Reason::kTooLong, 64, 65}), 400,
         R"({"name":["Ensure this value has at most 64 characters (it has 65)."]})"});
}

TEST(Errors, ProfileProblemsNestUnderTheUser) {
  Check({Noun::kUser, One(Errc::kInvalid, {"group", Reason::kNotMember}), 400,
         R"({"profile":{"group":["Invalid group specified."]}})"});
  Check({Noun::kObject, One(Errc::kInvalid, {"group", Reason::kNotMember}), 400,
         R"({"group":["Invalid group specified."]})"});
}

TEST(Errors, MembershipsSpeakOfPeople) {
  Check({Noun::kMembership,
         {Errc::kAlreadyExists, {}, {}},
         400,
         R"({"detail":"User is already a part of that group."})"});
  Check({Noun::kMembership, One(Errc::kConflict, {"", Reason::kLimitReached, 32}), 400,
         R"({"detail":"User's group count exceeded (32)."})"});
  Check({Noun::kMembership, One(Errc::kNotFound, {"group", Reason::kUnknownId, 99}), 400,
         R"({"group":["Invalid pk \"99\" - object does not exist."]})"});
}

TEST(Errors, LimitsNameWhatIsCounted) {
  Check({Noun::kInstance, One(Errc::kConflict, {"", Reason::kLimitReached, 16}), 400,
         R"({"detail":"Instance count exceeded (16)."})"});
  Check({Noun::kClass, One(Errc::kConflict, {"", Reason::kLimitReached, 100}), 400,
         R"({"detail":"Class count exceeded (100)."})"});
}

TEST(Errors, SomeFieldsAreStringsNotLists) {
  const Problem mismatch{"expected_revision", Reason::kRevisionMismatch, 2, 1};
  const std::string text = R"({"expected_revision":"Revision mismatch. Expected 2, got 1."})";
  Check({Noun::kObject, One(Errc::kInvalid, mismatch), 400, text});
  Check({Noun::kClass, One(Errc::kConflict, mismatch), 400, text});
  Check({Noun::kMessage, One(Errc::kInvalid, {"room", Reason::kNeedsRoom}), 400,
         R"({"room":"This field is required for channels with separate rooms."})"});
  Check({Noun::kObject, One(Errc::kInvalid, {"room", Reason::kNeedsRoom}), 400,
         R"({"non_field_errors":["Channel room field is required for channels with separate)"
         R"( rooms."]})"});
}

TEST(Errors, ThrottlingSaysWhenToComeBack) {
  const http::Response response =
      RenderError(Noun::kUser, One(Errc::kThrottled, {"", Reason::kRetryAfter, 90}));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.body.view(),
            R"({"detail":"Request was throttled. Expected available in 90 seconds."})");
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0], (std::pair<std::string, std::string>("Retry-After", "90")));
  EXPECT_EQ(
      RenderError(Noun::kUser, One(Errc::kThrottled, {"", Reason::kRetryAfter, 1})).body.view(),
      R"({"detail":"Request was throttled. Expected available in 1 second."})");
}

TEST(Errors, InternalFaultsRevealNothing) {
  const http::Response response =
      RenderError(Noun::kUser, Error{Errc::kInternal, {}, "table users is damaged"});
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.view().find("users"), std::string_view::npos);
}

TEST(FieldErrors, KeepTheOrderAndJoinTextsOfAField) {
  FieldErrors errors;
  EXPECT_TRUE(errors.empty());
  errors.Add("username", "a");
  errors.Add("profile", "group", "b");
  errors.Add("password", "c");
  errors.Add("username", "d");
  errors.Add("profile", "owner_permissions", "\"x\" is not a valid choice.");
  EXPECT_EQ(errors.Render().body.view(),
            R"({"username":["a","d"],"profile":{"group":["b"],)"
            R"("owner_permissions":["\"x\" is not a valid choice."]},"password":["c"]})");
}

TEST(FieldErrors, NestedObjectAtTheEndIsClosed) {
  FieldErrors errors;
  errors.Add("profile", "group", "b");
  EXPECT_EQ(errors.Render().body.view(), R"({"profile":{"group":["b"]}})");
  EXPECT_EQ(errors.Render().status, 400);
}

TEST(Errors, FieldsOfAClassHaveSentencesOfTheirOwn) {
  Check({Noun::kObject, One(Errc::kInvalid, {"author", Reason::kUnknownId, 9}), 400,
         R"({"author":["Target with specified id does not exist."]})"});
  Check({Noun::kObject, One(Errc::kInvalid, {"author", Reason::kUnknownName}), 400,
         R"({"author":["Target class does not exist."]})"});
  Check({Noun::kObject, One(Errc::kInvalid, {"title", Reason::kTaken}), 400,
         R"({"title":["This field must be unique."]})"});
  Check({Noun::kUser, One(Errc::kInvalid, {"author", Reason::kUnknownId, 9}), 400,
         R"({"profile":{"author":["Target with specified id does not exist."]}})"});
  Check({Noun::kObject, One(Errc::kInvalid, {"owner", Reason::kUnknownId, 9}), 400,
         R"({"owner":["Invalid pk \"9\" - object does not exist."]})"});
}

TEST(Errors, ListsAndMigrationsAreRefusedInTheirWords) {
  Check(
      {Noun::kObject, One(Errc::kInvalid, {"order", Reason::kNotAllowed}), 400,
       R"({"detail":"Cannot use specified order_by field. Set required index on schema first."})"});
  Check({Noun::kObject,
         {Errc::kBudgetExceeded, {}, {}},
         408,
         R"({"detail":"Requested query took too long. Timeout was reached."})"});
  Check({Noun::kClass, One(Errc::kConflict, {"fields", Reason::kBusy}), 400,
         R"({"non_field_errors":["Cannot modify class. Please wait until migration process has )"
         R"(finished."]})"});
}

}  // namespace
}  // namespace guildhall::syncano
