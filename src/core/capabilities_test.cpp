#include "core/capabilities.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

Capabilities Of(std::string_view text) { return Capabilities::Parse(text); }

TEST(Capabilities, LevelsAreThoseOfTheWords) {
  const Capabilities map = Of(
      R"({"users":"read","user_groups":"write","apis":"admin","logs":"deny","x":"Write","y":1})");
  EXPECT_EQ(map.LevelOf("users"), Level::kRead);
  EXPECT_EQ(map.LevelOf("user_groups"), Level::kWrite);
  EXPECT_EQ(map.LevelOf("apis"), Level::kAdmin);
  EXPECT_EQ(map.LevelOf("logs"), Level::kNone);
  EXPECT_EQ(map.LevelOf("x"), Level::kNone) << "words are compared as they are";
  EXPECT_EQ(map.LevelOf("y"), Level::kNone);
  EXPECT_EQ(map.LevelOf("missing"), Level::kNone);
  EXPECT_FALSE(map.administrator());
}

TEST(Capabilities, WhatIsNoObjectGivesNothing) {
  for (const std::string_view text : {"", "{}", "null", "[]", "\"admin\"", "7", "{",
                                      R"({"IsAdmin":"admin")", R"([{"IsAdmin":"admin"}])"}) {
    EXPECT_TRUE(Of(text).empty()) << text;
    EXPECT_FALSE(Of(text).administrator()) << text;
    EXPECT_EQ(Of(text), Capabilities()) << text;
  }
}

TEST(Capabilities, TheLastOfRepeatedNamesCounts) {
  EXPECT_EQ(Of(R"({"users":"write","users":"read"})").LevelOf("users"), Level::kRead);
  EXPECT_TRUE(Of(R"({"users":"write","users":"deny"})").Denies("users"));
  EXPECT_FALSE(Of(R"({"IsAdmin":"admin","IsAdmin":"deny"})").administrator());
  EXPECT_EQ(Of(R"({"users":"write","users":5})").LevelOf("users"), Level::kNone);
}

TEST(Capabilities, OneIsSetOrTakenOutOfTheText) {
  EXPECT_EQ(WithCapability("{}", "a", "admin"), R"({"a":"admin"})");
  EXPECT_EQ(WithCapability(R"({"a":"deny","b":"read"})", "a", "admin"),
            R"({"a":"admin","b":"read"})");
  EXPECT_EQ(WithCapability("nonsense", "a", "read"), R"({"a":"read"})");
  EXPECT_EQ(WithoutCapability(R"({"a":"deny","b":"read","a":"admin"})", "a"), R"({"b":"read"})");
  EXPECT_EQ(WithoutCapability(R"({"b":"read"})", "a"), R"({"b":"read"})");
  EXPECT_EQ(WithoutCapability("", "a"), "{}");
}

TEST(Capabilities, TwoWordsMakeAnAdministrator) {
  EXPECT_TRUE(Of(R"({"IsAdmin":"admin"})").administrator());
  EXPECT_TRUE(Of(R"({"IsAdmin":"true"})").administrator());
  for (const std::string_view word :
       {R"("false")", R"("deny")", R"("")", R"("write")", R"("yes")", "true", "1", "null"}) {
    EXPECT_FALSE(Of("{\"IsAdmin\":" + std::string(word) + '}').administrator()) << word;
  }
}

TEST(Capabilities, AnAdministratorPassesUnlessHisMapDenies) {
  const Capabilities map = Of(R"({"IsAdmin":"admin","users":"deny","logs":"read","keys":"odd"})");
  EXPECT_FALSE(map.Allow("users", Level::kRead));
  EXPECT_TRUE(map.Allow("logs", Level::kAdmin));
  EXPECT_TRUE(map.Allow("keys", Level::kWrite)) << "an unknown word denies nobody";
  EXPECT_TRUE(map.Allow("anything", Level::kAdmin));
}

TEST(Capabilities, ALevelIncludesTheLowerOnes) {
  const Capabilities map = Of(R"({"a":"read","b":"write","c":"admin"})");
  EXPECT_TRUE(map.Allow("a", Level::kRead));
  EXPECT_FALSE(map.Allow("a", Level::kWrite));
  EXPECT_TRUE(map.Allow("b", Level::kRead));
  EXPECT_TRUE(map.Allow("b", Level::kWrite));
  EXPECT_FALSE(map.Allow("b", Level::kAdmin));
  EXPECT_TRUE(map.Allow("c", Level::kAdmin));
  EXPECT_FALSE(map.Allow("d", Level::kRead));
}

TEST(Capabilities, ResettingPasswordsTakesItsOneWord) {
  EXPECT_TRUE(Of(R"({"ResetPassword":"admin"})").resets_passwords());
  EXPECT_FALSE(Of(R"({"ResetPassword":"write"})").resets_passwords());
  EXPECT_FALSE(Of(R"({"ResetPassword":"true"})").resets_passwords());
  EXPECT_FALSE(Of(R"({"IsAdmin":"admin"})").resets_passwords());
}

TEST(Capabilities, ContainWhatTheyAllow) {
  const Capabilities admin = Of(R"({"IsAdmin":"admin"})");
  const Capabilities limited = Of(R"({"IsAdmin":"admin","users":"deny"})");
  const Capabilities writer = Of(R"({"users":"write"})");
  EXPECT_TRUE(admin.Contain(writer));
  EXPECT_TRUE(admin.Contain(limited));
  EXPECT_FALSE(limited.Contain(admin));
  EXPECT_FALSE(limited.Contain(writer));
  EXPECT_FALSE(writer.Contain(admin));
  EXPECT_TRUE(writer.Contain(Of(R"({"users":"read","logs":"deny"})")));
  EXPECT_FALSE(writer.Contain(Of(R"({"logs":"read"})")));
  EXPECT_TRUE(writer.Contain(Capabilities()));
  EXPECT_FALSE(admin.Contain(Of(R"({"ResetPassword":"admin"})")));
}

TEST(EffectiveCapabilities, AreTheGroupsForWhoeverNamesOne) {
  const Capabilities own = Of(R"({"users":"write","ResetPassword":"admin"})");
  const Capabilities group = Of(R"({"user_groups":"read"})");
  const Capabilities effective = EffectiveCapabilities(own, true, &group);
  EXPECT_EQ(effective, Of(R"({"user_groups":"read","ResetPassword":"admin"})"));
  EXPECT_EQ(EffectiveCapabilities(own, false, nullptr), own);
  EXPECT_EQ(EffectiveCapabilities(own, true, nullptr), Of(R"({"ResetPassword":"admin"})"))
      << "a group that is gone leaves nothing, not the wider own map";
}

TEST(EffectiveCapabilities, OfAnAdministratorAreHisOwn) {
  const Capabilities own = Of(R"({"IsAdmin":"true","users":"deny"})");
  const Capabilities group = Of(R"({"users":"write"})");
  EXPECT_EQ(EffectiveCapabilities(own, true, &group), own);
  EXPECT_EQ(EffectiveCapabilities(own, true, nullptr), own);
}

TEST(EffectiveCapabilities, NeverMakeAnAdministratorOfAMember) {
  const Capabilities group = Of(R"({"IsAdmin":"admin","ResetPassword":"admin","users":"read"})");
  const Capabilities effective = EffectiveCapabilities({}, true, &group);
  EXPECT_FALSE(effective.administrator());
  EXPECT_FALSE(effective.resets_passwords());
  EXPECT_FALSE(effective.Allow("apis", Level::kRead));
  EXPECT_TRUE(effective.Allow("users", Level::kRead));
}

std::string Judged(std::string_view before, std::string_view wanted, std::string_view holder) {
  const auto judged = JudgeCapabilities(Of(before), Of(wanted), Of(holder));
  if (judged) return "ok";
  EXPECT_EQ(judged.error().code, Errc::kForbidden);
  std::string fields;
  for (const Problem& problem : judged.error().problems) fields += problem.field + ' ';
  return fields;
}

TEST(JudgeCapabilities, OnlyAnAdministratorMakesOne) {
  EXPECT_EQ(Judged("{}", R"({"IsAdmin":"admin"})", R"({"users":"write"})"), "administrator ");
  EXPECT_EQ(Judged("{}", R"({"IsAdmin":"admin"})", R"({"IsAdmin":"true"})"), "ok");
  EXPECT_EQ(Judged(R"({"IsAdmin":"admin"})", R"({"IsAdmin":"true"})", R"({"users":"write"})"), "ok")
      << "he was one before";
}

TEST(JudgeCapabilities, NobodyAddsTheRightToResetPasswords) {
  const std::string_view holder = R"({"IsAdmin":"admin","ResetPassword":"admin"})";
  EXPECT_EQ(Judged("{}", R"({"ResetPassword":"admin"})", holder), "reset_password ");
  EXPECT_EQ(Judged(holder, holder, R"({"IsAdmin":"admin"})"), "ok") << "unchanged";
  EXPECT_EQ(Judged(holder, R"({"IsAdmin":"admin"})", R"({"IsAdmin":"admin"})"), "ok");
}

TEST(JudgeCapabilities, LevelsAreGivenByWhoHoldsThem) {
  const std::string_view holder = R"({"users":"write","logs":"read"})";
  EXPECT_EQ(Judged("{}", R"({"users":"write","logs":"read"})", holder), "ok");
  EXPECT_EQ(Judged("{}", R"({"apis":"write"})", holder), "capabilities ");
  EXPECT_EQ(Judged("{}", R"({"logs":"write"})", holder), "capabilities ");
  EXPECT_EQ(Judged(R"({"apis":"write"})", R"({"apis":"read","users":"read"})", holder), "ok");
  EXPECT_EQ(Judged("{}", R"({"apis":"deny","zzz":"odd"})", holder), "ok") << "these give nothing";
}

TEST(JudgeCapabilities, WhatAnAdministratorIsDeniedHeCannotGive) {
  const std::string_view limited = R"({"IsAdmin":"admin","users":"deny"})";
  EXPECT_EQ(Judged("{}", R"({"users":"read"})", limited), "capabilities ");
  EXPECT_EQ(Judged("{}", R"({"IsAdmin":"admin"})", limited), "capabilities ");
  EXPECT_EQ(Judged(limited, R"({"IsAdmin":"admin"})", limited), "capabilities ");
  EXPECT_EQ(Judged("{}", limited, limited), "ok");
}

TEST(CheckGroupCapabilities, RefuseTheTwoRightsToAnybody) {
  EXPECT_TRUE(CheckGroupCapabilities(Of(R"({"users":"write","IsAdmin":"deny"})")));
  for (const std::string_view map :
       {R"({"IsAdmin":"admin"})", R"({"IsAdmin":"true"})", R"({"ResetPassword":"admin"})"}) {
    const auto checked = CheckGroupCapabilities(Of(map));
    ASSERT_FALSE(checked) << map;
    EXPECT_EQ(checked.error().code, Errc::kForbidden);
    EXPECT_EQ(checked.error().problems,
              (std::vector<Problem>{{"administrator", Reason::kNotAllowed}}));
  }
}

}  // namespace
}  // namespace guildhall
