// Every sample of the Daptin document "Users and groups", sent as printed and answered as printed,
// and each step that it lists.

#include <regex>

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kSignUp =
    R"({"attributes":{"email":"email@host.com","password":"password","name":"name","passwordConfirm":"password"}})";
constexpr const char* kSignIn =
    R"({"attributes":{"email":"email@host.com","password":"password"}})";

/// The tenant of a new server.
class DaptinSeeds : public DaptinTest {
 protected:
  Reply Act(std::string_view name, std::string_view body, std::string_view token = "") {
    return daptin_->Api("POST", "/action/user_account/" + std::string(name), token, body);
  }
  /// Signs in and sets "$token".
  void EnterAs(std::string_view body) {
    const Reply reply = Act("signin", body);
    ASSERT_EQ(reply.status, 200) << reply.body;
    static const std::regex token(R"re("key":"token","value":"([^"]+)")re");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(reply.body, found, token)) << reply.body;
    world_->Set("token", found[1]);
  }
};

TEST_P(DaptinSeeds, SigningUpMakesAnAccountWithAGroupOfItsOwn) {
  const Reply up = Act("signup", kSignUp);
  EXPECT_EQ(up.status, 200);
  EXPECT_EQ(up.body,
            R"([{"ResponseType":"client.notify","Attributes":{"type":"success","title":"Success",)"
            R"("message":"Sign-up successful. Redirecting to sign in"}},)"
            R"({"ResponseType":"client.redirect","Attributes":{"location":"/auth/signin",)"
            R"("window":"self","delay":2000}}])");
  EnterAs(kSignIn);
  const Json own = daptin_->ApiOf(200, "GET", "/api/user_account/mine", "$token");
  EXPECT_EQ(AttributeIn(own, "email"), "\"email@host.com\"");
  EXPECT_EQ(AttributeIn(own, "name"), "\"name\"");
  EXPECT_EQ(AttributeIn(own, "confirmed"), "false");
  EXPECT_EQ(AttributeIn(own, "password"), "\"\"");
  const std::string groups =
      daptin_->Api("GET", "/api/user_account/" + IdIn(own) + "/usergroup_id", "$token").body;
  EXPECT_TRUE(Has(groups, "Home group for name")) << groups;
  EXPECT_TRUE(Has(groups, R"("name":"users")")) << groups;
}

TEST_P(DaptinSeeds, SigningInAnswersAsPrinted) {
  ASSERT_EQ(Act("signup", kSignUp).status, 200);
  const Reply in = Act("signin", kSignIn);
  EXPECT_EQ(in.status, 200);
  static const std::regex token(R"re("eyJ[\w-]+\.[\w-]+\.[\w-]+")re");
  EXPECT_EQ(
      std::regex_replace(in.body, token, "\"<AccessToken>\""),
      R"([{"ResponseType":"client.store.set","Attributes":{"key":"token","value":"<AccessToken>"}},)"
      R"({"ResponseType":"client.notify","Attributes":{"message":"Logged in","title":"Success","type":"success"}},)"
      R"({"ResponseType":"client.redirect","Attributes":{"delay":2000,"location":"/","window":"self"}}])");
}

TEST_P(DaptinSeeds, AnAccountIsPosted) {
  const Reply made = daptin_->Api("POST", "/api/user_account", "",
                                  R"({"data":{"type":"user_account","attributes":{"email":)"
                                  R"("test@gmail.com","name":"Test name","password":"test123"}},)"
                                  R"("meta":{}})");
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_TRUE(Has(made.body, R"("email":"test@gmail.com")")) << made.body;
  EXPECT_FALSE(Has(made.body, "test123"));
  EnterAs(R"({"attributes":{"email":"test@gmail.com","password":"test123"}})");
  const Json own = daptin_->ApiOf(200, "GET", "/api/user_account/mine", "$token");
  EXPECT_TRUE(
      Has(daptin_->Api("GET", "/api/user_account/" + IdIn(own) + "/usergroup_id", "$token").body,
          "Home group for Test name"));
}

TEST_P(DaptinSeeds, AGroupIsPostedAndAUserAddedToIt) {
  ASSERT_EQ(Act("signup", kSignUp).status, 200);
  EnterAs(kSignIn);
  ASSERT_EQ(daptin_->Api("POST", "/action/world/become_an_administrator", "$token", "{}").status,
            200);
  daptin_->MakeGroup("editors", "$token");
  const std::string id = IdIn(daptin_->ApiOf(200, "GET", "/api/user_account/mine", "$token"));
  daptin_->ApiOf(201, "POST", "/api/user_account_user_account_id_has_usergroup_usergroup_id",
                 "$token",
                 RowOf("user_account_user_account_id_has_usergroup_usergroup_id", "",
                       R"({"user_account_id":")" + id + R"(","usergroup_id":"$editors"})"));
  EXPECT_TRUE(Has(daptin_->Api("GET", "/api/usergroup/$editors/user_account_id", "$token").body,
                  "email@host.com"));
}

TEST_P(DaptinSeeds, SigningUpIsCheckedInOrder) {
  const auto refused = [&](const std::string& attributes) {
    const Reply reply = Act("signup", R"({"attributes":)" + attributes + "}");
    EXPECT_EQ(reply.status, 400) << attributes << reply.body;
    return reply.body;
  };
  EXPECT_TRUE(Has(refused(R"({"email":"nobody","name":"","password":"a","passwordConfirm":"b"})"),
                  "http error (400) email and 0 more errors, invalid value for email"));
  EXPECT_TRUE(Has(refused(R"({"email":"a@b.com","name":"","password":"a","passwordConfirm":"b"})"),
                  "required and 0 more errors, invalid value for name"));
  EXPECT_TRUE(Has(refused(R"({"email":"a@b.com","name":"n","password":"a","passwordConfirm":"b"})"),
                  "eqfield and 0 more errors, invalid value for password"));
  EXPECT_TRUE(Has(refused(R"({"email":"a@b.com","name":"n","password":"a","passwordConfirm":"a"})"),
                  "min and 0 more errors, invalid value for password"));
  EXPECT_TRUE(Has(refused(R"({"email":"a@b.com","name":")" + std::string(81, 'n') +
                          R"(","password":"password","passwordConfirm":"password"})"),
                  "max and 0 more errors, invalid value for name"));
  EXPECT_EQ(Act("signin", R"({"attributes":{"email":"a@b.com","password":"password"}})").status,
            401)
      << "nothing was made";
}

TEST_P(DaptinSeeds, WrongPasswordsAndUnknownPeopleAreToldTheSame) {
  ASSERT_EQ(Act("signup", kSignUp).status, 200);
  const Reply wrong = Act("signin", R"({"attributes":{"email":"email@host.com","password":"no"}})");
  const Reply unknown = Act("signin", R"({"attributes":{"email":"no@host.com","password":"no"}})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_TRUE(Has(wrong.body, "Invalid username or password")) << wrong.body;
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(Act("signin", R"({"attributes":{"email":"email@host.com","password":""}})").status,
            400);
}

TEST_P(DaptinSeeds, RequestsWithoutAValidTokenAreGuests) {
  ASSERT_EQ(Act("signup", kSignUp).status, 200);
  EnterAs(kSignIn);
  const std::string guest = daptin_->Api("GET", "/api/user_account/mine", "").body;
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$token").status, 200);
  std::string forged = world_->Get("token");
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  for (const std::string& token : {std::string("null"), std::string("a b"), forged}) {
    EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", token).body, guest) << token;
  }
  world_->clock().Advance(73LL * 3600 * 1'000'000);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$token").body, guest) << "expired";
}

TEST_P(DaptinSeeds, GuestsMayInvokeWhatTheirPermissionsAllow) {
  ASSERT_EQ(Act("signup", kSignUp).status, 200);
  EnterAs(kSignIn);
  ASSERT_EQ(daptin_->Api("POST", "/action/world/become_an_administrator", "$token", "{}").status,
            200);
  const std::string body = RowOf("usergroup", "", R"({"name":"by a guest"})");
  EXPECT_EQ(daptin_->Api("POST", "/api/usergroup", "", body).status, 403);
  daptin_->Open("usergroup", "5", "$token");  // Peek and Create
  EXPECT_EQ(daptin_->Api("POST", "/api/usergroup", "", body).status, 201);
}

GUILDHALL_EVERY_ENGINE(DaptinSeeds);

}  // namespace
}  // namespace guildhall::scenarios
