#include "core/detail/text_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::detail {
namespace {

TEST(Emails, TakesAddressesAsPeopleHaveThem) {
  for (const char* email :
       {"geralt@rivia.com", "geralt+api@rivia.com", "a@b.co", "first.last@mail.example.org",
        "o'dim@mirror.org", "jürgen@köln.de", "x_1%2@a-b.example", "1@2.3"}) {
    EXPECT_TRUE(IsEmail(email)) << email;
  }
}

TEST(Emails, RefusesWhatIsNone) {
  for (const char* text :
       {"",        "geralt",   "@rivia.com", "geralt@",   "geralt@rivia", "a b@c.de",  "a@b@c.de",
        "a@b..de", ".a@b.de",  "a.@b.de",    "a..b@c.de", "a@-b.de",      "a@b-.de",   "a@b.de.",
        "a@.b.de", "a,b@c.de", "<a@b.de>",   "a@b.de\n",  "a@b c.de",     "\"a\"@b.de"}) {
    EXPECT_FALSE(IsEmail(text)) << text;
  }
}

TEST(Emails, EndAt254Characters) {
  const std::string domain = "@rivia.com";
  EXPECT_TRUE(IsEmail(std::string(254 - domain.size(), 'a') + domain));
  EXPECT_FALSE(IsEmail(std::string(255 - domain.size(), 'a') + domain));
}

TEST(Texts, AreMeasuredInCharacters) {
  EXPECT_EQ(CheckText("label", "äöü", 3), std::nullopt);
  EXPECT_EQ(CheckText("label", "äöüß", 3), (Problem{"label", Reason::kTooLong, 3, 4}));
}

TEST(Texts, HoldNoBrokenUtf8AndNoZero) {
  EXPECT_EQ(CheckText("label", "a\xFFz", 9), (Problem{"label", Reason::kBadCharacter}));
  EXPECT_EQ(CheckText("label", std::string("a\0z", 3), 9),
            (Problem{"label", Reason::kBadCharacter}));
}

TEST(Texts, ANameIsNotBlank) {
  EXPECT_EQ(CheckName("name", ""), (Problem{"name", Reason::kBlank}));
  EXPECT_EQ(CheckName("name", "x"), std::nullopt);
  EXPECT_EQ(CheckName("name", std::string(255, 'x')),
            (Problem{"name", Reason::kTooLong, 254, 255}));
}

}  // namespace
}  // namespace guildhall::detail
