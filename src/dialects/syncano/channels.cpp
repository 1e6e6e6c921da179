#include <utility>

#include "base/strings.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"
#include "dialects/syncano/sharing_input.h"
#include "dialects/syncano/slug.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxDescription = 256;

http::Response Render(const Tenant& tenant, const Channel& channel, int status) {
  Buffer body;
  WriteChannel(body, tenant.name, channel);
  return Answered(status, std::move(body));
}

/// The channel that the path names, lower-case.
std::string ChannelName(const Context& context) { return ToLowerAscii(context.parameter(1)); }

/// The row of that name; who may change it is still to be asked.
Result<Channel> FindChannel(const Snapshot& snapshot, TenantId tenant, std::string_view name) {
  GH_TRY(std::optional<Channel> found, snapshot.channels().FindByName(tenant, name));
  if (!found) return Fail(Errc::kNotFound);
  return *std::move(found);
}

struct ChannelInput {
  std::optional<std::string> description;
  std::optional<bool> custom_publish;
  AccessInput access;
};

ChannelInput ReadChannel(Input& input) {
  ChannelInput read;
  read.description = input.Text("description", {.max = kMaxDescription, .blank = true});
  read.custom_publish = input.Boolean("custom_publish");
  read.access = ReadSharing(input, Vocabulary::kChannel);
  return read;
}

/// `type`, which is read when a channel is made: whether it has rooms. Like the server's other
/// choices it may be the label or its number.
bool ReadRooms(Input& input) {
  const Json* type = input.Member("type");
  if (type == nullptr) return false;
  const std::string shown = Shown(*type);
  if (shown == "separate_rooms" || shown == "1") return true;
  if (shown != "default" && shown != "0") {
    input.Refuse("type", "\"" + shown + "\" is not a valid choice.");
  }
  return false;
}

Result<http::Answer> UpdateChannel(const Context& context, ChannelInput read) {
  return MakeChange(
      context, Noun::kChannel, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, name = ChannelName(context),
       read = std::move(read)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Channel before, FindChannel(tx, tenant->id, name));
        Channels::Patch patch;
        patch.description = read.description;
        patch.publishable = read.custom_publish;
        patch.access = PatchOf(read.access, before.access, Vocabulary::kChannel);
        GH_TRY(const Channel after, core->channels().Update(tx, caller, before.id, patch));
        return Render(*tenant, after, 200);
      });
}

}  // namespace

Result<http::Answer> ListChannels(const Context& context) {
  const auto prefix = ReadNamePrefix(context.request, "name__startswith");
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  const auto reading = [&](const Snapshot& snapshot) {
    return ListBeginning<Channel>(
        prefix, page->ToSeek(),
        [&](Seek seek) { return context.core().channels().List(snapshot, context.caller, seek); },
        [](const Channel& channel) -> const std::string& { return channel.name; });
  };
  GH_TRY(std::vector<Channel> channels, context.core().Read(context.patience(), reading));
  return RenderPage(
      context.request, *page, std::move(channels),
      [](const Channel& channel) { return channel.id.value(); },
      [&](Buffer& out, const Channel& channel) {
        WriteChannel(out, context.tenant->name, channel);
      });
}

Result<http::Answer> CreateChannel(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto name = ReadSlug(input, "name", SlugMarks::kUnderscoresAndHyphens);
  const ChannelInput read = ReadChannel(input);
  const bool rooms = ReadRooms(input);
  if (!errors.empty()) return errors.Render();
  Channels::Draft draft;
  draft.origin = kOrigin;
  draft.name = *name;
  draft.description = read.description.value_or("");
  draft.rooms = rooms;
  draft.publishable = read.custom_publish.value_or(false);
  draft.access = NewSharing(read.access, Vocabulary::kChannel, kNoneWord);
  return MakeChange(context, Noun::kChannel, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant, draft = std::move(draft)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Channel made, core->channels().Create(tx, caller, draft));
                      return Render(*tenant, made, 201);
                    });
}

Result<http::Answer> ShowChannel(const Context& context) {
  const auto reading = [&](const Snapshot& snapshot) {
    return context.core().channels().Get(snapshot, context.caller, ChannelName(context));
  };
  GH_TRY(const Channel channel, context.core().Read(context.patience(), reading));
  return Render(*context.tenant, channel, 200);
}

// Absent permissions of a full update fall back to none (Syncano v1.1 "Channels").
Result<http::Answer> PutChannel(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  ChannelInput read = ReadChannel(input);
  if (!errors.empty()) return errors.Render();
  read.access.group_word = read.access.group_word.value_or(kNoneWord);
  read.access.other_word = read.access.other_word.value_or(kNoneWord);
  return UpdateChannel(context, std::move(read));
}

Result<http::Answer> PatchChannel(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  ChannelInput read = ReadChannel(input);
  if (!errors.empty()) return errors.Render();
  return UpdateChannel(context, std::move(read));
}

Result<http::Answer> DeleteChannel(const Context& context) {
  return MakeChange(context, Noun::kChannel, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant, name = ChannelName(context)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Channel found, FindChannel(tx, tenant->id, name));
                      GH_CHECK(core->channels().Remove(tx, caller, found.id));
                      return NoContent();
                    });
}

}  // namespace guildhall::syncano
