#include "core/detail/field_checks.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>

#include "core/detail/field_values.h"
#include "core/detail/record_gates.h"
#include "core/keys.h"

namespace guildhall::detail {
namespace {

/// The patch without values that no field can take, which become problems.
RecordPatch KeepFitting(const Collection& collection, const RecordPatch& patch,
                        std::vector<Problem>& problems) {
  RecordPatch fitting;
  for (const auto& [number, value] : patch.fields) {
    const Field* field = collection.FindField(number);
    if (field == nullptr) {
      problems.push_back({"fields", Reason::kUnknownId, number});
    } else if (!IsNull(value) && !Fits(field->type, value)) {
      problems.push_back({field->name, Reason::kWrongType});
    } else {
      fitting.fields.emplace_back(number, value);
    }
  }
  return fitting;
}

/// Those of the ids that are users whom a record may point to.
Result<Ids> KnownUsers(const RecordReader& reader, const Ids& ids) {
  std::vector<UserId> wanted;
  for (const std::int64_t id : ids) {
    if (!IsSystem(UserId(id))) wanted.emplace_back(id);
  }
  GH_TRY(const std::vector<User> users,
         reader.snapshot.users().FindMany(reader.caller.tenant, wanted));
  Ids known;
  for (const User& user : users) known.push_back(user.id.value());
  return known;
}

/// Those of the ids that are records which the caller may read.
Result<Ids> KnownRecords(const RecordReader& reader, const Collection& target, const Ids& ids) {
  Ids known;
  if (!PassCollection(Right::kRead, reader.caller, target)) return known;
  std::vector<RecordId> wanted;
  for (const std::int64_t id : ids) wanted.emplace_back(id);
  GH_TRY(const std::vector<Record> records,
         reader.snapshot.records().FindMany(reader.caller.tenant, target.id, wanted));
  for (const Record& record : records) {
    if (!IsHidden(reader.hidden, record) && MayRead(reader.caller, record)) {
      known.push_back(record.id.value());
    }
  }
  return known;
}

/// Those of the ids that a field of the collection may point to; nothing when the target is gone.
Result<std::optional<Ids>> KnownIds(const RecordReader& reader, const Collection& collection,
                                    const Target& target, const Ids& ids) {
  std::optional<Collection> other;
  switch (target.kind) {
    case Target::Kind::kNone:
      break;
    case Target::Kind::kUsers: {
      GH_TRY(Ids known, KnownUsers(reader, ids));
      return std::optional(std::move(known));
    }
    case Target::Kind::kSelf:
      other = collection;
      break;
    case Target::Kind::kCollection: {
      GH_TRY(other, reader.snapshot.collections().Find(reader.caller.tenant, target.collection));
      break;
    }
  }
  if (!other) return std::optional<Ids>();
  GH_TRY(Ids known, KnownRecords(reader, *other, ids));
  return std::optional(std::move(known));
}

Result<void> CheckReference(const RecordReader& reader, const Collection& collection,
                            const Field& field, const Value& value,
                            std::vector<Problem>& problems) {
  const std::int64_t id = std::get<std::int64_t>(value);
  GH_TRY(const std::optional<Ids> known, KnownIds(reader, collection, field.target, {id}));
  if (!known) {
    problems.push_back({field.name, Reason::kUnknownName});
  } else if (known->empty()) {
    problems.push_back({field.name, Reason::kUnknownId, id});
  }
  return {};
}

/// The ids that a relation keeps: those that it had, and of the others those that are known.
Result<Ids> KeepKnown(const RecordReader& reader, const Collection& collection, const Field& field,
                      const Ids& had, const Ids& wanted) {
  Ids added;
  std::ranges::set_difference(wanted, had, std::back_inserter(added));
  if (added.empty()) return wanted;
  GH_TRY(std::optional<Ids> known, KnownIds(reader, collection, field.target, added));
  Ids kept;
  std::ranges::set_intersection(wanted, had, std::back_inserter(kept));
  if (known) kept.insert(kept.end(), known->begin(), known->end());
  std::ranges::sort(kept);
  return kept;
}

Result<void> CheckUnique(const RecordReader& reader, const Record& before, const Field& field,
                         const Value& value, std::vector<Problem>& problems) {
  if (!field.unique) return {};
  GH_TRY(const std::optional<RecordId> holder,
         reader.snapshot.records().FindUnique(reader.caller.tenant, before.collection,
                                              {field.number, UniqueKeyOf(value)}));
  if (holder && *holder != before.id) problems.push_back({field.name, Reason::kTaken});
  return {};
}

const Ids& IdsIn(const Value& value) {
  static const Ids kNone;
  const auto* ids = std::get_if<Ids>(&value);
  return ids != nullptr ? *ids : kNone;
}

}  // namespace

Result<Fields> ChangeFields(const RecordReader& reader, const Collection& collection,
                            const Record& before, const RecordPatch& patch,
                            std::vector<Problem>& problems) {
  Fields fields = Merge(before.fields, KeepFitting(collection, patch, problems));
  for (const Field& field : collection.fields) {
    const Value& former = ValueOf(before.fields, field.number);
    const Value wanted = ValueOf(fields, field.number);
    if (IsNull(wanted) || wanted == former) continue;
    if (field.type == FieldType::kReference) {
      GH_CHECK(CheckReference(reader, collection, field, wanted, problems));
    } else if (field.type == FieldType::kRelation) {
      GH_TRY(Ids kept, KeepKnown(reader, collection, field, IdsIn(former), IdsIn(wanted)));
      RecordPatch rest;
      rest.fields.emplace_back(field.number, std::move(kept));
      fields = Merge(std::move(fields), rest);
    }
    GH_CHECK(CheckUnique(reader, before, field, wanted, problems));
  }
  return fields;
}

}  // namespace guildhall::detail
