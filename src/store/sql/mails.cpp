#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

constexpr Statement kFind{
    "mails_find", "select kind, subject, attempts, due_at from mails where kind=$1 and subject=$2"};
constexpr Statement kListDue{"mails_list_due",
                             "select kind, subject, attempts, due_at from mails where due_at<=$1 "
                             "order by due_at limit $2"};
constexpr Statement kPut{
    "mails_put",
    "insert into mails(kind, subject, attempts, due_at) values ($1, $2, $3, $4) "
    "on conflict(kind, subject) do update set attempts=excluded.attempts, due_at=excluded.due_at"};
constexpr Statement kRemove{"mails_remove", "delete from mails where kind=$1 and subject=$2"};

WaitingMail ReadMail(Columns& columns) {
  WaitingMail row;
  row.kind = static_cast<MailKind>(columns.Integer());
  row.subject = columns.Integer();
  row.attempts = columns.Small();
  row.due_at = columns.At();
  return row;
}

std::int64_t NumberOf(MailKind kind) { return static_cast<std::int64_t>(kind); }

}  // namespace

StatementList MailStatements() {
  static constexpr const Statement* kAll[] = {&kFind, &kListDue, &kPut, &kRemove};
  return kAll;
}

Result<std::optional<WaitingMail>> SqlMails::Find(MailKind kind, std::int64_t subject) const {
  return FindOne(connection_, kFind, ReadMail, NumberOf(kind), subject);
}

Result<std::vector<WaitingMail>> SqlMails::ListDue(Time now, std::int32_t limit) const {
  return FindAll(connection_, kListDue, ReadMail, now, limit);
}

Result<void> SqlMails::Put(const WaitingMail& row) {
  GH_CHECK(Post(connection_, kPut, NumberOf(row.kind), row.subject, row.attempts, row.due_at));
  return {};
}

Result<void> SqlMails::Remove(MailKind kind, std::int64_t subject) {
  GH_CHECK(Post(connection_, kRemove, NumberOf(kind), subject));
  return {};
}

}  // namespace guildhall::store
