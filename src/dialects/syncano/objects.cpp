#include <utility>

#include "base/strings.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/record_input.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxRoom = 64;
constexpr std::int64_t kCountBound = 10'000;

Result<http::Response> Render(const Snapshot& snapshot, const Tenant& tenant,
                              const Collection& collection, const Record& record, int status) {
  ChannelNames names(snapshot, tenant.id);
  GH_TRY(const std::string channel, names.Find(record));
  Buffer body;
  WriteObject(body, tenant.name, collection, record, channel, ObjectParts::kAll);
  return Answered(status, std::move(body));
}

/// The class as it is inside the change: its schema may have moved since the path was resolved.
Result<Collection> Current(const Transaction& tx, TenantId tenant, CollectionId id) {
  GH_TRY(std::optional<Collection> collection, tx.collections().Find(tenant, id));
  if (!collection) return Fail(Errc::kNotFound);
  return *std::move(collection);
}

RecordId ObjectId(const Context& context) {
  // 0 is no object's number, so a path that names none finds none.
  return RecordId(ParseInteger(context.parameter(2)).value_or(0));
}

/// Where a new object is said: `channel` by name and, where the channel has rooms, `channel_room`.
struct Place {
  std::optional<std::string> channel;
  std::string room;
};

Place ReadPlace(Input& input) {
  Place place;
  const auto given = [&](std::string_view name) {
    const Json* value = input.Member(name);
    return value != nullptr && !value->IsNull();
  };
  if (given("channel")) place.channel = input.Text("channel", {.max = kMaxRoom, .blank = true});
  if (place.channel && place.channel->empty()) place.channel.reset();
  if (given("channel_room")) {
    place.room = input.Text("channel_room", {.max = kMaxRoom, .blank = true}).value_or("");
  }
  return place;
}

/// What a place came to: a channel, or the answer that refuses it.
Result<std::optional<ChannelId>> FindChannel(const Snapshot& snapshot, TenantId tenant,
                                             const Place& place) {
  if (!place.channel) return std::optional<ChannelId>();
  GH_TRY(const std::optional<Channel> channel,
         snapshot.channels().FindByName(tenant, ToLowerAscii(*place.channel)));
  if (!channel) return Fail(Errc::kInvalid, Problem{"channel", Reason::kUnknownName});
  return std::optional(channel->id);
}

http::Response RefuseChannel(std::string_view name) {
  FieldErrors errors;
  errors.Add("channel", "Object with name=" + std::string(name) + " does not exist.");
  return errors.Render();
}

bool IsUnknownChannel(const Error& error) {
  return !error.problems.empty() && error.problems.front().field == "channel" &&
         error.problems.front().reason == Reason::kUnknownName;
}

Result<http::Response> Create(Core& core, Transaction& tx, const Caller& caller,
                              const Tenant& tenant, const Collection& collection,
                              const RecordPatch& patch) {
  GH_TRY(const Record made, core.records().Create(tx, caller, collection, patch));
  Buffer payload;
  WriteObject(payload, tenant.name, collection, made, "", ObjectParts::kMessage);
  GH_CHECK(core.channels().Announce(tx, caller, made, MessageKind::kCreate,
                                    ShownClassName(collection), std::string(payload.view())));
  return Render(tx, tenant, collection, made, 201);
}

Result<http::Answer> UpdateObject(const Context& context, Extent extent) {
  FieldErrors errors;
  Input input(context.body, errors);
  RecordInput read = ReadRecord(input, *context.path_class, extent);
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kObject, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, collection_id = context.path_class->id,
       id = ObjectId(context),
       read = std::move(read)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Collection collection, Current(tx, tenant->id, collection_id));
        GH_TRY(const Record before, core->records().Get(tx, caller, collection, id));
        GH_TRY(const Record after,
               core->records().Update(tx, caller, collection, id, PatchOf(read, before.access),
                                      Excess::kClamp));
        Buffer payload;
        WriteObjectChange(payload, tenant->name, collection, before, after);
        GH_CHECK(core->channels().Announce(tx, caller, after, MessageKind::kUpdate,
                                           ShownClassName(collection),
                                           std::string(payload.view())));
        return Render(tx, *tenant, collection, after, 200);
      });
}

/// One row of a list, with the name of its channel.
struct Row {
  Record record;
  std::string channel;
};

struct Listed {
  std::vector<Row> rows;
  std::optional<std::int64_t> count;
};

Result<Listed> ReadList(const Context& context, const Snapshot& snapshot, const Page& page,
                        bool counted) {
  const Records& records = context.core().records();
  GH_TRY(std::vector<Record> found,
         records.List(snapshot, context.caller, *context.path_class, page.ToSeek()));
  Listed listed;
  ChannelNames names(snapshot, context.tenant->id);
  for (Record& record : found) {
    GH_TRY(std::string channel, names.Find(record));
    listed.rows.push_back({std::move(record), std::move(channel)});
  }
  if (counted) {
    GH_TRY(listed.count, records.Count(snapshot, context.caller, *context.path_class, kCountBound));
  }
  return listed;
}

/// Objects are ordered by `order_by`, not by `ordering`. Ids rise with the time of creation, so
/// both orders are one.
std::optional<Page> ReadObjectPage(const http::Request& request) {
  std::optional<Page> page = ReadPage(request);
  if (!page) return page;
  page->ordering_given = false;
  page->descending = request.QueryParameter("order_by").value_or("").starts_with('-');
  return page;
}

std::optional<http::Response> RefuseOrder(const http::Request& request,
                                          const Collection& collection) {
  const std::string order = request.QueryParameter("order_by").value_or("");
  const std::string_view field = std::string_view(order).substr(order.starts_with('-') ? 1 : 0);
  if (field.empty() || field == "id" || field == "created_at") return std::nullopt;
  if (field == "updated_at" || collection.FindField(field) != nullptr) {
    return Refuse(400, "Ordering by this field is not available yet.");
  }
  return Refuse(400, "Incorrect order_by parameter provided.");
}

}  // namespace

Result<http::Answer> ListObjects(const Context& context) {
  if (auto refused = RefuseFilter(context.request, "query")) return std::move(*refused);
  if (auto refused = RefuseOrder(context.request, *context.path_class)) return std::move(*refused);
  const auto page = ReadObjectPage(context.request);
  if (!page) return RefusePage();
  const auto include_count = context.request.QueryParameter("include_count");
  const bool counted = include_count && ReadBoolean(Json(*include_count)).value_or(false);
  GH_TRY(Listed listed, context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return ReadList(context, snapshot, *page, counted);
  }));
  http::Response response = RenderPage(
      context.request, *page, std::move(listed.rows),
      [](const Row& row) { return row.record.id.value(); },
      [&](Buffer& out, const Row& row) {
        WriteObject(out, context.tenant->name, *context.path_class, row.record, row.channel,
                    ObjectParts::kAll);
      });
  if (listed.count) {
    response.body.Truncate(response.body.size() - 1);
    response.body.Append(",\"objects_count\":");
    response.body.AppendNumber(*listed.count);
    response.body.Append('}');
  }
  return response;
}

Result<http::Answer> CreateObject(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  RecordInput read = ReadRecord(input, *context.path_class, Extent::kCreate);
  Place place = ReadPlace(input);
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kObject, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, collection_id = context.path_class->id,
       read = std::move(read),
       place = std::move(place)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Collection collection, Current(tx, tenant->id, collection_id));
        RecordPatch patch = PatchOf(read, NewRecordAccess());
        auto channel = FindChannel(tx, tenant->id, place);
        if (!channel && IsUnknownChannel(channel.error())) return RefuseChannel(*place.channel);
        GH_TRY(patch.channel, std::move(channel));
        patch.room = place.room;
        return Create(*core, tx, caller, *tenant, collection, patch);
      });
}

Result<http::Answer> ShowObject(const Context& context) {
  const auto reading = [&](const Snapshot& snapshot) -> Result<http::Response> {
    GH_TRY(const Record record,
           context.core().records().Get(snapshot, context.caller, *context.path_class,
                                        ObjectId(context)));
    return Render(snapshot, *context.tenant, *context.path_class, record, 200);
  };
  GH_TRY(http::Response response, context.core().Read(context.patience(), reading));
  return response;
}

Result<http::Answer> ReplaceObject(const Context& context) {
  return UpdateObject(context, Extent::kFull);
}

Result<http::Answer> PatchObject(const Context& context) {
  return UpdateObject(context, Extent::kPartial);
}

Result<http::Answer> DeleteObject(const Context& context) {
  return MakeChange(
      context, Noun::kObject, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, collection_id = context.path_class->id,
       id = ObjectId(context)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Collection collection, Current(tx, tenant->id, collection_id));
        GH_TRY(const Record before, core->records().Get(tx, caller, collection, id));
        GH_CHECK(core->records().Remove(tx, caller, collection, id));
        GH_CHECK(core->channels().Announce(tx, caller, before, MessageKind::kDelete,
                                           ShownClassName(collection),
                                           "{\"id\":" + std::to_string(id.value()) + "}"));
        return NoContent();
      });
}

}  // namespace guildhall::syncano
