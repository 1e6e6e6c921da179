#include "http/request_log.h"

#include "base/json.h"
#include "base/timestamp.h"
#include "http/cursor.h"

namespace guildhall::http {
namespace {

constexpr std::size_t kGatherBytes = 16 << 10;
// Everything in a line but the route's name and the time.
constexpr std::size_t kLongestRest = 400;

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
  AppendTime(entry.time);
  const Facts& facts = *entry.facts;
  Cursor line(lines_.Reserve(kLongestRest + entry.route.size() + facts.caller.size()));
  line.Literal("\",\"level\":\"info\",\"event\":\"request\",\"id\":");
  line.Number(entry.id);
  line.Literal(",\"tenant\":");
  line.Number(facts.tenant.value());
  line.Literal(",");
  line.Text(entry.route);
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

void RequestLog::AppendTime(std::int64_t microseconds) {
  constexpr std::int64_t kSecond = 1'000'000;
  constexpr std::size_t kFractionDigits = 6;
  if (microseconds / kSecond != second_) {
    second_ = microseconds / kSecond;
    Buffer text;
    text.Append("{\"time\":\"");
    AppendTimestamp(text, Time(second_ * kSecond));
    prefix_ = std::string(text.view().substr(0, text.size() - kFractionDigits - 1));
  }
  lines_.Append(prefix_);
  std::int64_t fraction = microseconds % kSecond;
  char* digits = lines_.Reserve(kFractionDigits + 1);
  for (std::size_t i = kFractionDigits; i > 0; --i) {
    digits[i - 1] = static_cast<char>('0' + fraction % 10);
    fraction /= 10;
  }
  digits[kFractionDigits] = 'Z';
  lines_.Commit(kFractionDigits + 1);
}

}  // namespace guildhall::http
