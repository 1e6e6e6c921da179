#include "import/refused_lines.h"

#include <gtest/gtest.h>

namespace guildhall::import {
namespace {

TEST(RefusedLines, SayInWordsWhatIsWrong) {
  const Error error{
      Errc::kInvalid, {{"username", Reason::kTaken}, {"email", Reason::kTooLong, 254, 300}}, ""};
  EXPECT_EQ(ReasonOf(error), "username is taken, email is too long (at most 254 characters)");
  EXPECT_EQ(ReasonOf({Errc::kInvalid, {}, "not a JSON object"}), "not a JSON object");
}

TEST(RefusedLines, AreOneLineOfCsvEachWhateverTheFileHeld) {
  EXPECT_EQ(ReportLine(7, "a \"b\", c", "x"), "7,\"a \"\"b\"\", c\",x\n");
  EXPECT_EQ(ReportLine(8, "two\nlines", "x"), "8,two lines,x\n");
  EXPECT_EQ(ReportLine(9, "\xFF", "x"), "9,(no UTF-8),x\n");
  EXPECT_LT(ReportLine(1, std::string(100'000, 'x'), "x").size(), 400U);
}

TEST(RefusedLines, TheReportHasTheNamesOfItsColumnsOnce) {
  const std::string line = ReportLine(1, "a", "b");
  const auto first = RefusedLines::SizeWith(0, line);
  EXPECT_GT(first, static_cast<std::int64_t>(line.size()));
  EXPECT_EQ(RefusedLines::SizeWith(first, line), first + static_cast<std::int64_t>(line.size()));
  EXPECT_EQ(RefusedLines::SizeWith(0, ""), 0);
}

}  // namespace
}  // namespace guildhall::import
