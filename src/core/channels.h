#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/identities.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall {

/// Topics: Read of a channel's list means subscribe, Create means publish.
class Channels {
 public:
  struct Draft {
    Origin origin;
    std::string name;  ///< checked and normalised by the dialect
    std::string description;
    bool rooms = false;
    bool publishable = false;
    AccessList access;
  };
  struct Patch {
    std::optional<std::string> description;
    std::optional<bool> publishable;
    AccessPatch access;
  };

  explicit Channels(Identities& identities, Removals& removals = Removals::ReadingThrough())
      : identities_(identities), removals_(removals) {}

  /// Needs kWriteChannels. "name" taken; "group" kUnknownId.
  Result<Channel> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  Result<Channel> Update(Transaction& tx, const Caller& caller, ChannelId id,
                         const Patch& patch) const;
  /// With the records attached to it, see `Removals`. Built-in channels: kForbidden.
  Result<void> Remove(Transaction& tx, const Caller& caller, ChannelId id) const;

  /// kNotFound when there is none; kForbidden when the caller may not subscribe.
  Result<Channel> Get(const Snapshot& snapshot, const Caller& caller, std::string_view name) const;
  /// Those that the caller may subscribe to, by id.
  Result<std::vector<Channel>> List(const Snapshot& snapshot, const Caller& caller,
                                    Seek seek) const;

  /// Appends a message by this caller. kForbidden without the right to publish; then kForbidden
  /// with kNotPublishable; "room" kNeedsRoom. `room` is ignored where there are no rooms, and
  /// folded to lower case. `payload` is JSON text of an object.
  Result<Message> Publish(Transaction& tx, const Caller& caller, const Channel& channel,
                          std::string_view room, std::string payload) const;
  /// Appends what happened to a record in the record's channel; nothing for a record without one.
  Result<void> Announce(Transaction& tx, const Caller& caller, const Record& record,
                        MessageKind kind, std::string_view collection, std::string payload) const;

  /// Messages of the channel's room. "room" kNeedsRoom.
  Result<std::vector<Message>> History(const Snapshot& snapshot, const Caller& caller,
                                       const Channel& channel, std::string_view room,
                                       Seek seek) const;
  Result<Message> GetMessage(const Snapshot& snapshot, const Caller& caller, const Channel& channel,
                             std::string_view room, MessageId id) const;

  /// Where somebody listens, and the last message that he has.
  struct Place {
    ChannelId channel;
    std::string room;  ///< as topics know it
    MessageId last;
    /// What he must be woken for.
    Topic topic;
  };
  /// Begins to listen behind `last`, or behind all that was said until now. kForbidden without the
  /// right to subscribe; "room" kNeedsRoom.
  Result<Place> Listen(const Snapshot& snapshot, const Caller& caller, const Channel& channel,
                       std::string_view room, std::optional<MessageId> last) const;
  /// The oldest message that he does not have, nothing when there is none. Judged anew by the
  /// channel as it is in `snapshot`: kNotFound when it is gone, kForbidden without the right.
  Result<std::optional<Message>> Next(const Snapshot& snapshot, const Caller& caller,
                                      const Place& place) const;

 private:
  Identities& identities_;
  Removals& removals_;
};

}  // namespace guildhall
