#include "dialects/shared/form.h"

#include <gtest/gtest.h>

namespace guildhall::dialects {
namespace {

TEST(Forms, AreReadInTheirOrder) {
  const auto fields = ReadForm("a=1&&b=two+words%21&c&a=again=");
  ASSERT_TRUE(fields);
  std::string shown;
  for (const FormField& field : *fields) shown += field.name + ":" + field.value + ";";
  EXPECT_EQ(shown, "a:1;b:two words!;c:;a:again=;");
  EXPECT_TRUE(ReadForm("")->empty());
}

TEST(Forms, OfBrokenEscapesOrTooManyFieldsAreNone) {
  EXPECT_FALSE(ReadForm("a=%zz"));
  EXPECT_FALSE(ReadForm("%4=a"));
  std::string many;
  for (std::size_t i = 0; i < kMaxFormFields; ++i) many += "a=1&";
  EXPECT_TRUE(ReadForm(many));
  EXPECT_FALSE(ReadForm(many + "b=1"));
}

}  // namespace
}  // namespace guildhall::dialects
