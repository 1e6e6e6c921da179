#include "dialects/daptin/columns/column_rules.h"

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

/// The tag that the value fails; "" for none.
std::string Failed(std::string tags, const Json& value, const Json* other = nullptr) {
  const std::vector<ColumnRule> rules{{"c", std::move(tags)}};
  const auto failure = Validate(
      rules, [&](std::string_view column) { return column == "c" ? &value : other; }, false);
  return failure ? failure->tag : "";
}

struct Row {
  const char* tags;
  Json value;
  const char* failed;
};

class Validations : public testing::TestWithParam<Row> {};

TEST_P(Validations, HoldOrNameTheTag) {
  const auto& [tags, value, failed] = GetParam();
  EXPECT_EQ(Failed(tags, value), failed) << tags << " " << ToText(value);
  EXPECT_FALSE(UnknownValidation(tags)) << tags;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Validations,
    testing::Values(
        Row{"required", Json(""), "required"}, Row{"required", Json(), "required"},
        Row{"required", Json("x"), ""}, Row{"required", Json(0), "required"},
        Row{"required", Json(false), "required"}, Row{"required,min=8", Json("short"), "min"},
        Row{"omitempty,email", Json(""), ""}, Row{"omitempty,email", Json("x"), "email"},
        Row{"min=3", Json("żół"), ""}, Row{"min=4", Json("żół"), "min"},
        Row{"max=10", Json(10), ""}, Row{"max=10", Json(10.5), "max"},
        Row{"min=0,max=59", Json(-1), "min"}, Row{"len=2", Json("ab"), ""},
        Row{"len=2", Json("abc"), "len"}, Row{"min=1", Json(Json::Array{}), "min"},
        Row{"min=1", Json(true), "min"}, Row{"eq=7", Json(7), ""}, Row{"eq=a", Json("a"), ""},
        Row{"ne=a", Json("a"), "ne"}, Row{"gt=1,lt=3", Json(2), ""}, Row{"gt=2", Json(2), "gt"},
        Row{"gte=2,lte=2", Json(2), ""}, Row{"lte=1", Json(2), "lte"},
        Row{"oneof=red green", Json("green"), ""}, Row{"oneof=red green", Json("gre"), "oneof"},
        Row{"oneof=1 2", Json(2), ""}, Row{"eq=a0x2Cb", Json("a,b"), ""},
        Row{"ip|email", Json("10.0.0.1"), ""}, Row{"ip|email", Json("x"), "ip|email"},
        Row{"contains=@", Json("a@b"), ""}, Row{"excludes=@", Json("a@b"), "excludes"},
        Row{"startswith=a,endswith=b", Json("a@b"), ""}));

struct FormRow {
  const char* tag;
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

class Forms : public testing::TestWithParam<FormRow> {};

TEST_P(Forms, AreTold) {
  const auto& [tag, good, bad] = GetParam();
  EXPECT_FALSE(UnknownValidation(tag));
  for (const std::string& text : good) EXPECT_EQ(Failed(tag, Json(text)), "") << text;
  for (const std::string& text : bad) EXPECT_EQ(Failed(tag, Json(text)), tag) << text;
  EXPECT_EQ(Failed(tag, Json("")), std::string_view(tag) == "ascii" ? "" : tag);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Forms,
    testing::Values(
        FormRow{"email",
                {"a@b.example", "a.b+c@d-e.fr", "ż@ź.pl"},
                {"a", "a@b", "a b@c.de", "@b.de", "a@", "a..b@c.de", "a@-b.de", "a@b.1", "a@b."}},
        FormRow{
            "url", {"https://a.b/c?d#e", "mailto:a@b.c"}, {"a.b", "http://", "http://a b", ":"}},
        FormRow{"numeric", {"1", "-1.5", "+2"}, {"1.", ".5", "1e5", "x", "-"}},
        FormRow{"number", {"007"}, {"-1", "1.5", "x"}}, FormRow{"alpha", {"abC"}, {"a1", "ż", " "}},
        FormRow{"alphanum", {"a1"}, {"a-1"}}, FormRow{"alphaunicode", {"żółć"}, {"ż1"}},
        FormRow{"ascii", {"a b"}, {"ż"}},
        FormRow{"hexcolor", {"#fff", "#A0b1C2"}, {"fff", "#ffff", "#ggg"}},
        FormRow{"iscolor",
                {"#fff", "rgb(1, 2,3)", "rgba(1,2,3,0.5)", "hsl(360,10%,20%)"},
                {"red", "rgb(1,2)", "rgb(256,0,0)", "rgba(1,2,3,2)", "rgb(1,2,3"}},
        FormRow{"latitude", {"90", "-89.5"}, {"90.1", "x"}},
        FormRow{"longitude", {"180", "-179.99"}, {"181"}},
        FormRow{
            "uuid", {"018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f"}, {"018f3b1c7a2e7c3d8e4f5a6b7c8d9e0f"}},
        FormRow{"ip",
                {"1.2.3.4", "::1", "2001:db8::8:800:200c:417a", "::ffff:1.2.3.4"},
                {"1.2.3", "1.2.3.256", "01.2.3.4", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7"}},
        FormRow{"ipv4", {"1.2.3.4"}, {"::1"}},
        FormRow{"ipv6", {"::", "1:2:3:4:5:6:7:8"}, {"1.2.3.4"}},
        FormRow{"base64", {"YQ==", "YWI=", "YWJj"}, {"YQ=", "Y=Q=", "===="}}));

TEST(ColumnRules, NameWhatCannotBeObeyed) {
  EXPECT_EQ(UnknownValidation("required,dive"), "dive");
  EXPECT_EQ(UnknownValidation("min=x"), "min=x");
  EXPECT_EQ(UnknownValidation("email|sql"), "sql");
  EXPECT_FALSE(UnknownValidation(""));
  EXPECT_EQ(UnknownConformation("trim,script"), "script");
  EXPECT_FALSE(UnknownConformation("trim, lower"));
}

TEST(ColumnRules, CompareWithOtherColumns) {
  const Json same("secret");
  const Json other("other");
  EXPECT_EQ(Failed("eqfield=InnerStructField[confirm]", same, &same), "");
  EXPECT_EQ(Failed("eqfield=confirm", same, &other), "eqfield");
  EXPECT_EQ(Failed("eqfield=confirm", same), "eqfield");
  EXPECT_EQ(Failed("nefield=confirm", same, &other), "");
}

TEST(ColumnRules, AskMissingColumnsOnlyWhenTold) {
  const std::vector<ColumnRule> rules{{"a", "required"}, {"b", "email"}};
  const auto nothing = [](std::string_view) -> const Json* { return nullptr; };
  EXPECT_FALSE(Validate(rules, nothing, false));
  EXPECT_EQ(Validate(rules, nothing, true), (Failure{"a", "required"}));
}

TEST(ColumnRules, ConformTexts) {
  const struct {
    const char* tags;
    const char* value;
    const char* conformed;
  } rows[] = {
      {"trim", "  a b ", "a b"},
      {"ltrim", "  a ", "a "},
      {"rtrim", "  a ", "  a"},
      {"lower", "ŻÓŁW", "żółw"},
      {"upper", "żółw", "ŻÓŁW"},
      {"title", "the quick FOX", "The Quick Fox"},
      {"ucfirst", "ab", "Ab"},
      {"email", " UNSIGHTLY-EMAIL@EXamPLE.com ", "unsightly-email@example.com"},
      {"name", "3493€848Jo-$%£@Ann ", "Jo-Ann"},
      {"name", "  ann   o'neill ", "Ann O'neill"},
      {"num", "the 7 of 9", "79"},
      {"!num", "a1b2", "ab"},
      {"alpha", "a-1ż", "aż"},
      {"!alpha", "a-1ż", "-1"},
      {"snake", "First name here", "first_name_here"},
      {"kebab", "firstNameHere", "first-name-here"},
      {"slug", "First, name & here!", "first-name-here"},
      {"camel", "first name_here", "firstNameHere"},
      {"trim,lower", " A ", "a"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Conform(row.tags, Json(row.value)), Json(row.conformed)) << row.tags;
    EXPECT_FALSE(UnknownConformation(row.tags));
  }
  EXPECT_EQ(Conform("lower", Json(7)), Json(7));
}

}  // namespace
}  // namespace guildhall::daptin
