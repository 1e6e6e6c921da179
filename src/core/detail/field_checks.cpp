#include "core/detail/field_checks.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/detail/field_values.h"
#include "core/keys.h"
#include "core/seek.h"

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

/// The first of the ids that is not known, which is there.
std::int64_t FirstMissing(const Ids& ids, const Ids& known) {
  return *std::ranges::mismatch(ids, known).in1;
}

/// The ids that a relation keeps: those that it had, and of the others those that are known. By
/// lists one that is not is a problem.
Result<Ids> KeepKnown(const RecordReader& reader, const Collection& collection, const Field& field,
                      const Ids& had, const Ids& wanted, std::vector<Problem>& problems) {
  Ids added;
  std::ranges::set_difference(wanted, had, std::back_inserter(added));
  if (added.empty()) return wanted;
  GH_TRY(const std::optional<Ids> known, KnownIds(reader, collection, field.target, added));
  if (reader.gates.by_lists && known != added) {
    problems.push_back(known ? Problem{field.name, Reason::kUnknownId, FirstMissing(added, *known)}
                             : Problem{field.name, Reason::kUnknownName});
  }
  Ids kept;
  std::ranges::set_intersection(wanted, had, std::back_inserter(kept));
  if (known) kept.insert(kept.end(), known->begin(), known->end());
  std::ranges::sort(kept);
  return kept;
}

/// Whether another record than this has taken the value.
Result<bool> IsTaken(const RecordReader& reader, const Record& record, const UniqueRow& value) {
  GH_TRY(const std::optional<RecordId> holder,
         reader.snapshot.records().FindUnique(reader.caller.tenant, record.collection, value));
  return holder && *holder != record.id;
}

Result<void> CheckUnique(const RecordReader& reader, const Record& before, const Field& field,
                         const Value& value, std::vector<Problem>& problems) {
  if (!field.unique) return {};
  GH_TRY(const bool taken, IsTaken(reader, before, {field.number, UniqueKeyOf(value)}));
  if (taken) problems.push_back({field.name, Reason::kTaken});
  return {};
}

std::string NamesOf(const Collection& collection, const UniqueSet& set) {
  std::string names;
  for (const std::int32_t number : set.fields) {
    const Field* field = collection.FindField(number);
    if (field == nullptr) continue;
    if (!names.empty()) names.push_back(',');
    names.append(field->name);
  }
  return names;
}

/// Of the sets of which a field has changed.
Result<void> CheckUniqueSets(const RecordReader& reader, const Collection& collection,
                             const Record& before, const Fields& fields,
                             std::vector<Problem>& problems) {
  for (const UniqueSet& set : collection.unique_sets) {
    std::string key = UniqueKeyOf(set, fields);
    if (key.empty() || key == UniqueKeyOf(set, before.fields)) continue;
    GH_TRY(const bool taken, IsTaken(reader, before, {set.number, std::move(key)}));
    if (taken) problems.push_back({NamesOf(collection, set), Reason::kTaken});
  }
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
      GH_TRY(Ids kept,
             KeepKnown(reader, collection, field, IdsIn(former), IdsIn(wanted), problems));
      RecordPatch rest;
      rest.fields.emplace_back(field.number, std::move(kept));
      fields = Merge(std::move(fields), rest);
    }
    GH_CHECK(CheckUnique(reader, before, field, wanted, problems));
  }
  GH_CHECK(CheckUniqueSets(reader, collection, before, fields, problems));
  return fields;
}

}  // namespace guildhall::detail
