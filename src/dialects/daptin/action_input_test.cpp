#include "dialects/daptin/action_input.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

/// Memory behind a request's body is readable a little further than the body.
struct Sent {
  explicit Sent(std::string_view body, std::string_view query = {}) : text(body) {
    text.reserve(text.size() + 64);
    request.body = text;
    request.query = query;
  }
  std::string text;
  http::Request request;
};

TEST(ActionInput, ReadsAttributesAndWhatStandsBeside) {
  const Sent sent(R"({"attributes":{"email":" a@b.c ","name":1},"password":"x"})");
  const auto input = ActionInput::Read(sent.request);
  ASSERT_TRUE(input);
  EXPECT_EQ(input->Text("email"), "a@b.c");
  EXPECT_EQ(input->Text("password"), "x");
  EXPECT_EQ(input->Text("name"), "");
  EXPECT_EQ(input->Text("attributes"), "");
}

TEST(ActionInput, QueryWins) {
  const Sent sent(R"({"attributes":{"email":"a@b.c"}})", "email=d%40e.f&x=1");
  const auto input = ActionInput::Read(sent.request);
  ASSERT_TRUE(input);
  EXPECT_EQ(input->Text("email"), "d@e.f");
}

TEST(ActionInput, ReadsForms) {
  Sent sent("email=a%40b.c&name=Ge+ralt&");
  sent.request.headers[0] = {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"};
  sent.request.header_count = 1;
  const auto input = ActionInput::Read(sent.request);
  ASSERT_TRUE(input);
  EXPECT_EQ(input->Text("email"), "a@b.c");
  EXPECT_EQ(input->Text("name"), "Ge ralt");
}

TEST(ActionInput, NeedsNothing) {
  for (const char* body : {"", "{}", R"({"attributes":{}})", R"({"attributes":null})"}) {
    EXPECT_TRUE(ActionInput::Read(Sent(body).request)) << body;
  }
}

TEST(ActionInput, RefusesWhatIsNoObject) {
  for (const char* body : {"[]", "x", "{", "1", R"({"attributes":[]})"}) {
    EXPECT_FALSE(ActionInput::Read(Sent(body).request)) << body;
  }
  EXPECT_FALSE(ActionInput::Read(Sent("{}", "a=%zz").request));
}

}  // namespace
}  // namespace guildhall::daptin
