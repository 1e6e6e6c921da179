#include "core/channels.h"

#include <utility>

#include "base/strings.h"
#include "core/detail/cascades.h"
#include "core/detail/rules.h"

namespace guildhall {

namespace {

bool MaySubscribe(const Caller& caller, const Channel& channel) {
  const bool bypass = caller.Has(Power::kReadAllChannels);
  return static_cast<bool>(detail::Judge(Right::kRead, channel.access, caller, bypass));
}

bool MayPublish(const Caller& caller, const Channel& channel) {
  const bool bypass = caller.Has(Power::kPublishAllChannels);
  return static_cast<bool>(detail::Judge(Right::kCreate, channel.access, caller, bypass));
}

Result<Channel> GetForWrite(const Snapshot& snapshot, const Caller& caller, ChannelId id) {
  if (!caller.Has(Power::kWriteChannels)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<Channel> channel, snapshot.channels().Find(caller.tenant, id));
  if (!channel) return Fail(Errc::kNotFound);
  return *std::move(channel);
}

/// The room as topics know it: lower-case; "" in a channel without rooms.
Result<std::string> NormalizeRoom(const Channel& channel, std::string_view room) {
  if (!channel.rooms) return std::string();
  if (room.empty()) return Fail(Errc::kInvalid, Problem{"room", Reason::kNeedsRoom});
  return ToLowerUnicode(room);
}

/// What a message is about, before it has a number.
struct Text {
  MessageKind kind = MessageKind::kCustom;
  std::string about;
  std::string payload;
};

Result<Message> Append(Transaction& tx, const Caller& caller, ChannelId channel,
                       std::string_view room, Text text) {
  const TenantId tenant = caller.tenant;
  GH_TRY(const TopicId topic, tx.events().InternTopic(tenant, channel, room));
  Message message{.id = MessageId(tx.Next(tenant, Sequence::kMessage)),
                  .topic = topic,
                  .kind = text.kind,
                  .by_operator = caller.operator_id,
                  .by_api_key = std::nullopt,
                  .by_user = caller.user_id(),
                  .about = std::move(text.about),
                  .payload = std::move(text.payload),
                  .at = tx.Now(tenant)};
  if (caller.api_key) message.by_api_key = caller.api_key->row.id;
  GH_CHECK(tx.events().AppendMessage(tenant, message));
  return message;
}

/// The topic to read; none when nothing was ever said there.
Result<std::optional<TopicId>> FindTopic(const Snapshot& snapshot, const Caller& caller,
                                         const Channel& channel, std::string_view room) {
  if (!MaySubscribe(caller, channel)) return Fail(Errc::kForbidden);
  GH_TRY(const std::string folded, NormalizeRoom(channel, room));
  return snapshot.events().FindTopic(caller.tenant, channel.id, folded);
}

}  // namespace

Result<Channel> Channels::Create(Transaction& tx, const Caller& caller, const Draft& draft) const {
  if (!caller.Has(Power::kWriteChannels)) return Fail(Errc::kForbidden);
  const TenantId tenant = caller.tenant;
  GH_TRY(const std::optional<Channel> taken, tx.channels().FindByName(tenant, draft.name));
  if (taken) return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  GH_CHECK(detail::CheckNewGroups(tx, caller, {}, draft.access));
  const Time now = tx.Now(tenant);
  const Channel row{.id = ChannelId(tx.Next(tenant, Sequence::kChannel)),
                    .origin = draft.origin,
                    .name = draft.name,
                    .description = draft.description,
                    .rooms = draft.rooms,
                    .publishable = draft.publishable,
                    .access = detail::IssueGrants({tx, tenant, identities_}, {}, draft.access),
                    .created_at = now,
                    .updated_at = now};
  GH_CHECK(tx.channels().Insert(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kChannelCreated, row.id.value()));
  return row;
}

Result<Channel> Channels::Update(Transaction& tx, const Caller& caller, ChannelId id,
                                 const Patch& patch) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(const Channel before, GetForWrite(tx, caller, id));
  Channel after = before;
  after.description = patch.description.value_or(before.description);
  after.publishable = patch.publishable.value_or(before.publishable);
  after.access = detail::KeepGrants(before.access, patch.access.Apply(before.access));
  GH_CHECK(detail::CheckNewGroups(tx, caller, before.access, after.access));
  if (after == before) return before;
  after.access = detail::IssueGrants({tx, tenant, identities_}, before.access, after.access);
  after.updated_at = tx.Now(tenant);
  GH_CHECK(tx.channels().Update(tenant, after));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kChannelUpdated, id.value()));
  return after;
}

Result<void> Channels::Remove(Transaction& tx, const Caller& caller, ChannelId id) const {
  GH_TRY(const Channel channel, GetForWrite(tx, caller, id));
  if (channel.builtin) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  return detail::Cascade(tx, caller, removals_).RemoveChannel(channel);
}

Result<Channel> Channels::Get(const Snapshot& snapshot, const Caller& caller,
                              std::string_view name) const {
  GH_TRY(std::optional<Channel> channel, snapshot.channels().FindByName(caller.tenant, name));
  if (!channel) return Fail(Errc::kNotFound);
  if (!MaySubscribe(caller, *channel)) return Fail(Errc::kForbidden);
  return *std::move(channel);
}

Result<std::vector<Channel>> Channels::List(const Snapshot& snapshot, const Caller& caller,
                                            Seek seek) const {
  return detail::ListVisible<Channel>(
      seek, [&](Seek page) { return snapshot.channels().List(caller.tenant, page); },
      [&](const Channel& row) { return MaySubscribe(caller, row); });
}

Result<Message> Channels::Publish(Transaction& tx, const Caller& caller, const Channel& channel,
                                  std::string_view room, std::string payload) const {
  if (!MayPublish(caller, channel)) return Fail(Errc::kForbidden);
  if (!channel.publishable) return Fail(Errc::kForbidden, Problem{"", Reason::kNotPublishable});
  GH_TRY(const std::string folded, NormalizeRoom(channel, room));
  return Append(tx, caller, channel.id, folded,
                {MessageKind::kCustom, std::string(), std::move(payload)});
}

Result<void> Channels::Announce(Transaction& tx, const Caller& caller, const Record& record,
                                MessageKind kind, std::string_view collection,
                                std::string payload) const {
  if (!record.channel) return {};
  GH_CHECK(Append(tx, caller, *record.channel, ToLowerUnicode(record.room),
                  {kind, std::string(collection), std::move(payload)}));
  return {};
}

Result<std::vector<Message>> Channels::History(const Snapshot& snapshot, const Caller& caller,
                                               const Channel& channel, std::string_view room,
                                               Seek seek) const {
  GH_TRY(const std::optional<TopicId> topic, FindTopic(snapshot, caller, channel, room));
  if (!topic || seek.limit <= 0) return std::vector<Message>();
  return snapshot.events().ListMessages(caller.tenant, *topic, seek);
}

Result<Message> Channels::GetMessage(const Snapshot& snapshot, const Caller& caller,
                                     const Channel& channel, std::string_view room,
                                     MessageId id) const {
  GH_TRY(const std::optional<TopicId> topic, FindTopic(snapshot, caller, channel, room));
  if (!topic) return Fail(Errc::kNotFound);
  GH_TRY(std::optional<Message> message, snapshot.events().FindMessage(caller.tenant, *topic, id));
  if (!message) return Fail(Errc::kNotFound);
  return *std::move(message);
}

Result<Channels::Place> Channels::Listen(const Snapshot& snapshot, const Caller& caller,
                                         const Channel& channel, std::string_view room,
                                         std::optional<MessageId> last) const {
  if (!MaySubscribe(caller, channel)) return Fail(Errc::kForbidden);
  Place place{.channel = channel.id, .room = {}, .last = {}, .topic = {}};
  GH_TRY(place.room, NormalizeRoom(channel, room));
  place.topic = Topic::Of(caller.tenant, channel.id, place.room);
  if (last) {
    place.last = *last;
  } else {
    GH_TRY(place.last, snapshot.events().LastMessage(caller.tenant));
  }
  return place;
}

Result<std::optional<Message>> Channels::Next(const Snapshot& snapshot, const Caller& caller,
                                              const Place& place) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(const std::optional<Channel> channel, snapshot.channels().Find(tenant, place.channel));
  if (!channel) return Fail(Errc::kNotFound);
  if (!MaySubscribe(caller, *channel)) return Fail(Errc::kForbidden);
  GH_TRY(const std::optional<TopicId> topic,
         snapshot.events().FindTopic(tenant, place.channel, place.room));
  if (!topic) return std::optional<Message>();
  GH_TRY(std::vector<Message> next,
         snapshot.events().ListMessages(tenant, *topic, {.from = place.last.value(), .limit = 1}));
  if (next.empty()) return std::optional<Message>();
  return std::optional(std::move(next.front()));
}

}  // namespace guildhall
