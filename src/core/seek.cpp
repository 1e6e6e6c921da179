#include "core/seek.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "core/keys.h"

namespace guildhall {
namespace {

// The keys under which the record stands in the field's list.
std::vector<std::string> KeysOf(const Field& field, const Value& value) {
  std::vector<std::string> keys;
  if (const auto* elements = std::get_if<Scalars>(&value)) {
    for (const Scalar& element : *elements) keys.push_back(KeyOf(element));
  } else if (const auto* ids = std::get_if<Ids>(&value)) {
    for (const std::int64_t id : *ids) keys.push_back(KeyOfId(id));
  } else if (!IsNull(value) ||
             (field.type != FieldType::kList && field.type != FieldType::kRelation)) {
    keys.push_back(KeyOf(value));
  }
  std::erase(keys, std::string());
  return keys;
}

}  // namespace

std::vector<SeekRow> SeekRows(const Collection& collection, const Record& record) {
  const std::vector<Audience> readers = ReadAudiences(record.access);
  std::vector<SeekRow> rows;
  for (const Audience audience : readers) rows.push_back({0, audience, ""});
  for (const Field& field : collection.fields) {
    if (field.index == 0) continue;
    for (const std::string& key : KeysOf(field, ValueOf(record.fields, field.number))) {
      rows.push_back({field.index, kAudienceAll, key});
      if (!field.ordered) continue;
      for (const Audience audience : readers) rows.push_back({field.index, audience, key});
    }
  }
  std::ranges::sort(rows);
  const auto repeated = std::ranges::unique(rows);
  rows.erase(repeated.begin(), repeated.end());
  return rows;
}

std::string UniqueKeyOf(const UniqueSet& set, const Fields& fields) {
  std::vector<std::string> keys;
  keys.reserve(set.fields.size());
  for (const std::int32_t number : set.fields) {
    keys.push_back(UniqueKeyOf(ValueOf(fields, number)));
  }
  return UniqueKeyOf(keys);
}

std::vector<UniqueRow> UniqueRows(const Collection& collection, const Record& record) {
  std::vector<UniqueRow> rows;
  for (const Field& field : collection.fields) {
    if (!field.unique) continue;
    std::string key = UniqueKeyOf(ValueOf(record.fields, field.number));
    if (!key.empty()) rows.push_back({field.number, std::move(key)});
  }
  for (const UniqueSet& set : collection.unique_sets) {
    std::string key = UniqueKeyOf(set, record.fields);
    if (!key.empty()) rows.push_back({set.number, std::move(key)});
  }
  std::ranges::sort(rows);
  return rows;
}

}  // namespace guildhall
