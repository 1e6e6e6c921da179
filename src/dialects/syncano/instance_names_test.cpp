#include "dialects/syncano/instance_names.h"

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

using Sentences = std::vector<std::string>;

TEST(InstanceNames, OrdinaryNamesPass) {
  for (const char* name : {"rivia", "a-b-c", "user-1f2e3d", "abcd1"}) {
    EXPECT_EQ(RefuseInstanceName(name), Sentences{}) << name;
  }
  EXPECT_EQ(RefuseInstanceName(std::string(64, 'a')), Sentences{});
}

TEST(InstanceNames, EveryRuleHasItsSentence) {
  EXPECT_EQ(RefuseInstanceName("abcd"), Sentences{"Ensure this field has at least 5 characters."});
  EXPECT_EQ(RefuseInstanceName(std::string(65, 'a')),
            Sentences{"Ensure this value has at most 64 characters (it has 65)."});
  EXPECT_EQ(RefuseInstanceName("1rivia"), Sentences{"Value has to start with a letter."});
  EXPECT_EQ(RefuseInstanceName("rivia-"), Sentences{"Value has to end with a letter or a number."});
  EXPECT_EQ(RefuseInstanceName("ri_via"),
            Sentences{"Enter a valid value consisting of letters, numbers, hyphens."});
  EXPECT_EQ(RefuseInstanceName("ri--via"), Sentences{"Double hyphens are reserved."});
  EXPECT_EQ(RefuseInstanceName("admin"),
            Sentences{"Unable to use that value. Please choose a different one."});
}

TEST(InstanceNames, SeveralRulesFailTogether) {
  EXPECT_EQ(
      RefuseInstanceName("-_"),
      (Sentences{"Ensure this field has at least 5 characters.",
                 "Value has to start with a letter.", "Value has to end with a letter or a number.",
                 "Enter a valid value consisting of letters, numbers, hyphens."}));
}

}  // namespace
}  // namespace guildhall::syncano
