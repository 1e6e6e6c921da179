#include "http/request_log.h"

#include <algorithm>
#include <array>

#include "base/cursor.h"
#include "base/json.h"
#include "base/timestamp.h"

namespace guildhall::http {
namespace {

constexpr std::size_t kGatherBytes = 64 << 10;
// Everything in a line but the route's name and the caller's kind.
constexpr std::size_t kLongestRest = 450;
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::size_t kFractionLength = 7;  // of a time: six digits and the Z

char* PutFraction(char* at, std::int64_t microseconds) {
  auto rest = static_cast<std::uint32_t>(microseconds);
  for (int i = 4; i >= 0; i -= 2) {
    const std::uint32_t pair = rest % 100;
    rest /= 100;
    at[i] = static_cast<char>('0' + pair / 10);
    at[i + 1] = static_cast<char>('0' + pair % 10);
  }
  return at + 6;
}

std::string NameOf(std::string_view dialect, std::string_view pattern) {
  Buffer text;
  text.Append("\"dialect\":\"");
  AppendEscaped(text, dialect);
  text.Append("\",\"route\":\"");
  AppendEscaped(text, pattern);
  text.Append('"');
  return std::string(text.view());
}

}  // namespace

RouteNames::RouteNames(const Router& router) {
  names_[nullptr] = NameOf("site", "none");
  for (const auto& table : router.tables()) {
    names_[table.get()] = NameOf(table->dialect, "none");
    for (const Route& route : table->routes) names_[&route] = NameOf(table->dialect, route.pattern);
  }
}

std::string_view RouteNames::Of(const RouteTable* table, const Route* route) const {
  const void* key = route != nullptr ? static_cast<const void*>(route) : table;
  return names_.find(key)->second;
}

void RequestLog::Add(const Entry& entry) {
  if (!enabled_) return;
  if (entry.time / kSecond != second_) ReadSecond(entry.time / kSecond);
  if (entry.route != route_ || entry.table != table_ || route_name_.empty()) ReadRoute(entry);
  const Facts& facts = *entry.facts;
  Cursor line(lines_.Reserve(kLongestRest + route_name_.size() + facts.caller.size()));
  line.Literal(second_text_);
  line.Written([&](char* at) { return PutFraction(at, entry.time % kSecond); });
  line.Literal("Z\",\"level\":\"info\",\"event\":\"request\",\"id\":");
  line.Number(entry.id);
  line.Literal(",\"tenant\":");
  line.Number(facts.tenant.value());
  line.Literal(",");
  line.Text(route_name_);
  line.Literal(",\"method\":\"");
  line.Text(http::NameOf(entry.method));
  line.Literal("\",\"caller\":\"");
  line.Text(facts.caller);
  line.Literal("\",\"caller_id\":");
  line.Number(facts.caller_id);
  line.Literal(",\"status\":");
  line.Number(entry.status);
  if (facts.error) {
    line.Literal(",\"error\":\"");
    line.Text(guildhall::NameOf(*facts.error));
    line.Literal("\"");
  }
  if (facts.parts > 0) {
    line.Literal(",\"parts\":");
    line.Number(facts.parts);
  }
  line.Literal(",\"us\":");
  line.Number(entry.microseconds);
  line.Literal(",\"bytes\":");
  line.Number(entry.bytes);
  line.Literal("}\n");
  lines_.Commit(line.size());
  if (lines_.size() >= kGatherBytes) Flush();
}

void RequestLog::Flush() {
  if (lines_.empty()) return;
  log_.Write(LogLevel::kInfo, lines_.view());
  lines_.Clear();
}

void RequestLog::ReadSecond(std::int64_t second) {
  constexpr std::string_view kFront = "{\"time\":\"";
  constexpr std::size_t kUpToPoint = kTimestampLength - kFractionLength;
  static_assert(sizeof second_text_ == kFront.size() + kUpToPoint + 1);
  second_ = second;
  std::array<char, kTimestampLength> time{};
  PutTimestamp(time.data(), Time(second * kSecond));
  std::copy_n(time.begin(), kUpToPoint, std::copy(kFront.begin(), kFront.end(), second_text_));
}

void RequestLog::ReadRoute(const Entry& entry) {
  table_ = entry.table;
  route_ = entry.route;
  route_name_ = names_.Of(table_, route_);
}

}  // namespace guildhall::http
