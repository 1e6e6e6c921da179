#include <algorithm>
#include <utility>

#include "dialects/tyk/audit_query.h"
#include "dialects/tyk/audit_wire.h"
#include "dialects/tyk/errors.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/object_ids.h"
#include "dialects/tyk/paging.h"

namespace guildhall::tyk {
namespace {

constexpr std::int32_t kReadAtOnce = 1'000;
constexpr std::int64_t kMostDownloaded = 50'000;
constexpr std::int64_t kMostPages = std::int64_t{1} << 40;

enum class Form : std::uint8_t { kPage, kCsv, kJson };

/// Nothing when a file of another kind is asked for.
std::optional<Form> ReadForm(const http::Request& request) {
  if (request.QueryParameter("download").value_or("") != "true") return Form::kPage;
  const std::string type = request.QueryParameter("type").value_or("");
  if (type.empty() || type == "csv") return Form::kCsv;
  if (type == "json") return Form::kJson;
  return std::nullopt;
}

/// Calls `write(entry)` for what the query wants, the newest first, as far as a file goes.
template <class Write>
Result<void> Walk(const Context& context, const Snapshot& snapshot, AuditQuery query,
                  const Write& write) {
  for (std::int64_t seen = 0; seen < kMostDownloaded;) {
    GH_TRY(const auto entries,
           context.core().audit().List(snapshot, context.caller, query, 0, kReadAtOnce));
    for (const AuditEntry& entry : entries) write(entry);
    if (entries.size() < static_cast<std::size_t>(kReadAtOnce)) break;
    query.before = {entries.back().at, entries.back().id};
    seen += kReadAtOnce;
  }
  return {};
}

http::Response FileNamed(std::string_view content_type, std::string_view name) {
  http::Response response;
  response.content_type = content_type;
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + std::string(name) + "\"");
  return response;
}

Result<http::Answer> ShowCsv(const Context& context, const Snapshot& snapshot,
                             const AuditQuery& query) {
  http::Response response = FileNamed("text/csv; charset=utf-8", "audit-logs.csv");
  AppendAuditHeader(response.body);
  GH_CHECK(Walk(context, snapshot, query, [&](const AuditEntry& entry) {
    AppendAuditLine(response.body, context.organisation, entry);
  }));
  return response;
}

Result<http::Answer> ShowJson(const Context& context, const Snapshot& snapshot,
                              const AuditQuery& query) {
  http::Response response = FileNamed(http::kJson, "audit-logs.json");
  JsonWriter out(response.body);
  out.BeginArray();
  GH_CHECK(Walk(context, snapshot, query, [&](const AuditEntry& entry) {
    WriteAuditEntry(out, context.organisation, entry);
  }));
  out.EndArray();
  return response;
}

/// Always a page: the whole log would be no answer.
Result<http::Answer> ShowPage(const Context& context, const Snapshot& snapshot,
                              const AuditQuery& query) {
  const AuditLog& audit = context.core().audit();
  const std::int64_t page = std::min(ReadPage(context.request).value_or(1), kMostPages);
  GH_TRY(const std::int64_t count, audit.Count(snapshot, context.caller, query));
  GH_TRY(const auto entries, audit.List(snapshot, context.caller, query, (page - 1) * kPageSize,
                                        static_cast<std::int32_t>(kPageSize)));
  http::Response response;
  JsonWriter out(response.body);
  out.BeginObject();
  out.Key("audit_logs");
  out.BeginArray();
  for (const AuditEntry& entry : entries) WriteAuditEntry(out, context.organisation, entry);
  out.EndArray();
  out.Member("pages", (count + kPageSize - 1) / kPageSize);
  out.EndObject();
  return response;
}

}  // namespace

Result<http::Answer> ListAuditLogs(const Context& context) {
  const auto form = ReadForm(context.request);
  const auto query = ReadAuditQuery(context.request);
  if (!form || !query) return Refuse(400, "could not retrieve audit records");
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  // What was answered before is there. If it cannot be written now, what is written is shown.
  static_cast<void>(context.core().audit().Flush());
  return context.core().Read(context.patience(),
                             [&](const Snapshot& snapshot) -> Result<http::Answer> {
                               switch (*form) {
                                 case Form::kPage:
                                   return ShowPage(context, snapshot, *query);
                                 case Form::kCsv:
                                   return ShowCsv(context, snapshot, *query);
                                 case Form::kJson:
                                   return ShowJson(context, snapshot, *query);
                               }
                               return Fail(Errc::kInternal);
                             });
}

Result<http::Answer> ShowAuditLog(const Context& context) {
  const auto id = ParseAuditId(context.parameter());
  if (!id) return Fail(Errc::kNotFound);
  auto read = context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return context.core().audit().Get(snapshot, context.caller, *id);
  });
  GH_TRY(const AuditEntry entry, std::move(read));
  // The number alone is another organisation's too.
  if (ParseObjectId(AuditIdText(entry)) != ParseObjectId(context.parameter())) {
    return Fail(Errc::kNotFound);
  }
  http::Response response;
  JsonWriter out(response.body);
  WriteAuditEntry(out, context.organisation, entry);
  return response;
}

}  // namespace guildhall::tyk
