// One tenant in three dialects: an instance, an organisation, and what a host name leads to.

#include <gtest/gtest.h>

#include "tests/scenarios/cross_world.h"

namespace guildhall::scenarios {
namespace {

class CrossTenants : public CrossDialect {};

TEST_P(CrossTenants, AnOrganisationIsAnInstanceOfTheFirstOperator) {
  const std::string instances = base().Ask("GET", "/v1.1/instances/", "$founder").body;
  EXPECT_TRUE(Has(instances, R"("name":"cross-hall")")) << instances;
  base().Expect(201, With("POST", "/v1.1/account/register/", "", "",
                          R"({"email":"late@example.com","password":"secret"})"));
  const Json late = base().Expect(200, With("POST", "/v1.1/account/auth/", "", "",
                                            R"({"email":"late@example.com","password":"secret"})"));
  EXPECT_FALSE(
      Has(base().Ask("GET", "/v1.1/instances/", TextIn(late, "account_key")).body, "cross-hall"));
}

TEST_P(CrossTenants, AnInstanceIsAnOrganisation) {
  base().Expect(201, With("POST", "/v1.1/instances/", "$founder", "", R"({"name":"by-syncano"})"));
  const std::string organisations = tyk_->Admin("GET", "/admin/organisations").body;
  EXPECT_TRUE(Has(organisations, R"("owner_name":"by-syncano")")) << organisations;
}

TEST_P(CrossTenants, NamesAreMadeFromWhatTheOrganisationIsCalled) {
  const auto make = [&](const std::string& name) {
    const Json made =
        tyk_->AdminOf(200, "POST", "/admin/organisations", R"({"owner_name":")" + name + R"("})");
    const Json shown = tyk_->AdminOf(200, "GET", "/admin/organisations/" + TextIn(made, "Meta"));
    return TextIn(shown, "owner_slug");
  };
  EXPECT_EQ(make("Rivia & Sons, Ltd."), "rivia-sons-ltd");
  EXPECT_EQ(make("Rivia & Sons, Ltd."), "rivia-sons-ltd-1");
  EXPECT_EQ(make("42"), "org-42");
}

TEST_P(CrossTenants, OrganisationsDoNotCountTowardSyncanosLimit) {
  for (int i = 0; i < 16; ++i) tyk_->MakeOrganisation("Extra" + std::to_string(i));
  for (int i = 0; i < 16; ++i) {
    base().Expect(201, With("POST", "/v1.1/instances/", "$founder", "",
                            R"({"name":"numbered-)" + std::to_string(i) + R"("})"));
  }
  EXPECT_NE(base().Ask("POST", "/v1.1/instances/", "$founder", "", R"({"name":"one-more"})").status,
            201);
}

TEST_P(CrossTenants, TenantsDoNotLeakIntoEachOther) {
  base().Expect(201, With("POST", "/v1.1/instances/", "$founder", "", R"({"name":"elsewhere"})"));
  DaptinWorld elsewhere(base(), "elsewhere");
  EXPECT_EQ(elsewhere.Api("GET", "/api/user_account/mine", "$ann_token").status, 403)
      << "a token of another tenant is nobody's";
  EXPECT_EQ(elsewhere.Api("GET", "/api/user_account/$ann", "$ann_token").status, 403);
  EXPECT_EQ(elsewhere.SignIn("ann@example.com", "secret of ann").status, 401);
  EXPECT_EQ(elsewhere.SignUp("ann").status, 200) << "the name is free there";
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 200);
}

TEST_P(CrossTenants, ARemovedInstanceIsServedInNoApi) {
  base().Expect(201, With("POST", "/v1.1/instances/", "$founder", "", R"({"name":"elsewhere"})"));
  DaptinWorld elsewhere(base(), "elsewhere");
  EXPECT_EQ(elsewhere.SignUp("ann").status, 200);
  EXPECT_TRUE(Has(tyk_->Admin("GET", "/admin/organisations").body, "elsewhere"));
  base().Expect(204, With("DELETE", "/v1.1/instances/elsewhere/", "$founder"));
  EXPECT_EQ(elsewhere.SignIn("ann@example.com", "secret of ann").status, 404);
  EXPECT_EQ(elsewhere.Api("GET", "/api/user_account", "").status, 404);
  EXPECT_FALSE(Has(tyk_->Admin("GET", "/admin/organisations").body, "elsewhere"));
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 200);
}

TEST_P(CrossTenants, OrganisationsAreNotRemovedAsInstances) {
  const std::string path = "/v1.1/instances/cross-hall/";
  EXPECT_EQ(base().Ask("DELETE", path, "$founder").status, 403);
  EXPECT_EQ(
      base().Ask("POST", path + "rename/", "$founder", "", R"({"new_name":"other-hall"})").status,
      403);
  EXPECT_EQ(base().Ask("GET", path, "$founder").status, 200);
}

GUILDHALL_EVERY_ENGINE(CrossTenants);

}  // namespace
}  // namespace guildhall::scenarios
