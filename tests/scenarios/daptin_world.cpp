#include "tests/scenarios/daptin_world.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace guildhall::scenarios {
namespace {

daptin::Options OptionsFor(std::string_view tenant) {
  daptin::Options options;
  options.default_tenant = tenant;
  options.loopback = true;
  return options;
}

std::string Base64Of(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  return text;
}

std::string TextOr(const Json* value) {
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::string() : *text;
}

}  // namespace

DaptinWorld::DaptinWorld(World& base, std::string_view tenant)
    : base_(base), daptin_(std::make_unique<daptin::Daptin>(base.core(), OptionsFor(tenant))) {
  daptin_->Mount(router_);
  client_ = std::make_unique<Client>(router_, base_.store());
}

Reply DaptinWorld::Api(std::string_view method, std::string_view target, std::string_view token,
                       std::string_view body) const {
  Call call{std::string(method), base_.Fill(target), {}, base_.Fill(body)};
  if (!token.empty()) {
    call.headers.emplace_back("authorization", "Bearer " + base_.Fill(token));
  }
  return client_->Send(call);
}

Json DaptinWorld::ApiOf(int status, std::string_view method, std::string_view target,
                        std::string_view token, std::string_view body) const {
  const Reply reply = Api(method, target, token, body);
  EXPECT_EQ(reply.status, status) << method << ' ' << target << '\n' << reply.body;
  auto parsed = ParseJson(reply.body.empty() ? "null" : reply.body);
  EXPECT_TRUE(parsed) << reply.body;
  return parsed ? std::move(*parsed) : Json();
}

Reply DaptinWorld::SignUp(std::string_view name, std::string_view token) const {
  const std::string who(name);
  const std::string password = "secret of " + who;
  return Api("POST", "/action/user_account/signup", token,
             R"({"attributes":{"name":")" + who + R"(","email":")" + who +
                 R"(@example.com","password":")" + password + R"(","passwordConfirm":")" +
                 password + R"("}})");
}

Reply DaptinWorld::SignIn(std::string_view email, std::string_view password) const {
  return Api("POST", "/action/user_account/signin", "",
             R"({"attributes":{"email":")" + std::string(email) + R"(","password":")" +
                 std::string(password) + R"("}})");
}

void DaptinWorld::Enter(const std::string& name) {
  const Reply reply = SignIn(name + "@example.com", "secret of " + name);
  const auto outcomes = ParseJson(reply.body);
  ASSERT_TRUE(outcomes && outcomes->AsArray() != nullptr) << reply.body;
  ASSERT_EQ(reply.status, 200) << reply.body;
  const Json* attributes = outcomes->AsArray()->front().Find("Attributes");
  ASSERT_NE(attributes, nullptr);
  base_.Set(name + "_token", TextOr(attributes->Find("value")));
  base_.Set(name, IdIn(ApiOf(200, "GET", "/api/user_account/mine", "$" + name + "_token")));
}

void DaptinWorld::MakeGroup(const std::string& name, std::string_view token) {
  base_.Set(name, IdIn(ApiOf(201, "POST", "/api/usergroup", token,
                             RowOf("usergroup", "", R"({"name":")" + name + R"("})"))));
}

void DaptinWorld::Open(const std::string& table, std::string_view permission,
                       std::string_view token) {
  const Json list = ApiOf(200, "GET", "/api/world?filter=" + table + "&page[size]=100", token);
  const Json::Array* rows = list.Find("data") ? list.Find("data")->AsArray() : nullptr;
  ASSERT_NE(rows, nullptr);
  for (const Json& row : *rows) {
    const Json* attributes = row.Find("attributes");
    if (attributes == nullptr || TextOr(attributes->Find("table_name")) != table) continue;
    base_.Set(table + "_row", TextOr(row.Find("id")));
    ApiOf(200, "PATCH", "/api/world/" + TextOr(row.Find("id")), token,
          RowOf("world", TextOr(row.Find("id")),
                R"({"permission":)" + std::string(permission) + "}"));
    return;
  }
  ADD_FAILURE() << "no table " << table;
}

Reply DaptinWorld::Declare(std::string_view schema, std::string_view token) const {
  const std::string file = "data:application/yaml;base64," + Base64Of(schema);
  return Api(
      "POST", "/action/world/upload_system_schema", token,
      R"({"attributes":{"schema_file":[{"name":"schema_test.yaml","file":")" + file + R"("}]}})");
}

std::string DaptinWorld::TotalOf(std::string_view target, std::string_view token) const {
  const Json list = ApiOf(200, "GET", target, token);
  const Json* links = list.Find("links");
  const Json* total = links == nullptr ? nullptr : links->Find("total");
  return total == nullptr ? std::string("none") : ToText(*total);
}

void DaptinWorld::ShareRow(const std::string& table, const std::string& id,
                           const std::string& group, const std::string& permission,
                           std::string_view token) const {
  const std::string join = table + "_" + table + "_id_has_usergroup_usergroup_id";
  const Json made = ApiOf(
      201, "POST", "/api/" + join, token,
      RowOf(join, "", "{\"" + table + "_id\":\"" + id + "\",\"usergroup_id\":\"" + group + "\"}"));
  ApiOf(200, "PATCH", "/api/" + join + "/" + IdIn(made), token,
        RowOf(join, IdIn(made), "{\"permission\":" + permission + "}"));
}

std::string RowOf(std::string_view type, std::string_view id, std::string_view attributes) {
  std::string body = R"({"data":{"type":")" + std::string(type) + "\"";
  if (!id.empty()) body += R"(,"id":")" + std::string(id) + "\"";
  return body + R"(,"attributes":)" + std::string(attributes) + "}}";
}

std::string TargetOf(std::string_view type, std::string_view id) {
  return R"({"data":[{"type":")" + std::string(type) + R"(","id":")" + std::string(id) + R"("}]})";
}

std::string IdIn(const Json& document) {
  const Json* data = document.Find("data");
  return data == nullptr ? std::string() : TextOr(data->Find("id"));
}

std::string AttributeIn(const Json& document, std::string_view name) {
  const Json* data = document.Find("data");
  const Json* attributes = data == nullptr ? nullptr : data->Find("attributes");
  const Json* value = attributes == nullptr ? nullptr : attributes->Find(name);
  return value == nullptr ? std::string() : ToText(*value);
}

bool Has(const std::string& body, const std::string& text) {
  return body.find(text) != std::string::npos;
}

void DaptinTest::SetUp() {
  world_ = MakeWorld();
  const Json founder =
      world_->Expect(201, With("POST", "/v1.1/account/register/", "", "",
                               R"({"email":"founder@example.com","password":"secret"})"));
  ASSERT_NE(founder.Find("account_key"), nullptr);
  world_->Set("founder", *founder.Find("account_key")->AsString());
  world_->Expect(201, With("POST", "/v1.1/instances/", "$founder", "", R"({"name":"hall-one"})"));
  daptin_ = std::make_unique<DaptinWorld>(*world_, "hall-one");
}

void DaptinTest::BeginAdministered() {
  for (const char* name : {"boss", "ann", "bob"}) {
    ASSERT_EQ(daptin_->SignUp(name).status, 200);
    daptin_->Enter(name);
  }
  ASSERT_EQ(
      daptin_->Api("POST", "/action/world/become_an_administrator", "$boss_token", "{}").status,
      200);
}

}  // namespace guildhall::scenarios
