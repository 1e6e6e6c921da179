#include "http/metrics.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::http {
namespace {

std::string TextOf(const Metrics& metrics) {
  Buffer out;
  metrics.Write(out);
  return std::string(out.view());
}

void ExpectLine(const std::string& text, const std::string& line) {
  EXPECT_NE(("\n" + text).find("\n" + line + "\n"), std::string::npos) << line << "\nin\n" << text;
}

TEST(Metrics, SumsWhatAllThreadsCounted) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&metrics] {
      for (int i = 0; i < 1000; ++i) metrics.CountRequest("site", 200, 60, 10);
    });
  }
  for (std::thread& thread : threads) thread.join();
  metrics.CountRequest("site", 404, 2'000'000, 5);
  const std::string text = TextOf(metrics);
  ExpectLine(text, R"(guildhall_http_requests_total{dialect="site",status="2xx"} 4000)");
  ExpectLine(text, R"(guildhall_http_requests_total{dialect="site",status="4xx"} 1)");
  ExpectLine(text, R"(guildhall_http_response_bytes_total{dialect="site"} 40005)");
  ExpectLine(text,
             R"(guildhall_http_request_duration_seconds_bucket{dialect="site",le="0.00005"} 0)");
  ExpectLine(text,
             R"(guildhall_http_request_duration_seconds_bucket{dialect="site",le="0.0001"} 4000)");
  ExpectLine(text,
             R"(guildhall_http_request_duration_seconds_bucket{dialect="site",le="+Inf"} 4001)");
  ExpectLine(text, R"(guildhall_http_request_duration_seconds_sum{dialect="site"} 2.240000)");
  ExpectLine(text, R"(guildhall_http_request_duration_seconds_count{dialect="site"} 4001)");
}

TEST(Metrics, CountsConnectionsRefusalsAndChanges) {
  Metrics metrics;
  metrics.CountConnection(1);
  metrics.CountConnection(1);
  std::thread([&metrics] { metrics.CountConnection(-1); }).join();
  metrics.CountRefused("overload");
  metrics.CountChange(true);
  metrics.CountChange(false);
  metrics.CountAuditDropped(3);
  const std::string text = TextOf(metrics);
  ExpectLine(text, "guildhall_http_connections 1");
  ExpectLine(text, "guildhall_http_connections_total 2");
  ExpectLine(text, R"(guildhall_http_refused_total{reason="overload"} 1)");
  ExpectLine(text, R"(guildhall_changes_total{outcome="committed"} 1)");
  ExpectLine(text, R"(guildhall_changes_total{outcome="undone"} 1)");
  ExpectLine(text, "guildhall_audit_entries_dropped_total 3");
}

TEST(Metrics, TwoObjectsCountApart) {
  Metrics first;
  Metrics second;
  first.CountRequest("site", 200, 1, 1);
  second.CountRequest("site", 200, 1, 1);
  first.CountRequest("site", 200, 1, 1);
  ExpectLine(TextOf(first), R"(guildhall_http_requests_total{dialect="site",status="2xx"} 2)");
  ExpectLine(TextOf(second), R"(guildhall_http_requests_total{dialect="site",status="2xx"} 1)");
}

TEST(Metrics, EverySampleIsDescribed) {
  Metrics metrics;
  metrics.CountRequest("site", 200, 1, 1);
  const std::string text = TextOf(metrics);
  for (const char* name :
       {"guildhall_http_requests_total", "guildhall_http_request_duration_seconds",
        "process_resident_memory_bytes", "process_start_time_seconds"}) {
    EXPECT_NE(text.find("# HELP " + std::string(name) + " "), std::string::npos) << name;
    EXPECT_NE(text.find("# TYPE " + std::string(name) + " "), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace guildhall::http
