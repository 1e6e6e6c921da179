#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/identities.h"
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

  explicit Channels(Identities& identities) : identities_(identities) {}

  /// Needs kWriteChannels. "name" taken; "group" kUnknownId.
  Result<Channel> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  Result<Channel> Update(Transaction& tx, const Caller& caller, ChannelId id,
                         const Patch& patch) const;
  /// With the records attached to it. Built-in channels: kForbidden.
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

 private:
  Identities& identities_;
};

}  // namespace guildhall
