#include <optional>
#include <string>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/record_gates.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"

// Waiting for messages (Syncano v1.1 "Channels - poll").

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxRoom = 128;

/// What a client asks for; empty values count as absent (the JavaScript client sends
/// `?last_id=&room=`).
struct PollInput {
  std::string room;  ///< "" where the channel has none
  std::optional<MessageId> last;
  FieldErrors errors;
};

PollInput ReadInput(const http::Request& request, const Channel& channel) {
  PollInput input;
  if (channel.rooms) input.room = request.QueryParameter("room").value_or("");
  if (CountCodePoints(input.room) > kMaxRoom) {
    input.errors.Add("room", "Ensure this field has no more than 128 characters.");
  }
  const std::string last = request.QueryParameter("last_id").value_or("");
  if (last.empty()) return input;
  if (const auto number = ParseInteger(Trim(last))) {
    input.last = MessageId(*number);
  } else {
    input.errors.Add("last_id", "A valid integer is required.");
  }
  return input;
}

http::Response Render(const Message& message) {
  Buffer body;
  WriteBareMessage(body, message);
  http::Response response = Answered(200, std::move(body));
  response.headers.emplace_back("X-Last-Id", std::to_string(message.id.value()));
  return response;
}

/// One look for the next message, which is not found again. Copyable, and kept for as long as the
/// client waits: it holds only what is needed to judge him anew.
struct PollLook {
  const Services* services;
  Caller caller;
  Channels::Place place;

  http::Finding operator()(Patience patience) {
    const Core& core = services->core;
    const auto reading = [&](const Snapshot& snapshot) -> Result<std::optional<Message>> {
      GH_TRY(const Caller renewed, services->core.callers().Renew(snapshot, caller));
      if (!MayReadChannels(*services, renewed)) return Fail(Errc::kForbidden);
      return core.channels().Next(snapshot, renewed, place);
    };
    const Result<std::optional<Message>> found = core.Read(patience, reading);
    if (found) {
      if (!*found) return http::NotYet{};
      place.last = (*found)->id;
      return Render(**found);
    }
    if (found.error().code == Errc::kWouldWait) return http::WouldWait{};
    return RenderError(Noun::kMessage, found.error());
  }
};

}  // namespace

Result<http::Answer> PollChannel(const Context& context) {
  const Channel& channel = *context.path_channel;
  const PollInput input = ReadInput(context.request, channel);
  const auto reading = [&](const Snapshot& snapshot) {
    return context.core().channels().Listen(snapshot, context.caller, channel, input.room,
                                            input.last);
  };
  // Who may not listen is told so before anything that he asks for is found wrong.
  GH_TRY(Channels::Place place, context.core().Read(context.patience(), reading));
  if (!input.errors.empty()) return input.errors.Render();
  const Topic topic = place.topic;
  http::Wait wait{topic, context.services.options.poll_seconds,
                  PollLook{&context.services, context.caller, std::move(place)},
                  [] { return NoContent(); }};
  if (context.request.QueryParameter("transport") != "websocket") return wait;
  http::Response no_upgrade = Refuse(426, "A WebSocket handshake is required.");
  no_upgrade.facts.error = Errc::kInvalid;
  return http::Messages{std::move(wait), std::move(no_upgrade)};
}

}  // namespace guildhall::syncano
