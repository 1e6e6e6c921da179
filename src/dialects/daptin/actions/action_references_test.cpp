#include "dialects/daptin/actions/action_references.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

Json Parsed(std::string_view text) {
  const std::string padded(text);
  return ParseJson(padded).value();
}

ActionScope Scope() {
  ActionScope scope;
  scope.Set("title", Json("Tea"));
  scope.Set("count", Json(3));
  scope.Set("empty", Json(""));
  scope.Set("user", Parsed(R"({"name":"Ann","groups":[{"id":"a"},{"id":"b"}],"open":true})"));
  scope.Set("rows", Parsed(R"([{"id":"x"},{"id":"y"}])"));
  return scope;
}

std::string Resolved(std::string_view declared) {
  ActionScope scope = Scope();
  const auto value = scope.Resolve(Json(std::string(declared)));
  return value ? ToText(*value) : value.error().title;
}

TEST(References, OfValuesKeepTheirType) {
  EXPECT_EQ(Resolved("~count"), "3");
  EXPECT_EQ(Resolved("~title"), R"("Tea")");
  EXPECT_EQ(Resolved("~user.open"), "true");
  EXPECT_EQ(Resolved("~user.groups"), R"([{"id":"a"},{"id":"b"}])");
  EXPECT_EQ(Resolved("~rows[1].id"), R"("y")");
  EXPECT_EQ(Resolved("~rows.1.id"), R"("y")");
}

TEST(References, ToNothingAreNull) {
  for (const char* text : {"~nothing", "~user.nothing", "~rows[2].id", "~rows.x", "~count.x",
                           "~rows[99999999999999999999]"}) {
    EXPECT_EQ(Resolved(text), "null") << text;
  }
}

TEST(References, InTextsAreReplaced) {
  EXPECT_EQ(Resolved("$title"), R"("Tea")");
  EXPECT_EQ(Resolved("$count"), R"("3")");
  EXPECT_EQ(Resolved("Dear $user.name, $count times $title."), R"("Dear Ann, 3 times Tea.")");
  EXPECT_EQ(Resolved("$rows[0].id$rows.1.id"), R"("xy")");
  EXPECT_EQ(Resolved("<$user.nothing>"), R"("<>")");
}

TEST(References, WhatIsNoneStaysAsItIs) {
  for (const char* text : {"$5.00", "$", "$$", "a $ b", "~", "~ x", "~a b", "$nobody.name",
                           "!title", "js: 1", "{{title}}", "ti~tle"}) {
    EXPECT_EQ(Resolved(text), ToText(Json(std::string(text)))) << text;
  }
}

TEST(References, AreReplacedInListsAndObjects) {
  ActionScope scope = Scope();
  const auto value = scope.Resolve(Parsed(R"({"a":["~count",{"b":"$title!"}],"$title":1})"));
  ASSERT_TRUE(value);
  EXPECT_EQ(ToText(*value), R"({"a":[3,{"b":"Tea!"}],"$title":1})");
}

TEST(References, WhatWasPutInIsNoReference) {
  ActionScope scope;
  scope.Set("input", Json("~secret $secret"));
  scope.Set("secret", Json("hidden"));
  EXPECT_EQ(scope.Resolve(Json("~input")).value(), Json("~secret $secret"));
  EXPECT_EQ(scope.Resolve(Json("<$input>")).value(), Json("<~secret $secret>"));
}

TEST(References, CannotGrowWithoutBound) {
  ActionScope scope;
  scope.Set("big", Json(std::string(100'000, 'x')));
  std::string text;
  for (int i = 0; i < 20; ++i) text += "$big";
  EXPECT_FALSE(scope.Resolve(Json(text)));
  ActionScope doubling;
  doubling.Set("x", Json("0123456789"));
  bool refused = false;
  for (int i = 0; i < 64 && !refused; ++i) {
    auto value = doubling.Resolve(Json("$x$x"));
    refused = !value;
    if (value) doubling.Set("x", std::move(*value));
  }
  EXPECT_TRUE(refused);
}

TEST(References, TheirNamesAreKnown) {
  EXPECT_EQ(NamesIn(Parsed(R"({"a":"~x.y","b":["$z[0] and $w",1,"~ no"],"$c":"$5"})")),
            (std::set<std::string>{"x", "z", "w"}));
}

TEST(Conditions, AskWhetherSomethingIsThere) {
  const ActionScope scope = Scope();
  for (const char* text : {"", "~title", "~count", "~user.open", "~rows", " ~user "}) {
    EXPECT_TRUE(scope.Holds(text)) << text;
  }
  for (const char* text : {"~nothing", "~empty", "~rows[2]"}) {
    EXPECT_FALSE(scope.Holds(text)) << text;
  }
  ActionScope negative;
  for (const Json& value : {Json(), Json(false), Json(0), Json(0.0), Json("false"), Json("0"),
                            Json(Json::Array{}), Json(Json::Object{})}) {
    negative.Set("x", value);
    EXPECT_FALSE(negative.Holds("~x")) << ToText(value);
  }
}

TEST(Conditions, Compare) {
  const ActionScope scope = Scope();
  for (const char* text : {"$title == Tea", "$title=='Tea'", "$count == \"3\"", "$title != Milk",
                           "$nothing == ''", "$nothing ==", "$user.open == true"}) {
    EXPECT_TRUE(scope.Holds(text)) << text;
  }
  for (const char* text : {"$title == Milk", "$title != Tea", "$count == 4"}) {
    EXPECT_FALSE(scope.Holds(text)) << text;
  }
}

TEST(Conditions, OfOtherFormsAreRefusedWhenDeclaredAndNeverHold) {
  for (const char* text : {"~title", "$a.b[0] == x", "$a != ''", ""}) {
    EXPECT_TRUE(CheckCondition(text)) << text;
  }
  const ActionScope scope = Scope();
  for (const char* text : {"true", "1 == 1", "!x", "$title", "$title = Tea", "js: true", "{{x}}",
                           "~a == b", "$ == x", "$title > 1", "~"}) {
    EXPECT_FALSE(CheckCondition(text)) << text;
    EXPECT_FALSE(scope.Holds(text)) << text;
  }
}

}  // namespace
}  // namespace guildhall::daptin
