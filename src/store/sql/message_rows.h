#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message_rows.h"
#include "store/sql/connection.h"
#include "store/sql/ledger.h"

namespace guildhall::store {

// What the constructors take is said in store/sql/rows.h.

class SqlChannels final : public ChannelRows {
 public:
  SqlChannels(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Channel>> Find(TenantId tenant, ChannelId id) const override;
  Result<std::optional<Channel>> FindByName(TenantId tenant, std::string_view name) const override;
  Result<std::vector<Channel>> List(TenantId tenant, Seek seek) const override;
  Result<std::vector<Channel>> ListOfGroup(TenantId tenant, GroupId group) const override;
  Result<void> Insert(TenantId tenant, const Channel& row) override;
  Result<void> Update(TenantId tenant, const Channel& row) override;
  Result<void> Remove(TenantId tenant, ChannelId id) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

class SqlEvents final : public EventRows {
 public:
  SqlEvents(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<TopicId>> FindTopic(TenantId tenant, ChannelId channel,
                                           std::string_view room) const override;
  Result<std::vector<Message>> ListMessages(TenantId tenant, TopicId topic,
                                            Seek seek) const override;
  Result<std::optional<Message>> FindMessage(TenantId tenant, TopicId topic,
                                             MessageId id) const override;
  Result<std::int64_t> LastEvent(TenantId tenant) const override;
  Result<MessageId> LastMessage(TenantId tenant) const override;
  Result<TopicId> InternTopic(TenantId tenant, ChannelId channel, std::string_view room) override;
  Result<void> AppendMessage(TenantId tenant, const Message& message) override;
  Result<void> Append(TenantId tenant, std::int32_t kind, std::string_view body) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

}  // namespace guildhall::store
