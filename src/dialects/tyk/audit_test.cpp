#include <gtest/gtest.h>

#include "dialects/tyk/audit_query.h"
#include "dialects/tyk/audit_record.h"
#include "dialects/tyk/audit_wire.h"
#include "dialects/tyk/routes.h"

namespace guildhall::tyk {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

AuditEntry Entry() {
  AuditEntry entry;
  entry.id = AuditId(258);
  entry.at = Time(1'730'839'522 * kSecond + 999'999);
  entry.actor_name = "jhon@mail.com";
  entry.action = "List Users";
  entry.method = "GET";
  entry.path = "/api/users";
  entry.address = "127.0.0.1";
  entry.status = 200;
  entry.request_id = 9;
  return entry;
}

std::optional<AuditQuery> Asked(std::string_view query) {
  http::Request request;
  request.query = query;
  return ReadAuditQuery(request);
}

TEST(TykAudit, IdsHoldTimeAndNumber) {
  EXPECT_EQ(AuditIdText(Entry()), "672a83e20000000000000102");
  EXPECT_EQ(ParseAuditId("672a83e20000000000000102"), AuditId(258));
  for (const char* text : {"", "12", "672a83e20000000000000000", "672a83e2ffffffffffffffff",
                           "672a83e2000000000000010z", "672a83e200000000000001020"}) {
    EXPECT_FALSE(ParseAuditId(text)) << text;
  }
}

TEST(TykAudit, AnEntryHasThePublishedMembers) {
  Buffer out;
  JsonWriter writer(out);
  WriteAuditEntry(writer, {}, Entry());
  EXPECT_EQ(out.view(),
            R"({"_id":"672a83e20000000000000102","req_id":"9","org_id":"000000000000000000000000",)"
            R"("date":"Tue, 05 Nov 2024 20:45:22 UTC","timestamp":1730839522,"ip":"127.0.0.1",)"
            R"("user":"jhon@mail.com","action":"List Users","method":"GET","url":"/api/users",)"
            R"("status":200})");
}

TEST(TykAudit, LinesOfAFileAreQuotedAndNoFormulas) {
  AuditEntry entry = Entry();
  entry.actor_name = "=1+\"1\"@mail.com";
  Buffer out;
  AppendAuditLine(out, {}, entry);
  EXPECT_EQ(out.view(),
            "672a83e20000000000000102,9,000000000000000000000000,\"Tue, 05 Nov 2024 20:45:22 "
            "UTC\",1730839522,\"127.0.0.1\",\"'=1+\"\"1\"\"@mail.com\",\"List Users\",\"GET\","
            "\"/api/users\",200\r\n");
}

TEST(TykAudit, DaysAreOfTheCalendar) {
  EXPECT_EQ(ParseDay("05-11-2024"), Time(1'730'764'800 * kSecond));
  EXPECT_EQ(ParseDay("29-02-2024"), Time(1'709'164'800 * kSecond));
  for (const char* text : {"", "2024-11-05", "5-11-2024", "29-02-2023", "00-01-2024", "01-13-2024",
                           "+1-01-2024", "01-01-024x", "01/01/2024"}) {
    EXPECT_FALSE(ParseDay(text)) << text;
  }
}

TEST(TykAudit, AQueryIsReadWhole) {
  const auto query = Asked(
      "user=a%40b.c&action=List+Users&ip=1.2.3.4&method=GET&status=403&url=%2Fusers"
      "&from_date=05-11-2024&to_date=05-11-2024");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->actor_name, "a@b.c");
  EXPECT_EQ(query->action, "List Users");
  EXPECT_EQ(query->address, "1.2.3.4");
  EXPECT_EQ(query->method, "GET");
  EXPECT_EQ(query->status, 403);
  EXPECT_EQ(query->path_part, "/users");
  EXPECT_EQ(query->from.at, Time(1'730'764'800 * kSecond));
  EXPECT_EQ(query->before.at, Time(1'730'851'200 * kSecond)) << "the day belongs to it";
}

TEST(TykAudit, MalformedQueriesAreNone) {
  for (const char* text : {"status=x", "status=0", "status=99999", "from_date=1", "to_date=x"}) {
    EXPECT_FALSE(Asked(text)) << text;
  }
  EXPECT_TRUE(Asked("status=&from_date=&to_date=&nothing=1"));
}

TEST(TykAudit, PathsKeepIdsAndNothingLonger) {
  EXPECT_EQ(AuditPathOf("/api/users/54bd0ad9ff4329b88985aafb/actions/reset/"),
            "/api/users/54bd0ad9ff4329b88985aafb/actions/reset/");
  EXPECT_EQ(AuditPathOf("/api/users/7a7b140f2a0000000000000000000000/x"), "/api/users/.../x");
}

TEST(TykAudit, EveryRouteOfUsersHasAnActionOfItsOwn) {
  for (const RouteSpec& spec : AllRoutes()) {
    if (spec.family != Family::kUser) continue;
    EXPECT_NE(AuditActionOf(spec), spec.summary) << spec.path;
  }
}

}  // namespace
}  // namespace guildhall::tyk
