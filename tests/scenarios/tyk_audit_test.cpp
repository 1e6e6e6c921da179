// The audit log through the Tyk dialect: what is recorded and what never is, who may read it, and
// how it is asked and downloaded.

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kLogs = "/api/audit-logs";
constexpr const char* kAccessDenied =
    "access denied: You do not have permission to access  /api/audit-logs";
constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;

class TykAuditLogs : public TykTest {
 protected:
  void SetUp() override {
    World::Settings base;
    base.audit = {.enabled = true, .retention_days = 2};
    Begin({}, base);
  }

  /// The next request comes later than the last one.
  void Tick() const { world_->base().clock().Advance(1'000); }
  Json Ask(int status, std::string_view method, std::string_view target, std::string_view key,
           std::string_view body = "") const {
    Tick();
    return world_->ApiOf(status, method, target, key, body);
  }

  /// What a question gives, as "user method url status", the newest first.
  [[nodiscard]] std::vector<std::string> Asked(std::string_view query,
                                               std::string_view key = "$boss_key") const {
    const Json list = Ask(200, "GET", std::string(kLogs) + std::string(query), key);
    std::vector<std::string> lines;
    const Json* entries = list.Find("audit_logs");
    EXPECT_TRUE(entries != nullptr && entries->AsArray() != nullptr);
    if (entries == nullptr) return lines;
    for (const Json& entry : *entries->AsArray()) {
      lines.push_back(TextIn(entry, "user") + " " + TextIn(entry, "method") + " " +
                      TextIn(entry, "url") + " " + TextIn(entry, "status"));
    }
    return lines;
  }
  [[nodiscard]] std::string Line(std::string_view text) const { return world_->Fill(text); }
  [[nodiscard]] std::string PagesOf(std::string_view query) const {
    return TextIn(Ask(200, "GET", std::string(kLogs) + std::string(query), "$boss_key"), "pages");
  }
  /// Everything in the log, as the file of that type.
  [[nodiscard]] std::string File(std::string_view type) const {
    const Reply reply = world_->Api(
        "GET", std::string(kLogs) + "?download=true&type=" + std::string(type), "$boss_key");
    EXPECT_EQ(reply.status, 200);
    return reply.body;
  }
};

using Lines = std::vector<std::string>;

TEST_P(TykAuditLogs, ReadsChangesAndRefusalsAreRecordedOnceEach) {
  world_->MakeUser("reader", "$org", R"({"users":"read"})");
  Ask(200, "GET", "/api/users?p=1", "$boss_key");
  Tick();
  world_->MakeGroup("group", "$boss_key", "{}");
  Ask(403, "PUT", "/api/usergroups/$group", "$reader_key", "{}");
  Ask(400, "PUT", "/api/usergroups/54bd0ad9ff4329b88985aafb", "$boss_key", "{}");
  Ask(404, "GET", "/api/users/me/nowhere", "$reader_key");
  EXPECT_EQ(Asked(""), Lines({
                           Line("reader@example.com GET /api/users/me/nowhere 404"),
                           "boss@example.com PUT /api/usergroups/54bd0ad9ff4329b88985aafb 400",
                           Line("reader@example.com PUT /api/usergroups/$group 403"),
                           "boss@example.com POST /api/usergroups 200",
                           "boss@example.com GET /api/users 200",
                       }));
  EXPECT_EQ(Asked("?p=1").front(), "boss@example.com GET /api/audit-logs 200")
      << "reading the log is recorded too";
}

TEST_P(TykAuditLogs, ARefusedChangeOfTheStoreIsRecordedOnce) {
  const char* user = R"({"email_address":"boss@example.com","user_permissions":{"apis":"read"}})";
  Ask(403, "POST", "/api/users", "$boss_key", user);
  EXPECT_EQ(Asked(""), Lines({"boss@example.com POST /api/users 403"}));
}

TEST_P(TykAuditLogs, AnEntrySaysWhoWhatWhenAndFromWhere) {
  Ask(200, "GET", "/api/users", "$boss_key");
  const Json list = Ask(200, "GET", kLogs, "$boss_key");
  ASSERT_FALSE(list.Find("audit_logs")->AsArray()->empty());
  const Json& entry = list.Find("audit_logs")->AsArray()->front();
  EXPECT_EQ(TextIn(entry, "org_id"), world_->Fill("$org"));
  EXPECT_EQ(TextIn(entry, "ip"), "127.0.0.1");
  EXPECT_EQ(TextIn(entry, "user"), "boss@example.com");
  EXPECT_EQ(TextIn(entry, "action"), "List Users");
  EXPECT_EQ(TextIn(entry, "date"), "Tue, 19 May 2015 15:52:36 UTC");
  EXPECT_EQ(TextIn(entry, "timestamp"), "1432050756");
  const std::string id = TextIn(entry, "_id");
  EXPECT_EQ(id.size(), 24U);
  EXPECT_EQ(world_->Api("GET", std::string(kLogs) + "/" + id, "$boss_key").body, ToText(entry));
}

TEST_P(TykAuditLogs, RequestsOfNobodyAndOfTheInstallationAreNotRecorded) {
  Ask(401, "GET", "/api/users", "");
  Ask(401, "GET", "/api/users", "7a7b140f2a0000000000000000000000");
  world_->AdminOf(200, "GET", "/admin/users/$boss");
  EXPECT_EQ(Asked(""), Lines());
}

TEST_P(TykAuditLogs, WhoIsInactiveIsRecorded) {
  world_->MakeUser("user", "$org", R"({"users":"write"})");
  Ask(200, "PUT", "/api/users/$user/actions/revoke", "$boss_key");
  Ask(403, "GET", "/api/users", "$user_key");
  EXPECT_EQ(Asked("").front(), "user@example.com GET /api/users 403");
}

TEST_P(TykAuditLogs, NoEntryHoldsASecret) {
  world_->MakeUser("user", "$org", R"({"users":"write"})");
  Tick();
  world_->Send(
      WithAccessKey("GET", "/api/users?authorization=$user_key&password=hushhush", "$user_key"));
  Tick();
  world_->Send(WithAccessKey("GET", "/api/users/$user_key", "$boss_key"));
  Tick();
  world_->Send(WithAccessKey("GET", "/api/users/$user_key/actions/x", "$boss_key"));
  Ask(200, "POST", "/api/users/$user/actions/reset", "$user_key", R"({"new_password":"hushhush"})");
  Tick();
  world_->Send(WithAccessKey("POST", "/api/users", "$boss_key",
                             R"({"email_address":"new@example.com","password":"hushhush",)"
                             R"("user_permissions":{"apis":"read"}})"));
  const std::string old_key = world_->Fill("$user_key");
  const std::string renewed =
      world_->Api("PUT", "/api/users/$user/actions/key/reset", "$boss_key").body;
  const Json made = *ParseJson(renewed);  // its Meta is the new key
  for (const std::string type : {"csv", "json"}) {
    const std::string file = File(type);
    EXPECT_NE(file.find("Reset User Password"), file.npos) << file;
    for (const std::string& secret : {old_key, world_->Fill("$boss_key"), std::string("hushhush"),
                                      TextIn(made, "Meta"), std::string("?")}) {
      if (secret.empty() || secret == "null") continue;
      EXPECT_EQ(file.find(secret), file.npos) << secret;
    }
  }
}

TEST_P(TykAuditLogs, AnotherOrganisationSeesNothing) {
  Ask(200, "GET", "/api/users", "$boss_key");
  const Json list = Ask(200, "GET", kLogs, "$boss_key");
  const std::string id = TextIn(list.Find("audit_logs")->AsArray()->front(), "_id");
  EXPECT_EQ(Asked("", "$stranger_key"), Lines());
  Ask(200, "GET", kLogs, "$stranger_key");
  for (const char* other :
       {"54bd0ad9ff4329b88985aafb", "12", "%C3%A9", "0000000000000000000000ff"}) {
    const Reply reply = world_->Api("GET", std::string(kLogs) + "/" + other, "$stranger_key");
    EXPECT_EQ(reply.status, 404) << other;
    EXPECT_EQ(reply.body, Refusal("could not retrieve audit record"));
  }
  // Numbers are those of an organisation: what the id names there is its own.
  const Reply own = world_->Api("GET", std::string(kLogs) + "/" + id, "$stranger_key");
  EXPECT_EQ(own.body.find("boss"), own.body.npos) << own.body;
}

TEST_P(TykAuditLogs, ReadingNeedsThePermission) {
  world_->MakeUser("user", "$org", R"({"users":"write","audit_logs":"deny"})");
  world_->MakeUser("auditor", "$org", R"({"audit_logs":"read"})");
  world_->MakeUser("denied", "$org", R"({"IsAdmin":"admin","audit_logs":"deny"})");
  world_->Play({
      {"user", WithAccessKey("GET", kLogs, "$user_key"), 403, {Refusal(kAccessDenied)}, {}},
      {"denied", WithAccessKey("GET", kLogs, "$denied_key"), 403, {Refusal(kAccessDenied)}, {}},
      {"one", WithAccessKey("GET", "/api/audit-logs/1", "$user_key"), 403, {"access denied"}, {}},
      {"auditor", WithAccessKey("GET", kLogs, "$auditor_key"), 200, {R"("pages":1)"}, {}},
      {"slash", WithAccessKey("GET", "/api/audit-logs/", "$auditor_key"), 200, {}, {}},
      {"nobody", WithAccessKey("GET", kLogs, ""), 401, {Refusal("Not authorised")}, {}},
      {"writing", WithAccessKey("DELETE", kLogs, "$boss_key"), 404, {}, {}},
      {"secret", WithSecret("GET", kLogs), 401, {}, {}},
  });
}

TEST_P(TykAuditLogs, FiltersNarrowTheList) {
  world_->MakeUser("reader", "$org", R"({"users":"read","audit_logs":"read"})");
  Ask(200, "GET", "/api/users", "$boss_key");
  Ask(200, "GET", "/api/users", "$reader_key");
  Ask(403, "POST", "/api/usergroups", "$reader_key", R"({"name":"g"})");
  const Lines none;
  const Lines post{"reader@example.com POST /api/usergroups 403"};
  EXPECT_EQ(Asked("?method=POST"), post);
  EXPECT_EQ(Asked("?status=403"), post);
  EXPECT_EQ(Asked("?action=Add+User+Group"), post);
  EXPECT_EQ(Asked("?url=usergroups"), post);
  EXPECT_EQ(Asked("?url=UserGroups"), none);
  EXPECT_EQ(Asked("?url=%25"), none);
  EXPECT_EQ(Asked("?user=reader%40example.com&method=GET"),
            Lines({"reader@example.com GET /api/users 200"}));
  EXPECT_EQ(Asked("?user=nobody%40example.com"), none);
  EXPECT_EQ(Asked("?ip=10.0.0.1"), none);
  EXPECT_EQ(Asked("?ip=127.0.0.1&method=POST"), post);
}

TEST_P(TykAuditLogs, DaysCountFromTheirBeginningToTheirEnd) {
  Ask(200, "GET", "/api/users", "$boss_key");
  world_->base().clock().Advance(kDay);
  Ask(404, "GET", "/api/users/1", "$boss_key");
  const std::string first = "boss@example.com GET /api/users 200";
  const std::string second = "boss@example.com GET /api/users/1 404";
  EXPECT_EQ(Asked("?url=users&from_date=19-05-2015&to_date=20-05-2015"), Lines({second, first}));
  EXPECT_EQ(Asked("?url=users&to_date=19-05-2015"), Lines({first}));
  EXPECT_EQ(Asked("?url=users&from_date=20-05-2015"), Lines({second}));
  EXPECT_EQ(Asked("?url=users&from_date=21-05-2015"), Lines());
  for (const char* bad :
       {"?from_date=2015-05-19", "?to_date=31-02-2015", "?status=ok", "?download=true&type=xml"}) {
    const Reply reply = world_->Api("GET", std::string(kLogs) + bad, "$boss_key");
    EXPECT_EQ(reply.status, 400) << bad;
    EXPECT_EQ(reply.body, Refusal("could not retrieve audit records")) << bad;
  }
}

TEST_P(TykAuditLogs, PagesHoldTenTheNewestFirst) {
  for (int i = 10; i < 22; ++i) {
    Ask(404, "GET", "/api/users/" + std::to_string(i), "$boss_key");
  }
  const auto users = [&](const std::string& page) { return Asked("?url=users" + page); };
  ASSERT_EQ(users("").size(), 10U);
  EXPECT_EQ(users("").front(), "boss@example.com GET /api/users/21 404");
  EXPECT_EQ(users("&p=0"), users("&p=1"));
  EXPECT_EQ(users("&p=2"), Lines({"boss@example.com GET /api/users/11 404",
                                  "boss@example.com GET /api/users/10 404"}));
  EXPECT_EQ(users("&p=3"), Lines());
  EXPECT_EQ(users("&p=9223372036854775807"), Lines());
  EXPECT_EQ(PagesOf("?url=users"), "2");
  EXPECT_EQ(PagesOf("?url=nothing"), "0");
}

TEST_P(TykAuditLogs, DownloadsAreFilesOfEverythingAskedFor) {
  for (int i = 0; i < 12; ++i) Ask(200, "GET", "/api/users", "$boss_key");
  const Reply csv =
      world_->Api("GET", std::string(kLogs) + "?download=true&url=users", "$boss_key");
  EXPECT_EQ(csv.headers.at("Content-Disposition"), "attachment; filename=\"audit-logs.csv\"");
  EXPECT_EQ(csv.body.substr(0, csv.body.find('\r')),
            "_id,req_id,org_id,date,timestamp,ip,user,action,method,url,status");
  EXPECT_EQ(std::ranges::count(csv.body, '\n'), 13);
  const Reply json =
      world_->Api("GET", std::string(kLogs) + "?download=true&type=json&url=users", "$boss_key");
  EXPECT_EQ(json.headers.at("Content-Disposition"), "attachment; filename=\"audit-logs.json\"");
  const auto parsed = ParseJson(json.body);
  ASSERT_TRUE(parsed && parsed->AsArray() != nullptr);
  EXPECT_EQ(parsed->AsArray()->size(), 12U);
  EXPECT_EQ(Asked("?download=false&url=users").size(), 10U);
}

TEST_P(TykAuditLogs, AnEntryKeepsTheNameThatSomebodyHadThen) {
  world_->MakeUser("user", "$org", R"({"users":"read"})");
  Ask(200, "GET", "/api/users", "$user_key");
  Ask(200, "DELETE", "/api/users/$user", "$boss_key");
  EXPECT_EQ(Asked("?method=GET&url=users"), Lines({"user@example.com GET /api/users 200"}));
}

TEST_P(TykAuditLogs, WhatIsTooOldIsForgotten) {
  Ask(200, "GET", "/api/users", "$boss_key");
  EXPECT_EQ(Asked("?url=users").size(), 1U);
  world_->base().clock().Advance(2 * kDay + 1);
  Ask(404, "GET", "/api/users/1", "$boss_key");
  AuditLog& audit = world_->base().core().audit();
  for (AuditLog::Removed removed; !removed.finished;) {
    const auto step = audit.RemoveOld(removed.done);
    ASSERT_TRUE(step);
    removed = *step;
  }
  EXPECT_EQ(Asked("?url=users"), Lines({"boss@example.com GET /api/users/1 404"}));
}

class TykWithoutAudit : public TykAuditLogs {
 protected:
  void SetUp() override { Begin({}); }
};

TEST_P(TykWithoutAudit, NothingIsRecordedUnlessItIsSwitchedOn) {
  Ask(200, "GET", "/api/users", "$boss_key");
  Tick();
  world_->MakeGroup("group", "$boss_key", "{}");
  EXPECT_EQ(world_->Api("GET", kLogs, "$boss_key").body, R"({"audit_logs":[],"pages":0})");
}

GUILDHALL_EVERY_ENGINE(TykAuditLogs);
GUILDHALL_EVERY_ENGINE(TykWithoutAudit);

}  // namespace
}  // namespace guildhall::scenarios
