#include "tests/scenarios/world.h"

#include <cctype>

#include <gtest/gtest.h>

namespace guildhall::scenarios {
namespace {

KeyRing MakeKeys(Random& random) {
  InitializeCrypto();
  auto keys = KeyRing::FromDataKey(KeyRing::MakeDataKey(random));
  if (!keys) GH_BUG("a fresh data key was refused");
  return std::move(*keys);
}

Core::Options CoreOptions(const World::Settings& settings) {
  Core::Options options;
  options.callers.cache = settings.cache;
  options.sign_in_limits = settings.sign_in_limits;
  options.audit = settings.audit;
  options.removals = settings.removals;
  options.registration = settings.registration;
  return options;
}

std::string Text(const Json& value, std::string_view member) {
  const Json* found = value.Find(member);
  if (found == nullptr) return "";
  if (const auto* text = found->AsString()) return *text;
  return ToText(*found);
}

}  // namespace

World::World(std::unique_ptr<test::StoreHome> home, Settings settings)
    : home_(std::move(home)), keys_(MakeKeys(random_)) {
  auto opened = home_->Open({.clock = &clock_});
  if (!opened) GH_BUG(opened.error().detail.c_str());
  store_ = std::move(*opened);
  Core::Options options = CoreOptions(settings);
  options.on_said = [this](const Said& said) { hub_.Hear(said); };
  core_ = std::make_unique<Core>(*store_, keys_, clock_, random_, std::move(options));
  syncano_ = std::make_unique<syncano::Syncano>(*core_, settings.syncano);
  syncano_->Mount(router_);
  client_ = std::make_unique<Client>(router_, *store_);
  postman_ = std::make_unique<mail::Postman>(*core_, mailer_, log_, "https://people.example");
}

void World::DeliverMails() {
  clock_.Advance(1'000'000);
  const auto delivered = postman_->DeliverDue();
  EXPECT_TRUE(delivered) << (delivered ? "" : delivered.error().detail);
}

World::~World() { store_->Close(); }

std::string World::Fill(std::string_view text) const {
  std::string filled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$') {
      filled.push_back(text[i]);
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) {
      ++end;
    }
    const auto found = variables_.find(std::string(text.substr(i + 1, end - i - 1)));
    if (found == variables_.end()) {
      filled.push_back('$');
      continue;
    }
    filled += found->second;
    i = end - 1;
  }
  return filled;
}

Call World::Filled(Call call) const {
  call.target = Fill(call.target);
  call.body = Fill(call.body);
  for (auto& [name, value] : call.headers) value = Fill(value);
  return call;
}

Reply World::Send(Call call) const { return client_->Send(Filled(std::move(call))); }

std::unique_ptr<Waiting> World::Begin(http::Waiters& waiters, Call call) const {
  return client_->Begin(waiters, Filled(std::move(call)));
}

Reply World::Ask(std::string_view method, std::string_view target, std::string_view key,
                 std::string_view user_key, std::string_view body) const {
  return Send(With(method, target, key, user_key, body));
}

Json World::Expect(int status, const Call& call) const {
  const Reply reply = Send(call);
  EXPECT_EQ(reply.status, status) << call.method << ' ' << call.target << '\n' << reply.body;
  auto parsed = ParseJson(reply.body.empty() ? "null" : reply.body);
  EXPECT_TRUE(parsed) << reply.body;
  return parsed ? std::move(*parsed) : Json();
}

void Play(const World& world, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Reply reply = world.Send(row.call);
    EXPECT_EQ(reply.status, row.status) << reply.body;
    for (const std::string& wanted : row.contains) {
      EXPECT_NE(reply.body.find(world.Fill(wanted)), std::string::npos)
          << "missing: " << wanted << "\nin: " << reply.body;
    }
    for (const std::string& leak : row.must_not_contain) {
      EXPECT_EQ(reply.body.find(world.Fill(leak)), std::string::npos)
          << "leaked: " << leak << "\nin: " << reply.body;
    }
  }
}

Call With(std::string_view method, std::string_view target, std::string_view key,
          std::string_view user_key, std::string_view body) {
  Call call{std::string(method), std::string(target), {}, std::string(body)};
  if (!key.empty()) call.headers.emplace_back("X-API-KEY", key);
  if (!user_key.empty()) call.headers.emplace_back("X-USER-KEY", user_key);
  if (!body.empty()) call.headers.emplace_back("Content-Type", "application/json");
  return call;
}

namespace {

void Register(World& world, const std::string& name, std::string_view email) {
  const Json account =
      world.Expect(201, With("POST", "/v1.1/account/register/", "", "",
                             R"({"email":")" + std::string(email) + R"(","password":"secret"})"));
  world.Set(name, Text(account, "account_key"));
}

void MakeKey(World& world, const std::string& name, std::string_view instance,
             std::string_view admin, std::string_view flag) {
  const std::string body = flag.empty() ? "{}" : R"({")" + std::string(flag) + R"(":true})";
  const Json key = world.Expect(
      201,
      With("POST", "/v1.1/instances/" + std::string(instance) + "/api_keys/", admin, "", body));
  world.Set(name, Text(key, "api_key"));
  world.Set(name + "_id", Text(key, "id"));
}

void MakeUser(World& world, std::string_view instance, std::string_view admin,
              const std::string& name) {
  const Json user =
      world.Expect(201, With("POST", "/v1.1/instances/" + std::string(instance) + "/users/", admin,
                             "", R"({"username":")" + name + R"(","password":"secret"})"));
  world.Set(name, Text(user, "user_key"));
}

}  // namespace

void BuildRivia(World& world) {
  Register(world, "admin", "geralt@rivia.com");
  world.Expect(201, With("POST", "/v1.1/instances/", "$admin", "", R"({"name":"rivia"})"));
  MakeUser(world, "rivia", "$admin", "geralt");
  MakeUser(world, "rivia", "$admin", "ciri");
  // Three objects between the second and the third user, so that triss has profile 6.
  world.Expect(201, With("POST", "/v1.1/instances/rivia/classes/", "$admin", "",
                         R"({"name":"filler","schema":[]})"));
  for (int i = 0; i < 3; ++i) {
    world.Expect(201,
                 With("POST", "/v1.1/instances/rivia/classes/filler/objects/", "$admin", "", "{}"));
  }
  MakeUser(world, "rivia", "$admin", "triss");
  world.Expect(
      201, With("POST", "/v1.1/instances/rivia/groups/", "$admin", "", R"({"label":"witchers"})"));
  world.Expect(
      201, With("POST", "/v1.1/instances/rivia/groups/1/users/", "$admin", "", R"({"user":1})"));
  MakeKey(world, "app", "rivia", "$admin", "");
  MakeKey(world, "ignore_acl", "rivia", "$admin", "ignore_acl");
  MakeKey(world, "user_create", "rivia", "$admin", "allow_user_create");
  MakeKey(world, "group_create", "rivia", "$admin", "allow_group_create");
  MakeKey(world, "anonymous_read", "rivia", "$admin", "allow_anonymous_read");

  Register(world, "stranger", "emhyr@nilfgaard.com");
  world.Expect(201, With("POST", "/v1.1/instances/", "$stranger", "", R"({"name":"novigrad"})"));
  MakeKey(world, "foreign", "novigrad", "$stranger", "ignore_acl");
  MakeUser(world, "novigrad", "$stranger", "foreign_user");
}

}  // namespace guildhall::scenarios
