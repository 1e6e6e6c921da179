#include "dialects/daptin/schema/schema_yaml.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

std::string JsonOf(std::string_view yaml) {
  const auto json = ReadYaml(yaml);
  return json ? ToText(*json) : json.error().title;
}

std::string Nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(Yaml, ScalarsMeanWhatTheCoreSchemaSays) {
  EXPECT_EQ(JsonOf("[true, False, TRUE, yes, on]"), R"([true,false,true,"yes","on"])");
  EXPECT_EQ(JsonOf("[1, -3, +4, 0x1F, 0o17, 007]"), "[1,-3,4,31,15,7]");
  EXPECT_EQ(JsonOf("[1.5, -.5, 1e3]"), "[1.5,-0.5,1000.0]");
  EXPECT_EQ(JsonOf("[null, ~, , .inf, .nan, 1-2, +-3]"),
            R"([null,null,null,".inf",".nan","1-2","+-3"])");
}

TEST(Yaml, QuotedScalarsAreText) {
  EXPECT_EQ(JsonOf(R"(["1", 'true', "null", !!str 7])"), R"(["1","true","null","7"])");
}

TEST(Yaml, KeysAreText) {
  EXPECT_EQ(JsonOf("{1: a, true: b, 0x1F: c}"), R"({"1":"a","true":"b","0x1F":"c"})");
}

TEST(Yaml, AliasesStandForWhatIsAnchored) {
  EXPECT_EQ(JsonOf("a: &x {p: 1}\nb: [*x, *x]"), R"({"a":{"p":1},"b":[{"p":1},{"p":1}]})");
}

TEST(Yaml, IsRefusedWithThePlace) {
  EXPECT_EQ(JsonOf("a: 1\na: 2"), "line 2, column 1: a key that is there already");
  EXPECT_EQ(JsonOf("[a]: 1"), "line 1, column 1: a key that is no text");
  EXPECT_EQ(JsonOf("a\n---\nb"), "line 2, column 1: more than one document");
  EXPECT_EQ(JsonOf("&a [*a]"), "line 1, column 5: an alias within what it stands for");
  EXPECT_EQ(JsonOf("!!binary x"),
            "line 1, column 1: an unknown tag, or a value that does not have it");
  EXPECT_EQ(JsonOf("a: b: c"), "line 1, column 5: illegal map value");
  EXPECT_EQ(JsonOf("\xff"), "text that is no UTF-8");
  EXPECT_EQ(JsonOf(R"("\x00")"), "line 1, column 1: text that is no UTF-8");
}

TEST(Yaml, BombsAreRefused) {
  EXPECT_EQ(JsonOf(Nested(32)), Nested(32));
  EXPECT_EQ(JsonOf(Nested(33)), "line 1, column 33: nested too deeply");
  EXPECT_NE(JsonOf(std::string(5'000, '[')).find("nested too deeply"), std::string::npos);
  std::string bomb = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    bomb += "- &a" + std::to_string(i) + " [" + alias;
    for (int n = 0; n < 9; ++n) bomb += ", " + alias;
    bomb += "]\n";
  }
  EXPECT_NE(JsonOf(bomb).find("too large"), std::string::npos);
  std::string text = "- &a " + std::string(100'000, 'x') + "\n";
  for (int i = 0; i < 50; ++i) text += "- *a\n";
  EXPECT_NE(JsonOf(text).find("too large"), std::string::npos);
}

}  // namespace
}  // namespace guildhall::daptin
