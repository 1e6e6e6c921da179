#include <utility>

#include "dialects/syncano/errors.h"
#include "dialects/syncano/filter_language.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/object_order.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"

namespace guildhall::syncano {
namespace {

// Counting stops here; Syncano v1.1 promises exact counts up to 1000.
constexpr std::int64_t kCountBound = 10'000;

/// What a list asks for, as far as its parameters alone tell.
struct Wanted {
  Page page;
  ObjectOrder order;
  RecordQuery query;
  std::vector<std::string> filters;
  bool counted = false;
};

/// One row of a list, with the name of its channel.
struct Row {
  Record record;
  std::string channel;
};

struct Listed {
  std::vector<Row> rows;
  std::optional<std::int64_t> count;
  std::optional<QueryRefusal> refusal;
};

/// Objects are ordered by `order_by`, not by `ordering`. Nothing for parameters that do not parse.
std::optional<Wanted> ReadWanted(const http::Request& request, ObjectOrder order) {
  Wanted wanted;
  std::optional<Page> page = ReadPage(request);
  if (!page) return std::nullopt;
  wanted.page = std::move(*page);
  wanted.page.ordering_given = false;
  wanted.page.descending = order.descending;
  wanted.page.order_by = order.text;
  wanted.order = std::move(order);
  std::optional<RecordQuery> query = QueryFor(request, wanted.page, wanted.order);
  if (!query) return std::nullopt;
  wanted.query = std::move(*query);
  if (request.query.empty()) return wanted;
  wanted.filters = QueriesOf(request.query);
  const auto counted = request.QueryParameter("include_count");
  wanted.counted = counted && ReadBoolean(Json(*counted)).value_or(false);
  return wanted;
}

Result<Listed> ReadList(const Context& context, const Snapshot& snapshot, const Wanted& wanted) {
  const Records& records = context.core().records();
  const Collection& collection = *context.path_class;
  Listed listed;
  RecordQuery query = wanted.query;
  const StoredNames named(snapshot, context.tenant->id);
  GH_TRY(ReadFilter filter, ReadQueries(wanted.filters, collection, named));
  listed.refusal = std::move(filter.refusal);
  if (listed.refusal) return listed;
  query.filter = std::move(filter.filter);
  GH_TRY(std::vector<Record> found, records.List(snapshot, context.caller, collection, query));
  ChannelNames names(snapshot, context.tenant->id);
  for (Record& record : found) {
    GH_TRY(std::string channel, names.Find(record));
    listed.rows.push_back({std::move(record), std::move(channel)});
  }
  if (wanted.counted) {
    GH_TRY(listed.count,
           records.Count(snapshot, context.caller, collection, query.filter, kCountBound));
  }
  return listed;
}

http::Response RenderList(const Context& context, const Wanted& wanted, Listed listed) {
  http::Response response = RenderPage(
      context.request, wanted.page, std::move(listed.rows),
      [&](const Row& row) { return BoundaryOf(wanted.order, row.record); },
      [&](Buffer& out, const Row& row) {
        WriteObject(out, {*context.tenant, context.services.files}, *context.path_class, row.record,
                    row.channel, ObjectParts::kAll);
      });
  if (!listed.count) return response;
  response.body.Truncate(response.body.size() - 1);
  response.body.Append(",\"objects_count\":");
  response.body.AppendNumber(*listed.count);
  response.body.Append('}');
  return response;
}

}  // namespace

Result<http::Answer> ListObjects(const Context& context) {
  ReadOrder order = ReadObjectOrder(context.request, *context.path_class);
  if (order.refused) return std::move(*order.refused);
  const auto wanted = ReadWanted(context.request, std::move(order.order));
  if (!wanted) return RefusePage();
  GH_TRY(Listed listed, context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return ReadList(context, snapshot, *wanted);
  }));
  if (listed.refusal) return RefuseQuery(*listed.refusal);
  return RenderList(context, *wanted, std::move(listed));
}

}  // namespace guildhall::syncano
