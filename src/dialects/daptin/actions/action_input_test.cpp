#include "dialects/daptin/actions/action_input.h"

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

TEST(ActionInput, DoesNotHoldTheToken) {
  const auto input = ActionInput::Read(Sent("{}", "token=secret&x=1").request);
  ASSERT_TRUE(input);
  EXPECT_EQ(input->Find("token"), nullptr);
  EXPECT_EQ(input->Text("x"), "1");
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

TEST(ActionInput, KeepsTypes) {
  const Sent sent(R"({"attributes":{"count":3,"tags":["a"],"none":null},"deep":{"x":true}})");
  const auto input = ActionInput::Read(sent.request);
  ASSERT_TRUE(input);
  ASSERT_NE(input->Find("count"), nullptr);
  EXPECT_EQ(*input->Find("count"), Json(3));
  EXPECT_EQ(*input->Find("tags"), Json(Json::Array{Json("a")}));
  EXPECT_TRUE(input->Find("none")->IsNull());
  EXPECT_EQ(ToText(*input->Find("deep")), R"({"x":true})");
  EXPECT_EQ(input->Find("nothing"), nullptr);
  EXPECT_EQ(input->Text("count"), "");
}

TEST(ActionInput, HasEachNameOnceAndTheLastOneWins) {
  const Sent sent(R"({"attributes":{"a":1,"b":1,"a":2},"b":2})", "b=3");
  const auto input = ActionInput::Read(sent.request);
  ASSERT_TRUE(input);
  EXPECT_EQ(ToText(Json(input->attributes())), R"({"a":2,"b":"3"})");
}

TEST(ActionInput, WhatIsSetTakesTheFormerOnesPlace) {
  auto input = ActionInput::Read(Sent(R"({"typename":"other"})").request);
  ASSERT_TRUE(input);
  input->Set("typename", Json("todo"));
  input->Set("actionName", Json("close"));
  EXPECT_EQ(ToText(Json(input->attributes())), R"({"typename":"todo","actionName":"close"})");
}

TEST(ActionInput, RefusesTooManyAttributes) {
  std::string body = "{\"a\":0";
  for (int i = 0; i < 1'000; ++i) body += ",\"b" + std::to_string(i) + "\":0";
  const auto input = ActionInput::Read(Sent(body + "}").request);
  EXPECT_FALSE(input);
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
