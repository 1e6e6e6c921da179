#include "import/record_reader.h"

#include <memory>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::import {
namespace {

RecordReader Over(std::string text, Format format) {
  const auto size = static_cast<std::int64_t>(text.size());
  return *RecordReader::Over(std::make_unique<std::istringstream>(std::move(text)), size, format);
}

/// "line:text" of every record; one that is too long begins with an exclamation mark.
std::vector<std::string> Rest(RecordReader& reader) {
  std::vector<std::string> records;
  while (const auto record = *reader.Next()) {
    records.push_back((record->too_long ? "!" : "") + std::to_string(record->line) + ':' +
                      std::string(record->text));
  }
  return records;
}

std::vector<std::string> All(std::string text, Format format) {
  RecordReader reader = Over(std::move(text), format);
  return Rest(reader);
}

using Records = std::vector<std::string>;

TEST(RecordReader, GivesLinesWithTheirNumbersAndPassesOverBlankOnes) {
  EXPECT_EQ(All("a\r\n\n  \nb", Format::kJsonLines), (Records{"1:a", "4:b"}));
  EXPECT_EQ(All("", Format::kJsonLines), Records{});
}

TEST(RecordReader, AnEndOfLineWithinQuotesEndsNoRecordOfCsv) {
  EXPECT_EQ(All("\"a\nb\",c\n\"d\"\"\n\"\ne\n", Format::kCsv),
            (Records{"1:\"a\nb\",c", "3:\"d\"\"\n\"", "5:e"}));
  EXPECT_EQ(All("\"a\nb\"\n", Format::kJsonLines), (Records{"1:\"a", "2:b\""}));
}

TEST(RecordReader, PassesOverAByteOrderMark) {
  EXPECT_EQ(All("\xEF\xBB\xBFname\n", Format::kCsv), (Records{"1:name"}));
}

TEST(RecordReader, AQuoteThatIsNeverClosedCostsItsLineOnly) {
  EXPECT_EQ(All("a\n\"b\nc\nd", Format::kCsv), (Records{"1:a", "!2:\"b", "3:c", "4:d"}));
}

TEST(RecordReader, ARecordThatIsTooLongIsSaidSoAndReadingGoesOn) {
  const std::string large(2 * RecordReader::kMaxRecord, 'x');
  const auto records = All("a\n" + large + "\nb\n", Format::kJsonLines);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0], "1:a");
  EXPECT_TRUE(records[1].starts_with("!2:"));
  EXPECT_EQ(records[2], "3:b");
}

TEST(RecordReader, ReadsOnFromAnyPlaceThatItGave) {
  const std::string text = "a\n\"b\nb\"\nc\n";
  RecordReader reader = Over(text, Format::kCsv);
  ASSERT_TRUE(*reader.Next());
  ASSERT_TRUE(*reader.Next());
  const Place place = reader.place();
  EXPECT_EQ(place, (Place{8, 3}));
  RecordReader second = Over(text, Format::kCsv);
  second.GoTo(place);
  EXPECT_EQ(Rest(second), (Records{"4:c"}));
}

TEST(RecordReader, AFolderIsNoFile) {
  EXPECT_EQ(RecordReader::Open("/", Format::kCsv).error().code, Errc::kNotFound);
  EXPECT_EQ(RecordReader::Open("/nothing/here", Format::kCsv).error().code, Errc::kNotFound);
}

}  // namespace
}  // namespace guildhall::import
