#include "dialects/tyk/organisation_names.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::tyk {
namespace {

TEST(OrganisationNames, AreLowerCaseWithSingleHyphens) {
  EXPECT_EQ(TenantNameOf("Default Org. (Ltd)"), "default-org-ltd");
  EXPECT_EQ(TenantNameOf("rivia"), "rivia");
}

TEST(OrganisationNames, BeginWithALetterAndAreLongEnough) {
  EXPECT_EQ(TenantNameOf("X"), "org-x");
  EXPECT_EQ(TenantNameOf("42nd street"), "org-42nd-street");
  EXPECT_EQ(TenantNameOf(""), "organisation");
  EXPECT_EQ(TenantNameOf("-- --"), "organisation");
}

TEST(OrganisationNames, AreCutWithoutAHyphenAtTheEnd) {
  EXPECT_EQ(TenantNameOf(std::string(70, 'a')), std::string(64, 'a'));
  EXPECT_EQ(TenantNameOf(std::string(63, 'a') + " b"), std::string(63, 'a'));
}

}  // namespace
}  // namespace guildhall::tyk
