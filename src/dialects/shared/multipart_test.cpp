#include "dialects/shared/multipart.h"

#include <gtest/gtest.h>

namespace guildhall::dialects {
namespace {

constexpr char kType[] = "multipart/form-data; boundary=x";

std::string Part(const std::string& disposition, const std::string& content) {
  return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

bool IsRefused(const std::string& body, std::string_view type = kType) {
  return !ReadMultipart(type, body).has_value();
}

TEST(Multipart, GivesTextsAndFilesInTheirOrder) {
  const std::string file =
      "--x\r\ncontent-type: image/png\r\nCONTENT-DISPOSITION: form-data; "
      "filename=\"a \\\"b\\\".png\"; name=cover\r\n\r\n\x89PNG\r\n\r\n--y\r\n";
  const std::string body =
      Part("name=\"title\"", "Ubik") + file + Part("name=\"empty\"", "") + "--x--\r\n";
  const auto parts = ReadMultipart(kType, body);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 3U);
  EXPECT_EQ((*parts)[0].name, "title");
  EXPECT_EQ((*parts)[0].content, "Ubik");
  EXPECT_FALSE((*parts)[0].filename);
  EXPECT_EQ((*parts)[1].name, "cover");
  EXPECT_EQ((*parts)[1].filename, "a \"b\".png");
  EXPECT_EQ((*parts)[1].media_type, "image/png");
  EXPECT_EQ((*parts)[1].content, "\x89PNG\r\n\r\n--y");
  EXPECT_EQ((*parts)[2].content, "");
}

TEST(Multipart, TakesQuotedBoundariesAndFormsWithoutParts) {
  const auto parts =
      ReadMultipart(R"(multipart/form-data; charset=utf-8; boundary="a b'c")", "--a b'c--");
  ASSERT_TRUE(parts);
  EXPECT_TRUE(parts->empty());
}

TEST(Multipart, LeavesOutATextBesideAFileOfItsName) {
  const std::string text = Part("name=\"cover\"", "\xFF");
  const std::string file = Part("name=\"cover\"; filename=\"cover\"", "\xFF");
  for (const std::string& body : {text + file + "--x--", file + text + "--x--"}) {
    const auto parts = ReadMultipart(kType, body);
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 1U);
    EXPECT_EQ((*parts)[0].filename, "cover");
    EXPECT_EQ((*parts)[0].content, "\xFF");
  }
}

TEST(Multipart, RefusesWhatTwoReadersCouldReadDifferently) {
  const std::string title = Part("name=\"title\"", "Ubik");
  EXPECT_TRUE(IsRefused(title + "--x--", "multipart/form-data"));
  EXPECT_TRUE(IsRefused(title + "--x--", "multipart/form-data; boundary="));
  EXPECT_TRUE(IsRefused(title));  // no end
  EXPECT_TRUE(IsRefused("preamble\r\n" + title + "--x--"));
  EXPECT_TRUE(IsRefused("--x\r\n\r\nUbik\r\n--x--"));  // no name
  EXPECT_TRUE(IsRefused("--x\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--x--"));
  EXPECT_TRUE(IsRefused("--x\nContent-Disposition: form-data; name=a\n\nb\n--x--"));
  EXPECT_TRUE(IsRefused("--x\r\nno colon\r\n\r\nb\r\n--x--"));
  EXPECT_TRUE(IsRefused(Part("name=\"a", "b") + "--x--"));
  EXPECT_TRUE(IsRefused(Part("name=\"a\"", "\xFF") + "--x--"));
  EXPECT_TRUE(IsRefused("--xy\r\n" + title + "--x--"));
}

TEST(Multipart, BoundsPartsAndTheirHeads) {
  std::string many;
  for (std::size_t i = 0; i < kMaxFormParts; ++i) many += Part("name=a", "b");
  EXPECT_FALSE(IsRefused(many + "--x--"));
  EXPECT_TRUE(IsRefused(many + Part("name=a", "b") + "--x--"));
  EXPECT_TRUE(IsRefused(Part("name=" + std::string(kMaxPartName + 1, 'a'), "b") + "--x--"));
  EXPECT_TRUE(
      IsRefused(Part("name=a\r\nX: " + std::string(kMaxPartHeadBytes, 'a'), "b") + "--x--"));
}

}  // namespace
}  // namespace guildhall::dialects
