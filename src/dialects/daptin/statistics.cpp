// Figures of the machine and of the process: GET /statistics.
#include <ctime>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;

std::int64_t MicrosecondsOf(const timeval& time) {
  return std::int64_t{time.tv_sec} * kMicroseconds + time.tv_usec;
}

void WriteNumber(JsonWriter& out, std::string_view name, std::int64_t value) {
  out.KeyText(name);
  out.Integer(value);
}

}  // namespace

// Nothing that tells one installation from another: whoever asks gets an answer.
Result<http::Answer> ShowStatistics(const Context& /*context*/) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  http::Response response;
  JsonWriter out(response.body);
  out.BeginObject();
  out.Key("host");
  out.BeginObject();
  WriteNumber(out, "cpus", sysconf(_SC_NPROCESSORS_ONLN));
  WriteNumber(out, "memory_bytes", sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE));
  WriteNumber(out, "uptime_seconds", now.tv_sec);
  out.EndObject();
  out.Key("process");
  out.BeginObject();
  WriteNumber(out, "user_microseconds", MicrosecondsOf(usage.ru_utime));
  WriteNumber(out, "system_microseconds", MicrosecondsOf(usage.ru_stime));
  WriteNumber(out, "largest_resident_bytes", std::int64_t{usage.ru_maxrss} * 1024);
  out.EndObject();
  out.EndObject();
  return response;
}

}  // namespace guildhall::daptin
