#include <utility>

#include "base/strings.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxRoom = 128;

http::Response Render(const Tenant& tenant, const Channel& channel, const Message& message,
                      int status) {
  Buffer body;
  WriteMessage(body, tenant.name, channel.name, message);
  return Answered(status, std::move(body));
}

std::string RoomOf(const http::Request& request) {
  return request.QueryParameter("room").value_or("");
}

/// `last_id`: only messages after it. Anything but a number is ignored (Syncano v1.1 "Channels -
/// history").
std::int64_t LastId(const http::Request& request) {
  const std::optional<std::string> text = request.QueryParameter("last_id");
  return text ? ParseInteger(*text).value_or(0) : 0;
}

}  // namespace

Result<http::Answer> PublishMessage(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto payload = input.Object("payload", "Payload passed in invalid format.");
  const Json* named = input.Member("room");
  std::optional<std::string> room;
  if (named != nullptr && !named->IsNull()) {
    room = input.Text("room", {.max = kMaxRoom, .blank = true});
  }
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kMessage, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, id = context.path_channel->id,
       room = room.value_or(""), payload = payload ? ToText(*payload) : std::string("{}")](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const std::optional<Channel> channel, tx.channels().Find(tenant->id, id));
        if (!channel) return Fail(Errc::kNotFound);
        GH_TRY(const Message message,
               core->channels().Publish(tx, caller, *channel, room, payload));
        return Render(*tenant, *channel, message, 201);
      });
}

Result<http::Answer> ListMessages(const Context& context) {
  const auto page = ReadPage(context.request, true);
  if (!page) return RefusePage();
  const Channel& channel = *context.path_channel;
  const std::int64_t after = LastId(context.request);
  Seek seek = page->ToSeek();
  // Walking up, the page begins behind `last_id`; walking down, it ends there.
  if (!seek.descending && after > seek.from.value_or(0)) seek.from = after;
  const auto reading = [&](const Snapshot& snapshot) {
    return context.core().channels().History(snapshot, context.caller, channel,
                                             RoomOf(context.request), seek);
  };
  GH_TRY(std::vector<Message> messages, context.core().Read(context.patience(), reading));
  std::erase_if(messages, [after](const Message& message) { return message.id.value() <= after; });
  return RenderPage(
      context.request, *page, std::move(messages),
      [](const Message& message) { return message.id.value(); },
      [&](Buffer& out, const Message& message) {
        WriteMessage(out, context.tenant->name, channel.name, message);
      });
}

Result<http::Answer> ShowMessage(const Context& context) {
  const Channel& channel = *context.path_channel;
  const MessageId id(ParseInteger(context.parameter(2)).value_or(0));
  const auto reading = [&](const Snapshot& snapshot) {
    return context.core().channels().GetMessage(snapshot, context.caller, channel,
                                                RoomOf(context.request), id);
  };
  GH_TRY(const Message message, context.core().Read(context.patience(), reading));
  return Render(*context.tenant, channel, message, 200);
}

}  // namespace guildhall::syncano
