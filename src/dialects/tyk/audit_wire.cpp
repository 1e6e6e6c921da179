#include "dialects/tyk/audit_wire.h"

#include "base/timestamp.h"
#include "dialects/tyk/object_ids.h"

namespace guildhall::tyk {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr int kNumberBytes = 8;  // at the end of an id
constexpr std::string_view kFormulaStarts = "=+-@\t\r";

/// As Go writes it.
std::string DateOf(const AuditEntry& entry) { return Rfc1123(entry.at, "UTC"); }

std::int64_t SecondsOf(Time time) { return time.microseconds() / kSecond; }

void AppendField(Buffer& out, std::string_view text) {
  out.Append('"');
  if (!text.empty() && kFormulaStarts.find(text.front()) != text.npos) out.Append('\'');
  for (const char c : text) {
    if (c == '"') out.Append('"');
    out.Append(c);
  }
  out.Append('"');
}

}  // namespace

std::string AuditIdText(const AuditEntry& entry) {
  ObjectId id{};
  const auto put = [&](std::size_t end, int bytes, std::int64_t value) {
    auto rest = static_cast<std::uint64_t>(value);
    for (int i = 0; i < bytes; ++i, rest >>= 8U) {
      id[--end] = static_cast<std::uint8_t>(rest & 0xFFU);
    }
  };
  put(id.size() - kNumberBytes, 4, SecondsOf(entry.at));
  put(id.size(), kNumberBytes, entry.id.value());
  return TextOf(id);
}

std::optional<AuditId> ParseAuditId(std::string_view text) {
  const auto id = ParseObjectId(text);
  if (!id) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = id->size() - kNumberBytes; i < id->size(); ++i) {
    number = number << 8U | (*id)[i];
  }
  if (number == 0 || number > std::uint64_t{INT64_MAX}) return std::nullopt;
  return AuditId(static_cast<std::int64_t>(number));
}

void WriteAuditEntry(JsonWriter& out, const ObjectId& organisation, const AuditEntry& entry) {
  out.BeginObject();
  out.Member("_id", AuditIdText(entry));
  out.Member("req_id", std::to_string(entry.request_id));
  out.Member("org_id", TextOf(organisation));
  out.Member("date", DateOf(entry));
  out.Member("timestamp", SecondsOf(entry.at));
  out.Member("ip", entry.address);
  out.Member("user", entry.actor_name);
  out.Member("action", entry.action);
  out.Member("method", entry.method);
  out.Member("url", entry.path);
  out.Member("status", entry.status);
  out.EndObject();
}

void AppendAuditHeader(Buffer& out) {
  out.Append("_id,req_id,org_id,date,timestamp,ip,user,action,method,url,status\r\n");
}

void AppendAuditLine(Buffer& out, const ObjectId& organisation, const AuditEntry& entry) {
  out.Append(AuditIdText(entry));
  out.Append(',');
  out.AppendNumber(entry.request_id);
  out.Append(',');
  out.Append(TextOf(organisation));
  out.Append(',');
  AppendField(out, DateOf(entry));
  out.Append(',');
  out.AppendNumber(SecondsOf(entry.at));
  for (const std::string* text :
       {&entry.address, &entry.actor_name, &entry.action, &entry.method, &entry.path}) {
    out.Append(',');
    AppendField(out, *text);
  }
  out.Append(',');
  out.AppendNumber(entry.status);
  out.Append("\r\n");
}

}  // namespace guildhall::tyk
