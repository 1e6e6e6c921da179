#include "tests/scenarios/cross_world.h"

#include <gtest/gtest.h>

#include "dialects/daptin/administrator.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kInstance = "/v1.1/instances/cross-hall/";

}  // namespace

const Json* FindIn(const Json* list, std::string_view member, const std::string& text) {
  const Json::Array* objects = list == nullptr ? nullptr : list->AsArray();
  if (objects == nullptr) return nullptr;
  for (const Json& object : *objects) {
    if (TextIn(object, member) == text) return &object;
  }
  return nullptr;
}

void CrossDialect::SetUp() {
  tyk_ = std::make_unique<TykWorld>(MakeWorld(), TykWorld::Settings{});
  const Json made = tyk_->AdminOf(200, "POST", "/admin/organisations",
                                  R"({"owner_name":"Cross","owner_slug":"cross-hall"})");
  base().Set("org", TextIn(made, "Meta"));
  const Json founder =
      base().Expect(200, With("POST", "/v1.1/account/auth/", "", "",
                              R"({"email":"founder@example.com","password":"secret"})"));
  base().Set("founder", TextIn(founder, "account_key"));
  base().Set("app", TextIn(Syncano(201, "POST", "api_keys/", "{}"), "api_key"));
  tyk_->MakeUser("admin", "$org", R"({"IsAdmin":"admin","ResetPassword":"admin"})");
  daptin_ = std::make_unique<DaptinWorld>(base(), "cross-hall");
  ASSERT_EQ(daptin_->SignUp("ann").status, 200);
  daptin_->Enter("ann");
  base().Set("ann_number", NumberOf("ann@example.com"));
  base().Set("ann_user_key", TextIn(Syncano(200, "GET", "users/$ann_number/"), "user_key"));
}

Json CrossDialect::Syncano(int status, std::string_view method, const std::string& target,
                           std::string_view body) {
  return base().Expect(status, With(method, kInstance + target, "$founder", "", body));
}

std::string CrossDialect::SyncanoText(const std::string& target) {
  return base().Ask("GET", kInstance + target, "$founder").body;
}

Reply CrossDialect::App(std::string_view method, const std::string& target,
                        std::string_view user_key, std::string_view body) {
  return base().Ask(method, kInstance + target, "$app", user_key, body);
}

std::string CrossDialect::Users(std::string_view key) {
  return tyk_->Api("GET", "/api/users", key).body;
}

Json CrossDialect::TykUser(const std::string& email) {
  const Json all = tyk_->ApiOf(200, "GET", "/api/users", "$admin_key");
  const Json* user = FindIn(all.Find("users"), "email_address", email);
  EXPECT_NE(user, nullptr) << email;
  return user == nullptr ? Json() : *user;
}

Reply CrossDialect::PutTykUser(const std::string& email, const std::string& member,
                               const std::string& value, std::string_view key) {
  const Json user = TykUser(email);
  Json::Object body;
  for (const auto& [name, shown] : *user.AsObject()) {
    if (name != member) body.emplace_back(name, shown);
  }
  auto wanted = ParseJson(value);
  EXPECT_TRUE(wanted) << value;
  body.emplace_back(member, std::move(*wanted));
  return tyk_->Api("PUT", "/api/users/" + TextIn(user, "id"), key, ToText(Json(std::move(body))));
}

std::string CrossDialect::NumberOf(const std::string& name) {
  const Json users = Syncano(200, "GET", "users/");
  const Json* user = FindIn(users.Find("objects"), "username", name);
  return user == nullptr ? "" : TextIn(*user, "id");
}

std::string CrossDialect::NumberOfGroup(const std::string& label) {
  const Json groups = Syncano(200, "GET", "groups/");
  const Json* group = FindIn(groups.Find("objects"), "label", label);
  return group == nullptr ? "" : TextIn(*group, "id");
}

void CrossDialect::AppointBoss() {
  ASSERT_EQ(daptin_->SignUp("boss").status, 200);
  const auto tenant = base().core().callers().FindTenant(Patience::kMayWait, "cross-hall");
  ASSERT_TRUE(tenant);
  const TenantId id = (*tenant)->id;
  const auto made = WriteAndWait(base().store(), {id}, [&](Transaction& tx) {
    return daptin::MakeAdministrator(tx, base().core(), id, "BOSS@example.com");
  });
  ASSERT_TRUE(made) << NameOf(made.error().code);
  daptin_->Enter("boss");
}

}  // namespace guildhall::scenarios
