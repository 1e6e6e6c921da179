#include <utility>

#include "base/strings.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/file_input.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/record_input.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxRoom = 64;

Result<http::Response> Render(const Snapshot& snapshot, const InstancePlace& place,
                              const Collection& collection, const Record& record, int status) {
  ChannelNames names(snapshot, place.tenant.id);
  GH_TRY(const std::string channel, names.Find(record));
  Buffer body;
  WriteObject(body, place, collection, record, channel, ObjectParts::kAll);
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
struct Airing {
  std::optional<std::string> channel;
  std::string room;
};

Airing ReadAiring(Input& input) {
  Airing place;
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
                                             const Airing& place) {
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
                              const InstancePlace& place, const Collection& collection,
                              const RecordPatch& patch) {
  GH_TRY(const Record made, core.records().Create(tx, caller, collection, patch));
  Buffer payload;
  WriteObject(payload, place, collection, made, "", ObjectParts::kMessage);
  GH_CHECK(core.channels().Announce(tx, caller, made, MessageKind::kCreate,
                                    ShownClassName(collection), std::string(payload.view())));
  return Render(tx, place, collection, made, 201);
}

/// An update that is refused for its values is so only to who may make one: Syncano v1.1 looks for
/// the object, and at its permissions, first.
Result<http::Response> RefuseUpdate(Core& core, Transaction& tx, const Caller& caller,
                                    const Collection& collection, RecordId id,
                                    const FieldErrors& errors) {
  GH_CHECK(core.records().Update(tx, caller, collection, id, RecordPatch(), Excess::kClamp));
  return errors.Render();
}

Result<http::Response> Update(Core& core, Transaction& tx, const Caller& caller,
                              const InstancePlace& place, const Collection& collection,
                              const Record& before, const RecordPatch& patch) {
  GH_TRY(const Record after,
         core.records().Update(tx, caller, collection, before.id, patch, Excess::kClamp));
  Buffer payload;
  WriteObjectChange(payload, place, collection, before, after);
  GH_CHECK(core.channels().Announce(tx, caller, after, MessageKind::kUpdate,
                                    ShownClassName(collection), std::string(payload.view())));
  return Render(tx, place, collection, after, 200);
}

/// Only who may read the object brings files to it.
Result<void> StageFilesOf(const Context& context, RecordId id, RecordInput& read,
                          FieldErrors& errors) {
  if (read.file_urls.empty() && context.files.empty()) return {};
  auto known = context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return context.core().records().Get(snapshot, context.caller, *context.path_class, id);
  });
  if (!known) return Fail(std::move(known).error());
  return StageFiles(
      context, *context.path_class, [id](const Record& record) { return record.id == id; }, read,
      errors);
}

Result<http::Answer> UpdateObject(const Context& context, Extent extent) {
  FieldErrors errors;
  Input input(context.body, errors);
  RecordInput read = ReadRecord(input, *context.path_class, extent);
  GH_CHECK(StageFilesOf(context, ObjectId(context), read, errors));
  return MakeChange(
      context, Noun::kObject, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, files = &context.services.files,
       collection_id = context.path_class->id, id = ObjectId(context), read = std::move(read),
       errors = std::move(errors)](Transaction& tx,
                                   const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Collection collection, Current(tx, tenant->id, collection_id));
        GH_TRY(const Record before, core->records().Get(tx, caller, collection, id));
        FieldErrors refused = errors;
        const RecordPatch patch = PatchOf(read, collection, before, refused);
        if (!refused.empty()) return RefuseUpdate(*core, tx, caller, collection, id, refused);
        return Update(*core, tx, caller, {*tenant, *files}, collection, before, patch);
      });
}

}  // namespace

Result<http::Answer> CreateObject(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  RecordInput read = ReadRecord(input, *context.path_class, Extent::kCreate);
  Airing airing = ReadAiring(input);
  GH_CHECK(StageFiles(context, *context.path_class, {}, read, errors));
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kObject, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, files = &context.services.files,
       collection_id = context.path_class->id, read = std::move(read), airing = std::move(airing)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Collection collection, Current(tx, tenant->id, collection_id));
        FieldErrors refused;
        RecordPatch patch = PatchOf(read, collection, NewRecord(), refused);
        if (!refused.empty()) return refused.Render();
        auto channel = FindChannel(tx, tenant->id, airing);
        if (!channel && IsUnknownChannel(channel.error())) return RefuseChannel(*airing.channel);
        GH_TRY(patch.channel, std::move(channel));
        patch.room = airing.room;
        return Create(*core, tx, caller, {*tenant, *files}, collection, patch);
      });
}

Result<http::Answer> ShowObject(const Context& context) {
  const auto reading = [&](const Snapshot& snapshot) -> Result<http::Response> {
    GH_TRY(const Record record,
           context.core().records().Get(snapshot, context.caller, *context.path_class,
                                        ObjectId(context)));
    return Render(snapshot, {*context.tenant, context.services.files}, *context.path_class, record,
                  200);
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
