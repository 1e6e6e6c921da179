#include "core/password_rules.h"

#include <string_view>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

std::optional<PasswordFault> Fault(std::string_view text, const PasswordRules& rules = {}) {
  return FindFault(Secret(std::string(text)), rules);
}

TEST(PasswordRules, AskForSixCharactersAndNothingElseByDefault) {
  for (const char* text : {"thisisatest", "password1", "test123", "123456", "111111"}) {
    EXPECT_EQ(Fault(text), std::nullopt) << text;
  }
  for (const char* text : {"", "test", "12345"}) {
    EXPECT_EQ(Fault(text), PasswordFault::kTooShort) << text;
  }
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
  EXPECT_EQ(Fault("\xC3\xA9\xC3\xA8\xC3\xA9"), PasswordFault::kTooShort);
  EXPECT_EQ(Fault("\xC3\xA9\xC3\xA8\xC3\xA9", {.min_length = 3}), std::nullopt);
}

TEST(PasswordRules, BothCasesAreAskedFor) {
  const PasswordRules rules{.both_cases = true};
  EXPECT_EQ(Fault("password", rules), PasswordFault::kOneCase);
  EXPECT_EQ(Fault("PASSWORD", rules), PasswordFault::kOneCase);
  EXPECT_EQ(Fault("passWord", rules), std::nullopt);
}

TEST(PasswordRules, DigitsAndSpecialCharactersAreCounted) {
  EXPECT_EQ(Fault("password1", {.min_digits = 2}), PasswordFault::kFewDigits);
  EXPECT_EQ(Fault("1password2", {.min_digits = 2}), std::nullopt);
  EXPECT_EQ(Fault("pass!word", {.min_specials = 2}), PasswordFault::kFewSpecials);
  EXPECT_EQ(Fault("pass! word", {.min_specials = 2}), std::nullopt);
  EXPECT_EQ(Fault("pass\xC3\xA9word", {.min_specials = 1}), PasswordFault::kFewSpecials);
}

TEST(PasswordRules, SequencesAreThreeEqualOrRisingCharacters) {
  const PasswordRules rules{.no_sequences = true};
  for (const char* text : {"wxabcw", "no123no", "aa111bb", "testing\xC3\xA9\xC3\xA9\xC3\xA9",
                           "testing\xD0\xB0\xD0\xB1\xD0\xB2"}) {
    EXPECT_EQ(Fault(text, rules), PasswordFault::kSequence) << text;
  }
  for (const char* text : {"passwordx", "aabbccdd", "cba321", "ab1cd2", "aBcdXy"}) {
    EXPECT_EQ(Fault(text, rules), std::nullopt) << text;
  }
}

TEST(PasswordRules, TheFirstFaultIsNamed) {
  const PasswordRules rules{
      .both_cases = true, .min_digits = 1, .min_specials = 1, .no_sequences = true};
  EXPECT_EQ(Fault("abc", rules), PasswordFault::kTooShort);
  EXPECT_EQ(Fault("abcabc", rules), PasswordFault::kOneCase);
  EXPECT_EQ(Fault("Abcabc", rules), PasswordFault::kFewDigits);
  EXPECT_EQ(Fault("Abcabc1", rules), PasswordFault::kFewSpecials);
  EXPECT_EQ(Fault("Abcabc1!", rules), PasswordFault::kSequence);
  EXPECT_EQ(Fault("Axcayc1!", rules), std::nullopt);
}

}  // namespace
}  // namespace guildhall
