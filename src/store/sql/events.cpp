#include "store/sql/bind.h"
#include "store/sql/counters.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_MESSAGE_COLUMNS "number, topic, kind, by_operator, by_api_key, by_user, about, body, at"

constexpr Statement kFindTopic{"topics_find",
                               "select id from topics where tenant=$1 and channel=$2 and room=$3"};
constexpr Statement kInsertTopic{
    "topics_insert",
    "insert into topics(tenant, channel, room, id) values ($1, $2, $3, $4) on conflict do nothing"};
constexpr Listing kList{
    {"messages_list",
     "select " GH_MESSAGE_COLUMNS
     " from events where tenant=$1 and topic=$2 and number>$3 order by number limit $4"},
    {"messages_list_descending",
     "select " GH_MESSAGE_COLUMNS
     " from events where tenant=$1 and topic=$2 and number<$3 order by number desc limit $4"}};
constexpr Statement kFind{"messages_find",
                          "select " GH_MESSAGE_COLUMNS
                          " from events where tenant=$1 and topic=$2 and number=$3"};
constexpr Statement kInsert{"events_insert",
                            "insert into events(tenant, id, " GH_MESSAGE_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                            Dialect::kBoth, Gathering::kRow};

/// The topic of events that are no messages.
constexpr TopicId kNoTopic{0};

Message ReadMessage(Columns& columns) {
  Message row;
  row.id = columns.Number<MessageId>();
  row.topic = columns.Number<TopicId>();
  row.kind = static_cast<MessageKind>(columns.Integer());
  row.by_operator = columns.NumberOrNull<OperatorId>();
  row.by_api_key = columns.NumberOrNull<ApiKeyId>();
  row.by_user = columns.NumberOrNull<UserId>();
  row.about = columns.Text();
  row.payload = columns.Text();
  row.at = columns.At();
  return row;
}

}  // namespace

StatementList EventStatements() {
  static constexpr const Statement* kAll[] = {&kFindTopic,       &kInsertTopic, &kList.ascending,
                                              &kList.descending, &kFind,        &kInsert};
  return kAll;
}

Result<std::optional<TopicId>> SqlEvents::FindTopic(TenantId tenant, ChannelId channel,
                                                    std::string_view room) const {
  return FindOne(
      connection_, kFindTopic, [](Columns& columns) { return columns.Number<TopicId>(); }, tenant,
      channel, room);
}

Result<std::vector<Message>> SqlEvents::ListMessages(TenantId tenant, TopicId topic,
                                                     Seek seek) const {
  return FindAll(connection_, kList.For(seek), ReadMessage, tenant, topic, From(seek),
                 LimitOf(seek));
}

Result<std::optional<Message>> SqlEvents::FindMessage(TenantId tenant, TopicId topic,
                                                      MessageId id) const {
  return FindOne(connection_, kFind, ReadMessage, tenant, topic, id);
}

Result<std::int64_t> SqlEvents::LastEvent(TenantId tenant) const {
  if (ledger_ != nullptr) {
    if (const auto held = ledger_->Value(tenant, Counter::kEvent)) return *held;
  }
  return ReadLastEvent(connection_, tenant);
}

Result<MessageId> SqlEvents::LastMessage(TenantId tenant) const {
  if (ledger_ != nullptr) {
    if (const auto held = ledger_->Value(tenant, Counter::kMessage)) return MessageId(*held);
  }
  return ReadLastMessage(connection_, tenant);
}

Result<TopicId> SqlEvents::InternTopic(TenantId tenant, ChannelId channel, std::string_view room) {
  ledger_->Say(Topic::Of(tenant, channel, room));
  GH_TRY(const std::optional<TopicId> known, FindTopic(tenant, channel, room));
  if (known) return *known;
  const TopicId topic(ledger_->Next(tenant, Counter::kTopic));
  GH_CHECK(InsertRow(connection_, kInsertTopic, tenant, channel, room, topic));
  return topic;
}

Result<void> SqlEvents::AppendMessage(TenantId tenant, const Message& message) {
  GH_CHECK(Post(connection_, kInsert, tenant, ledger_->Next(tenant, Counter::kEvent), message.id,
                message.topic, static_cast<std::int64_t>(message.kind), message.by_operator,
                message.by_api_key, message.by_user, message.about, message.payload, message.at));
  return {};
}

Result<void> SqlEvents::Append(TenantId tenant, std::int32_t kind, std::string_view body) {
  constexpr std::int64_t kNoNumber = 0;
  constexpr std::optional<UserId> kNobody;
  GH_CHECK(Post(connection_, kInsert, tenant, ledger_->Next(tenant, Counter::kEvent), kNoNumber,
                kNoTopic, kind, kNobody, kNobody, kNobody, std::string_view(), body,
                ledger_->Now(tenant)));
  return {};
}

}  // namespace guildhall::store
