#include "core/detail/record_tests.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/detail/hidden.h"
#include "core/detail/record_gates.h"

namespace guildhall::detail {
namespace {

bool IsAboutOwnerName(const Condition& condition) {
  return condition.field.number == 0 && condition.field.builtin == BuiltinField::kOwnerName;
}

/// The user names of those who own the records.
Result<std::map<UserId, std::string>> OwnerNames(const ListScope& scope,
                                                 const std::vector<Record>& records) {
  std::vector<UserId> owners;
  for (const Record& record : records) {
    if (record.access.owner) owners.push_back(*record.access.owner);
  }
  std::ranges::sort(owners);
  const auto repeated = std::ranges::unique(owners);
  owners.erase(repeated.begin(), repeated.end());
  GH_TRY(std::vector<User> users, scope.snapshot.users().FindMany(scope.caller.tenant, owners));
  std::map<UserId, std::string> names;
  for (User& user : users) names.emplace(user.id, std::move(user.username));
  return names;
}

}  // namespace

RecordTests::RecordTests(const ListScope& scope, const Filter& filter) : scope_(scope) {
  for (const Condition& condition : filter) {
    (IsAboutOwnerName(condition) ? of_owner_name_ : of_record_).push_back(&condition);
  }
}

bool RecordTests::Accepts(const Record& record) const {
  return MayRead(scope_, record) &&
         std::ranges::all_of(
             of_record_, [&](const Condition* condition) { return Fulfils(*condition, record); });
}

Result<void> RecordTests::KeepByName(std::vector<Record>& records) const {
  if (of_owner_name_.empty() || records.empty()) return {};
  GH_TRY(const auto names, OwnerNames(scope_, records));
  std::erase_if(records, [&](const Record& record) {
    const auto name = record.access.owner ? names.find(*record.access.owner) : names.end();
    const Value value = name == names.end() ? Value() : Value(name->second);
    return !std::ranges::all_of(
        of_owner_name_, [&](const Condition* condition) { return Fulfils(*condition, value); });
  });
  return {};
}

Result<std::vector<Record>> RecordTests::Select(const std::vector<RecordId>& ids) const {
  GH_TRY(std::vector<Record> records,
         scope_.snapshot.records().FindMany(scope_.caller.tenant, scope_.collection.id, ids));
  DropHidden(scope_.hidden, scope_.collection, records);
  std::erase_if(records, [&](const Record& record) { return !Accepts(record); });
  GH_CHECK(KeepByName(records));
  return records;
}

}  // namespace guildhall::detail
