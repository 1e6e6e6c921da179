#include "tests/scenarios/tyk_world.h"

#include <gtest/gtest.h>

namespace guildhall::scenarios {
namespace {

Json Parsed(const Reply& reply, int status, const Call& call) {
  EXPECT_EQ(reply.status, status) << call.method << ' ' << call.target << '\n' << reply.body;
  auto parsed = ParseJson(reply.body.empty() ? "null" : reply.body);
  EXPECT_TRUE(parsed) << reply.body;
  return parsed ? std::move(*parsed) : Json();
}

tyk::Options OptionsOf(const TykWorld::Settings& settings) {
  tyk::Options options;
  if (settings.admin_secret) options.admin_secret = Secret("a secret of the installation");
  options.create_meta_id = settings.create_meta_id;
  options.allow_admin_reset_password = settings.allow_admin_reset_password;
  options.forbid_admin_view_access_token = settings.forbid_admin_view_access_token;
  options.forbid_admin_reset_access_token = settings.forbid_admin_reset_access_token;
  options.password_rules = settings.password_rules;
  return options;
}

}  // namespace

TykWorld::TykWorld(std::unique_ptr<World> base, Settings settings)
    : base_(std::move(base)), tyk_(std::make_unique<tyk::Tyk>(base_->core(), OptionsOf(settings))) {
  tyk_->Mount(router_);
  client_ = std::make_unique<Client>(router_, base_->store());
  base_->Set("secret", "a secret of the installation");
  base_->Expect(201, With("POST", "/v1.1/account/register/", "", "",
                          R"({"email":"founder@example.com","password":"secret"})"));
}

Reply TykWorld::Send(Call call) const {
  call.target = Fill(call.target);
  call.body = Fill(call.body);
  for (auto& [name, value] : call.headers) value = Fill(value);
  return client_->Send(call);
}

Reply TykWorld::Api(std::string_view method, std::string_view target, std::string_view key,
                    std::string_view body) const {
  return Send(WithAccessKey(method, target, key, body));
}

Reply TykWorld::Admin(std::string_view method, std::string_view target,
                      std::string_view body) const {
  return Send(WithSecret(method, target, body));
}

Json TykWorld::ApiOf(int status, std::string_view method, std::string_view target,
                     std::string_view key, std::string_view body) const {
  const Call call = WithAccessKey(method, target, key, body);
  return Parsed(Send(call), status, call);
}

Json TykWorld::AdminOf(int status, std::string_view method, std::string_view target,
                       std::string_view body) const {
  const Call call = WithSecret(method, target, body);
  return Parsed(Send(call), status, call);
}

void TykWorld::Play(const std::vector<Row>& rows) const {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Reply reply = Send(row.call);
    EXPECT_EQ(reply.status, row.status) << reply.body;
    for (const std::string& wanted : row.contains) {
      EXPECT_NE(reply.body.find(Fill(wanted)), std::string::npos)
          << "missing: " << wanted << "\nin: " << reply.body;
    }
    for (const std::string& leak : row.must_not_contain) {
      EXPECT_EQ(reply.body.find(Fill(leak)), std::string::npos)
          << "leaked: " << leak << "\nin: " << reply.body;
    }
  }
}

void TykWorld::MakeOrganisation(const std::string& name) {
  const Json made =
      AdminOf(200, "POST", "/admin/organisations", R"({"owner_name":")" + name + R"("})");
  base_->Set(name, TextIn(made, "Meta"));
}

void TykWorld::MakeUser(const std::string& name, std::string_view organisation,
                        std::string_view permissions, std::string_view more) {
  std::string body = R"({"first_name":"First","last_name":"Last","active":true,"email_address":")";
  body.append(name).append(R"(@example.com","org_id":")").append(organisation);
  body.append(R"(","user_permissions":)").append(permissions).append(more).append("}");
  const Json made = AdminOf(200, "POST", "/admin/users", body);
  const Json* user = made.Find("Meta");
  ASSERT_NE(user, nullptr);
  base_->Set(name, TextIn(*user, "id"));
  base_->Set(name + "_key", TextIn(made, "Message"));
}

void TykWorld::MakeGroup(const std::string& name, std::string_view key,
                         std::string_view permissions) {
  const Reply made =
      Api("POST", "/api/usergroups", key,
          R"({"name":")" + name + R"(","user_permissions":)" + std::string(permissions) + "}");
  ASSERT_EQ(made.status, 200) << made.body;
  base_->Set(name, IdOfMade(made));
}

Call WithAccessKey(std::string_view method, std::string_view target, std::string_view key,
                   std::string_view body) {
  Call call{std::string(method), std::string(target), {}, std::string(body)};
  if (!key.empty()) call.headers.emplace_back("authorization", key);
  return call;
}

Call WithSecret(std::string_view method, std::string_view target, std::string_view body) {
  return {std::string(method), std::string(target), {{"admin-auth", "$secret"}}, std::string(body)};
}

std::string Compact(std::string_view text) {
  const Result<Json> parsed = ParseJson(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? ToText(*parsed) : std::string();
}

std::string TextIn(const Json& value, std::string_view member) {
  const Json* found = value.Find(member);
  if (found == nullptr) return "";
  const std::string* text = found->AsString();
  return text != nullptr ? *text : ToText(*found);
}

std::string IdOfMade(const Reply& reply) {
  const auto location = reply.headers.find("Location");
  if (location == reply.headers.end()) return "";
  return location->second.substr(location->second.rfind('/') + 1);
}

std::string Refusal(std::string_view message) {
  return R"({"Status":"Error","Message":")" + std::string(message) + R"(","Meta":null})";
}

void TykTest::Begin(TykWorld::Settings settings, const World::Settings& base) {
  world_ = std::make_unique<TykWorld>(MakeWorld(base), settings);
  world_->MakeOrganisation("org");
  world_->MakeUser("boss", "$org", R"({"IsAdmin":"admin","ResetPassword":"admin"})");
  world_->MakeOrganisation("other");
  world_->MakeUser("stranger", "$other", R"({"IsAdmin":"admin","ResetPassword":"admin"})");
}

}  // namespace guildhall::scenarios
