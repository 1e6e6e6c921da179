#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/collection.h"
#include "core/ids.h"
#include "core/seek_page.h"

namespace guildhall {

// Channels, and the log of what was said in them and what changed. The rules are in core/rows.h.

class ChannelRows {
 public:
  virtual ~ChannelRows() = default;
  virtual Result<std::optional<Channel>> Find(TenantId tenant, ChannelId id) const = 0;
  virtual Result<std::optional<Channel>> FindByName(TenantId tenant,
                                                    std::string_view name) const = 0;
  virtual Result<std::vector<Channel>> List(TenantId tenant, Seek seek) const = 0;
  /// Channels whose primary group is this one.
  virtual Result<std::vector<Channel>> ListOfGroup(TenantId tenant, GroupId group) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Channel& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Channel& row) = 0;
  virtual Result<void> Remove(TenantId tenant, ChannelId id) = 0;
};

/// The tenant's log: what was said in channels, and what changed.
class EventRows {
 public:
  virtual ~EventRows() = default;
  /// The number of a channel's room ("" where there are no rooms); nothing when nobody ever
  /// published there. Rooms are compared as they are: fold case before.
  virtual Result<std::optional<TopicId>> FindTopic(TenantId tenant, ChannelId channel,
                                                   std::string_view room) const = 0;
  /// Messages of a topic by message id.
  virtual Result<std::vector<Message>> ListMessages(TenantId tenant, TopicId topic,
                                                    Seek seek) const = 0;
  virtual Result<std::optional<Message>> FindMessage(TenantId tenant, TopicId topic,
                                                     MessageId id) const = 0;
  /// The id of the tenant's newest event; 0 when there is none.
  virtual Result<std::int64_t> LastEvent(TenantId tenant) const = 0;
  /// The id of the tenant's newest message, in whatever topic; 0 when there was none.
  virtual Result<MessageId> LastMessage(TenantId tenant) const = 0;

  /// Finds or makes the topic's number. Every change that appends a message does this first: so the
  /// commit can say where something was said.
  virtual Result<TopicId> InternTopic(TenantId tenant, ChannelId channel,
                                      std::string_view room) = 0;
  /// Appends a message with its event.
  virtual Result<void> AppendMessage(TenantId tenant, const Message& message) = 0;
  /// Appends "something changed": what kind of row, which one, by whom. `body` is JSON text.
  virtual Result<void> Append(TenantId tenant, std::int32_t kind, std::string_view body) = 0;
};

}  // namespace guildhall
