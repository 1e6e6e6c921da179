#include "dialects/syncano/body.h"

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

TEST(Body, EmptyBodyIsAnEmptyObjectWhateverTheType) {
  EXPECT_EQ(ParseBody("", "").value, Json(Json::Object{}));
  EXPECT_EQ(ParseBody("text/xml", "").value, Json(Json::Object{}));
}

TEST(Body, JsonIsReadAndBrokenJsonIsRefused) {
  const ReadBody good = ParseBody("application/json; charset=utf-8", R"({"a":1})");
  ASSERT_FALSE(good.refused);
  EXPECT_EQ(*good.value.Find("a")->AsInteger(), 1);
  const ReadBody bad = ParseBody("application/json", "{");
  ASSERT_TRUE(bad.refused);
  EXPECT_EQ(bad.refused->status, 400);
  EXPECT_TRUE(bad.refused->body.view().starts_with(R"({"detail":"JSON parse error - )"));
}

TEST(Body, UnknownMediaTypesAreNotTaken) {
  const ReadBody body = ParseBody("text/xml", "<a/>");
  ASSERT_TRUE(body.refused);
  EXPECT_EQ(body.refused->status, 415);
  EXPECT_EQ(body.refused->body.view(),
            R"({"detail":"Unsupported media type \"text/xml\" in request."})");
}

TEST(Body, OfMultipartFormsTextsAreMembersAndFilesStayApart) {
  const std::string part = "--x\r\nContent-Disposition: form-data; name=";
  const ReadBody body = ParseBody("multipart/form-data; boundary=x",
                                  part + "title\r\n\r\na\r\n" + part + "title\r\n\r\nb\r\n" + part +
                                      "cover; filename=c.png\r\n\r\nd\r\n--x--");
  ASSERT_FALSE(body.refused);
  EXPECT_EQ(ToText(body.value), R"({"title":"b"})");
  ASSERT_EQ(body.files.size(), 1U);
  EXPECT_EQ(body.files[0].filename, "c.png");
  const ReadBody broken = ParseBody("multipart/form-data; boundary=x", part);
  ASSERT_TRUE(broken.refused);
  EXPECT_EQ(broken.refused->status, 400);
}

TEST(Body, OfFormsTheTextsOfTheProfileGoIntoIt) {
  constexpr char kNested[] = R"({"username":"ciri","profile":{"age":"21","sword":"Zireael"}})";
  const ReadBody form = ParseBody("application/x-www-form-urlencoded",
                                  "profile=x&profile.age=21&username=ciri&profile.sword=Zireael");
  ASSERT_FALSE(form.refused);
  EXPECT_EQ(ToText(form.value), kNested);
  const std::string part = "--x\r\nContent-Disposition: form-data; name=";
  const ReadBody parts =
      ParseBody("multipart/form-data; boundary=x", part + "username\r\n\r\nciri\r\n" + part +
                                                       "profile.age\r\n\r\n21\r\n" + part +
                                                       "profile.sword\r\n\r\nZireael\r\n--x--");
  ASSERT_FALSE(parts.refused);
  EXPECT_EQ(ToText(parts.value), kNested);
}

TEST(Body, FormsBecomeObjectsOfTexts) {
  const ReadBody body =
      ParseBody("application/x-www-form-urlencoded", "username=geralt+z&password=a%26b&x&y=");
  ASSERT_FALSE(body.refused);
  EXPECT_EQ(*body.value.Find("username")->AsString(), "geralt z");
  EXPECT_EQ(*body.value.Find("password")->AsString(), "a&b");
  EXPECT_EQ(*body.value.Find("x")->AsString(), "");
  EXPECT_EQ(*body.value.Find("y")->AsString(), "");
  EXPECT_FALSE(ParseForm("a=%zz"));
}

}  // namespace
}  // namespace guildhall::syncano
