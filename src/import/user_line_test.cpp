#include "import/user_line.h"

#include <gtest/gtest.h>

namespace guildhall::import {
namespace {

std::string ReasonOf(const Result<ImportedUser>& user) {
  return user ? "taken in" : user.error().detail;
}

using Names = std::vector<std::string>;

TEST(UserLine, AJsonLineSaysEverythingOfAPerson) {
  const auto user = FromJsonLine(
      R"({"username":"ciri","email":"ciri@example.com","password_hash":"$2a$x","display_name":"Ciri",)"
      R"("first_name":"Cirilla","last_name":"Riannon","active":false,)"
      R"("uid":"018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f","groups":["witchers"," lodge "]})",
      {});
  ASSERT_TRUE(user);
  EXPECT_EQ(user->draft.username, "ciri");
  EXPECT_EQ(user->draft.email, "ciri@example.com");
  EXPECT_EQ(user->draft.password_hash, "$2a$x");
  EXPECT_EQ(user->draft.display_name, "Ciri");
  EXPECT_EQ(user->draft.first_name, "Cirilla");
  EXPECT_EQ(user->draft.last_name, "Riannon");
  EXPECT_FALSE(user->draft.active);
  EXPECT_TRUE(user->draft.uid);
  EXPECT_EQ(user->groups, (Names{"witchers", "lodge"}));
}

TEST(UserLine, WhoeverHasAnEmailOnlyIsCalledByIt) {
  EXPECT_EQ(FromJsonLine(R"({"email":"a@example.com"})", {})->draft.username, "a@example.com");
  EXPECT_EQ(ReasonOf(FromJsonLine(R"({"email":null})", {})), "neither username nor email");
}

TEST(UserLine, SaysWhatOfAJsonLineIsNotUnderstood) {
  EXPECT_EQ(ReasonOf(FromJsonLine("[]", {})), "not a JSON object");
  EXPECT_EQ(ReasonOf(FromJsonLine(R"({"username":7})", {})), "username is not understood");
  EXPECT_EQ(ReasonOf(FromJsonLine(R"({"groups":[1]})", {})), "groups is not an array of texts");
  EXPECT_EQ(ReasonOf(FromJsonLine(R"({"active":"maybe"})", {})), "active is not understood");
  EXPECT_EQ(ReasonOf(FromJsonLine(R"({"uid":"x"})", {})), "uid is not understood");
  EXPECT_TRUE(
      ReasonOf(FromJsonLine(R"({"pasword":"x"})", {})).starts_with("unknown member pasword"));
  EXPECT_TRUE(FromJsonLine(R"({"username":"a","id":7})", {"id"}));
}

TEST(UserLine, SplitsCsvAsRfc4180Says) {
  EXPECT_EQ(*SplitCsv(R"(a,"b ""c"", d",,"")"), (Names{"a", R"(b "c", d)", "", ""}));
  EXPECT_EQ(*SplitCsv(""), (Names{""}));
  EXPECT_EQ(*SplitCsv("a,"), (Names{"a", ""}));
  for (const char* bad : {"\"a", "\"a\"b", "a\"b", "\"a\"\""}) EXPECT_FALSE(SplitCsv(bad)) << bad;
}

TEST(UserLine, ACsvRecordIsReadByItsHeader) {
  const auto columns = Columns::FromHeader("ID, Email ,groups,active", {"id"});
  ASSERT_TRUE(columns);
  const auto user = FromCsvRecord("17,a@example.com,one; two,No", *columns);
  ASSERT_TRUE(user);
  EXPECT_EQ(user->draft.email, "a@example.com");
  EXPECT_EQ(user->groups, (Names{"one", "two"}));
  EXPECT_FALSE(user->draft.active);
  EXPECT_TRUE(FromCsvRecord("17,a@example.com,,", *columns)->draft.active);
  EXPECT_EQ(ReasonOf(FromCsvRecord("17,a@example.com", *columns)), "2 fields instead of 4");
}

TEST(UserLine, AHeaderThatWouldLoseSomethingIsRefused) {
  const auto reason = [](std::string_view header) {
    const auto columns = Columns::FromHeader(header, {});
    return columns ? std::string() : columns.error().detail;
  };
  EXPECT_TRUE(reason("username,phone").starts_with("unknown column phone; known are username"));
  EXPECT_EQ(reason("email,email"), "the column email stands there twice");
  EXPECT_EQ(reason("first_name"), "the first line names neither a column username nor email");
}

}  // namespace
}  // namespace guildhall::import
