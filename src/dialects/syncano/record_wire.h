#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "core/channels.h"
#include "core/collection.h"
#include "core/store.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {

/// What clients call the core's profile collection.
inline constexpr std::string_view kProfileClass = "user_profile";

/// The name under which clients know a class.
std::string_view ShownClassName(const Collection& collection);

void WriteClass(Buffer& out, std::string_view instance, const Collection& collection,
                std::int64_t objects_count);

/// Which parts of an object an answer or a message has.
enum class ObjectParts : std::uint8_t {
  kAll,
  kMessage,  ///< without links, channel and channel_room
};

/// `channel` is the name of the object's channel, "" when it has none.
void WriteObject(Buffer& out, const InstancePlace& place, const Collection& collection,
                 const Record& record, std::string_view channel, ObjectParts parts);

/// What an update changed, as the object's channel says it: `id`, changed fields and permissions,
/// revision and updated_at; the whole object when nothing did.
void WriteObjectChange(Buffer& out, const InstancePlace& place, const Collection& collection,
                       const Record& before, const Record& after);

void WriteChannel(Buffer& out, std::string_view instance, const Channel& channel);

/// Names of channels by id, each looked up once.
class ChannelNames {
 public:
  ChannelNames(const Snapshot& snapshot, TenantId tenant) : snapshot_(snapshot), tenant_(tenant) {}
  /// "" for a record without a channel.
  Result<std::string> Find(const Record& record);

 private:
  const Snapshot& snapshot_;
  TenantId tenant_;
  std::map<ChannelId, std::string> names_;
};

/// `channel` is the name of the channel through which the message was asked for.
void WriteMessage(Buffer& out, std::string_view instance, std::string_view channel,
                  const Message& message);
/// The same without links, as whoever polls gets it.
void WriteBareMessage(Buffer& out, const Message& message);

}  // namespace guildhall::syncano
