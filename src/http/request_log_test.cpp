#include "http/request_log.h"

#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/clock.h"

namespace guildhall::http {
namespace {

Answer NoAnswer(const Request&) { return WouldWait{}; }

/// A router of one route, and the log of a file in memory.
class RequestLogTest : public testing::Test {
 protected:
  RequestLogTest() {
    RouteTable table;
    table.dialect = "test";
    table.prefixes = {"/t/"};
    table.routes.push_back({Method::kGet, "/t/{name}/", Place::kInline, NoAnswer, "", 0});
    router_.Mount(std::move(table));
  }
  ~RequestLogTest() override { ::close(file_); }

  /// What is logged of these answers.
  std::string Logged(const std::vector<RequestLog::Entry>& entries) {
    {
      Log log(Log::Options{LogLevel::kInfo, file_}, clock_);
      const RouteNames names(router_);
      RequestLog requests(log, names, true);
      for (const RequestLog::Entry& entry : entries) requests.Add(entry);
    }
    std::string text(4096, '\0');
    const ssize_t count = ::pread(file_, text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(count));
    return text;
  }

  [[nodiscard]] RequestLog::Entry Shown(std::int64_t time) const {
    RequestLog::Entry entry;
    entry.time = time;
    entry.id = 7;
    entry.table = router_.tables().front().get();
    entry.route = &entry.table->routes.front();
    entry.status = 200;
    entry.microseconds = 12;
    entry.bytes = 345;
    entry.facts = &facts_;
    return entry;
  }

  SystemClock clock_;
  Router router_;
  Facts facts_{TenantId(3), "user", 9, std::nullopt};
  const int file_ = ::memfd_create("log", 0);
};

TEST_F(RequestLogTest, SaysWhoAskedForWhatAndWhatItCost) {
  EXPECT_EQ(Logged({Shown(1'432'050'756'083'576)}),
            "{\"time\":\"2015-05-19T15:52:36.083576Z\",\"level\":\"info\",\"event\":\"request\","
            "\"id\":7,\"tenant\":3,\"dialect\":\"test\",\"route\":\"/t/{name}/\","
            "\"method\":\"GET\",\"caller\":\"user\",\"caller_id\":9,\"status\":200,\"us\":12,"
            "\"bytes\":345}\n");
}

TEST_F(RequestLogTest, KeepsTimesAndRoutesOfNeighboursApart) {
  facts_.error = Errc::kNotFound;
  RequestLog::Entry elsewhere = Shown(1'432'050'757'000'001);
  elsewhere.route = nullptr;
  RequestLog::Entry nowhere = elsewhere;
  nowhere.table = nullptr;
  const std::string text = Logged({nowhere, elsewhere, Shown(1'432'050'757'999'999), elsewhere});
  const std::string second = "{\"time\":\"2015-05-19T15:52:37.";
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size(); from = text.find('\n', from) + 1) {
    lines.push_back(text.substr(from, text.find('\n', from) - from));
  }
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].find(second + "000001Z\""), 0U);
  EXPECT_NE(lines[0].find("\"dialect\":\"site\",\"route\":\"none\""), std::string::npos);
  EXPECT_NE(lines[1].find("\"dialect\":\"test\",\"route\":\"none\""), std::string::npos);
  EXPECT_EQ(lines[2].find(second + "999999Z\""), 0U);
  EXPECT_NE(lines[2].find("\"route\":\"/t/{name}/\""), std::string::npos);
  EXPECT_NE(lines[2].find("\"status\":200,\"error\":\"" + std::string(NameOf(Errc::kNotFound))),
            std::string::npos);
  EXPECT_EQ(lines[3], lines[1]);
}

TEST_F(RequestLogTest, MakesNothingWhenItIsOff) {
  Log log(Log::Options{LogLevel::kInfo, file_}, clock_);
  const RouteNames names(router_);
  RequestLog requests(log, names, false);
  requests.Add(Shown(1));
  EXPECT_TRUE(requests.empty());
}

}  // namespace
}  // namespace guildhall::http
