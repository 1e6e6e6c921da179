#include "dialects/daptin/errors.h"

#include <string>

#include <gtest/gtest.h>

#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

const About kRow{"todo", "018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f"};

Error One(Errc code, Problem problem) { return {code, {std::move(problem)}, "secret detail"}; }

std::string HeaderOf(const http::Response& response, std::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (header == name) return value;
  }
  return "none";
}

void Check(const About& about, const Error& error, int status, std::string_view title) {
  const http::Response response = RenderError(about, error);
  EXPECT_EQ(response.status, status) << title;
  EXPECT_EQ(response.content_type, kDocumentType);
  EXPECT_EQ(response.body.view(), R"({"errors":[{"status":")" + std::to_string(status) +
                                      R"(","title":")" + std::string(title) + R"("}]})");
  EXPECT_EQ(response.facts.error, error.code);
}

TEST(Errors, NameTheLevelThatRefused) {
  const Error table = One(Errc::kForbidden, {"table", Reason::kNotAllowed});
  const Error object = One(Errc::kForbidden, {"object", Reason::kNotAllowed});
  Check(kRow, table, 403, "TableAccessPermissionChecker");
  Check(kRow, object, 403, "ObjectAccessPermissionChecker");
  Check(kRow, One(Errc::kForbidden, {"user", Reason::kProtected}), 403,
        "ObjectAccessPermissionChecker");
  Check(kRow, {Errc::kForbidden, {}, {}}, 403, "ObjectAccessPermissionChecker");
  EXPECT_EQ(HeaderOf(RenderError(kRow, table), "X-Denied-Level"), "table");
  EXPECT_EQ(HeaderOf(RenderError(kRow, object), "X-Denied-Level"), "object");
  EXPECT_EQ(HeaderOf(RenderError(kRow, {Errc::kNotFound, {}, {}}), "X-Denied-Level"), "none");
}

TEST(Errors, NameTheRow) {
  Check(kRow, {Errc::kNotFound, {}, {}}, 404,
        "no such entity [todo][018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f]");
  Check(kRow, One(Errc::kConflict, {"revision", Reason::kRevisionMismatch, 1, 2}), 409,
        "failed to update todo [018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f]: no rows matched current "
        "version");
  Check({std::string(kGroups), "x"}, One(Errc::kConflict, {"group", Reason::kProtected}), 409,
        "[usergroup][x] is protected");
}

TEST(Errors, SpeakOfColumnsAsClientsKnowThem) {
  const About accounts(kAccounts, "");
  Check(accounts, One(Errc::kInvalid, {"username", Reason::kTaken}), 409,
        "UNIQUE constraint failed: user_account.email");
  Check({std::string(kGroups), ""}, One(Errc::kInvalid, {"name", Reason::kTaken}), 409,
        "UNIQUE constraint failed: usergroup.name");
  Check(accounts, One(Errc::kInvalid, {"uid", Reason::kTaken}), 409,
        "UNIQUE constraint failed: user_account.reference_id");
  Check(accounts, One(Errc::kInvalid, {"display_name", Reason::kRequired}), 400,
        "name is required");
  Check(accounts, One(Errc::kInvalid, {"email", Reason::kBadFormat}), 400,
        "Key: '' Error:Field validation 'email' failed on the 'email' tag");
  Check(accounts, One(Errc::kInvalid, {"password", Reason::kBlank}), 400,
        "Key: '' Error:Field validation 'password' failed on the 'required' tag");
}

TEST(Errors, LinksAreUniqueByBothEnds) {
  const Error taken{
      Errc::kAlreadyExists, {{"action_id", Reason::kTaken}, {"usergroup_id", Reason::kTaken}}, {}};
  Check({kActionJoin, ""}, taken, 409,
        "UNIQUE constraint failed: action_action_id_has_usergroup_usergroup_id.action_id, "
        "action_action_id_has_usergroup_usergroup_id.usergroup_id");
}

TEST(Errors, SayRefusalsInOurOwnWords) {
  const Error failed = FailWith({400, FailedValidation("title", "max")}).value();
  Check(kRow, failed, 400, "Key: '' Error:Field validation 'title' failed on the 'max' tag");
  const Error denied = FailWith({403, "refer object not allowed [usergroup][1]"}).value();
  EXPECT_EQ(denied.code, Errc::kForbidden);
  Check(kRow, denied, 403, "refer object not allowed [usergroup][1]");
}

TEST(Errors, OurOwnFaultsSayNothing) {
  Check(kRow, {Errc::kInternal, {}, "secret detail"}, 500, "internal error");
  Check(kRow, {Errc::kUnavailable, {}, "secret detail"}, 503, "service unavailable");
  const Error throttled = One(Errc::kThrottled, {"", Reason::kRetryAfter, 17});
  Check(kRow, throttled, 429, "too many attempts");
  EXPECT_EQ(HeaderOf(RenderError(kRow, throttled), "Retry-After"), "17");
}

TEST(Errors, ActionsAnswerOneNotification) {
  const http::Response forbidden =
      RenderOutcomeError(kRow, One(Errc::kForbidden, {"table", Reason::kNotAllowed}));
  EXPECT_EQ(forbidden.status, 403);
  EXPECT_EQ(forbidden.content_type, http::kJson);
  EXPECT_EQ(forbidden.body.view(),
            R"([{"ResponseType":"client.notify","Attributes":{"message":"http error (403) )"
            R"(forbidden and 0 more errors, forbidden","title":"failed","type":"error"}}])");
  EXPECT_EQ(HeaderOf(forbidden, "X-Denied-Level"), "table");
  const http::Response unknown =
      RenderOutcomeError({}, One(Errc::kUnauthenticated, {"", Reason::kUnknownAccount}));
  const http::Response wrong =
      RenderOutcomeError({}, One(Errc::kUnauthenticated, {"", Reason::kWrongPassword}));
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.body.view(), wrong.body.view());
  EXPECT_EQ(wrong.body.view(),
            R"([{"ResponseType":"client.notify","Attributes":{"message":"Invalid username or )"
            R"(password","title":"Failed","type":"error"}}])");
  EXPECT_EQ(RefuseInput("password", "min").body.view(),
            R"([{"ResponseType":"client.notify","Attributes":{"message":"http error (400) min )"
            R"(and 0 more errors, invalid value for password","title":"failed","type":"error"}}])");
}

}  // namespace
}  // namespace guildhall::daptin
