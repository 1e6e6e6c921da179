#include "dialects/tyk/input.h"

#include <gtest/gtest.h>

#include "dialects/tyk/user_input.h"

namespace guildhall::tyk {
namespace {

Json Parsed(std::string_view text) {
  auto parsed = ParseJson(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? std::move(*parsed) : Json();
}

TEST(TykInput, NullIsAbsent) {
  const Json body = Parsed(R"({"name":null,"active":null,"user_permissions":null})");
  Input input(body);
  EXPECT_EQ(input.Text("name"), std::nullopt);
  EXPECT_EQ(input.Boolean("active"), std::nullopt);
  EXPECT_FALSE(input.PermissionMap("user_permissions").has_value());
  EXPECT_FALSE(input.malformed());
}

TEST(TykInput, AWrongTypeMakesTheBodyMalformed) {
  for (const char* text : {R"({"name":1})", R"({"name":true})", R"({"name":[]})"}) {
    const Json body = Parsed(text);
    Input input(body);
    EXPECT_EQ(input.Text("name"), std::nullopt);
    EXPECT_TRUE(input.malformed()) << text;
  }
  for (const char* text : {R"({"days":-1})", R"({"days":1.5})", R"({"days":2147483648})"}) {
    const Json body = Parsed(text);
    Input input(body);
    EXPECT_EQ(input.Days("days"), std::nullopt);
    EXPECT_TRUE(input.malformed()) << text;
  }
}

TEST(TykInput, OfRepeatedPermissionsTheLastCounts) {
  const Json body = Parsed(R"({"p":{"a":"read","b":"deny","a":"write"}})");
  Input input(body);
  const auto map = input.PermissionMap("p");
  ASSERT_TRUE(map.has_value());
  EXPECT_EQ(map->text, R"({"b":"deny","a":"write"})");
  EXPECT_FALSE(map->empty);
}

TEST(TykUserInput, WhatIsShownAndWrittenBackIsNoChange) {
  User user;
  user.username = "geralt";
  user.capability_group = "54bd0ad9ff4329b88985aafb";
  const auto given = ReadUser(Parsed(R"({"email_address":"Geralt","first_name":"geralt",
      "last_name":"","active":true,"user_permissions":{},"password_max_days":0,
      "group_id":"54BD0AD9FF4329B88985AAFB"})"));
  ASSERT_TRUE(given.has_value());
  const Users::Patch patch = PatchOf(*given, user);
  EXPECT_FALSE(patch.email || patch.first_name || patch.last_name || patch.active);
  EXPECT_TRUE(patch.capabilities.empty());
}

TEST(TykUserInput, PasswordsAreTrimmedAndHaveSixCharacters) {
  const std::string refusal = "Password must have at least 6 characters.";
  EXPECT_EQ(RefusalOf(PasswordOf("  test  "), {}), refusal);
  EXPECT_EQ(RefusalOf(PasswordOf("12345"), {}), refusal);
  EXPECT_EQ(RefusalOf(PasswordOf("123456"), {}), std::nullopt);
}

TEST(TykUserInput, ARefusalSaysWhichRuleIsBroken) {
  const auto refusal = [](std::string_view text, const PasswordRules& rules) {
    return RefusalOf(PasswordOf(text), rules).value_or("");
  };
  EXPECT_EQ(refusal("password", {.min_length = 9}), "Password must have at least 9 characters.");
  EXPECT_EQ(refusal("password", {.both_cases = true}),
            "Password must have lower-case and upper-case letters.");
  EXPECT_EQ(refusal("password", {.min_digits = 2}), "Password must have at least 2 digits.");
  EXPECT_EQ(refusal("password", {.min_specials = 2}),
            "Password must have at least 2 special characters.");
  EXPECT_EQ(refusal("passsword", {.no_sequences = true}),
            "Password must not have three equal or consecutive characters in a row.");
}

}  // namespace
}  // namespace guildhall::tyk
