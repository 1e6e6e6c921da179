#include "store/sql/row_memory.h"

#include <algorithm>
#include <limits>
#include <variant>

#include <absl/hash/hash.h>

namespace guildhall::store {
namespace {

// What the hashes of marks begin with, apart from those of single records.
enum class Marked : std::uint8_t { kRecords, kCollections, kGroup };

std::size_t HashOfRecords(TenantId tenant, CollectionId collection) {
  return absl::HashOf(Marked::kRecords, tenant.value(), collection.value());
}

std::size_t HashOfCollections(TenantId tenant) {
  return absl::HashOf(Marked::kCollections, tenant.value());
}

std::size_t HashOfGroup(TenantId tenant, GroupId id) {
  return absl::HashOf(Marked::kGroup, tenant.value(), id.value());
}

std::size_t BytesOf(const AccessList& access) { return access.grants.size() * sizeof(Grant); }

/// What a value holds outside of itself.
struct CountBytes {
  std::size_t operator()(const std::string& text) const { return text.size(); }
  std::size_t operator()(const Document& document) const { return document.text.size(); }
  std::size_t operator()(const FileValue& file) const { return file.name.size(); }
  std::size_t operator()(const Ids& ids) const { return ids.size() * sizeof(Ids::value_type); }
  std::size_t operator()(const Scalars& scalars) const {
    std::size_t bytes = scalars.size() * sizeof(Scalar);
    for (const Scalar& scalar : scalars) {
      if (const auto* text = std::get_if<std::string>(&scalar)) bytes += text->size();
    }
    return bytes;
  }
  template <class Other>
  std::size_t operator()(const Other& /*nothing*/) const {
    return 0;
  }
};

std::size_t BytesOf(const Record& row) {
  std::size_t bytes = sizeof(Record) + BytesOf(row.access) + row.room.size();
  for (const auto& [number, value] : row.fields) {
    bytes += sizeof(Fields::value_type) + std::visit(CountBytes{}, value);
  }
  return bytes;
}

std::size_t BytesOf(const Collection& row) {
  std::size_t bytes = sizeof(Collection) + BytesOf(row.access) + row.name.size() +
                      row.description.size() + row.metadata.size() + row.declaration.size();
  for (const Field& field : row.fields) bytes += sizeof(Field) + field.name.size();
  for (const UniqueSet& set : row.unique_sets) {
    bytes += sizeof(UniqueSet) + set.fields.size() * sizeof(std::int32_t);
  }
  return bytes;
}

std::size_t BytesOf(const Group& row) {
  return sizeof(Group) + BytesOf(row.access) + row.name.size() + row.description.size() +
         row.unique_name.size() + row.capabilities.size();
}

}  // namespace

std::size_t RowMemory::HashOf(const RecordKey& key) { return absl::HashOf(key); }

std::uint64_t RowMemory::LastChange(std::size_t hash) const {
  const std::uint64_t changed = marks_.LastChange(hash);
  return changed <= at_ ? changed : std::numeric_limits<std::uint64_t>::max();
}

const Record* RowMemory::Find(const RecordKey& key) {
  const std::uint64_t changed =
      std::max(LastChange(HashOf(key)), LastChange(HashOfRecords(key.tenant, key.collection)));
  return records_.Find(key, changed);
}

const Record* RowMemory::Find(TenantId tenant, const Uid& uid) {
  // Where a uid leads needs no mark: a record that is as it was, and has the uid, is the one.
  const RecordKey* place = places_.Find({tenant.value(), uid}, 0);
  const Record* row = place == nullptr ? nullptr : Find(RecordKey(*place));
  return row != nullptr && row->uid == uid ? row : nullptr;
}

const Collection* RowMemory::Find(TenantId tenant, CollectionId id) {
  return collections_.Find({tenant.value(), id.value()}, LastChange(HashOfCollections(tenant)));
}

const Collection* RowMemory::Find(TenantId tenant, Origin origin, std::string_view name) {
  const CollectionId* id = names_.Find({{tenant.value(), origin.value()}, std::string(name)},
                                       LastChange(HashOfCollections(tenant)));
  return id == nullptr ? nullptr : Find(tenant, *id);
}

const Group* RowMemory::Find(TenantId tenant, GroupId id) {
  return groups_.Find({tenant.value(), id.value()}, LastChange(HashOfGroup(tenant, id)));
}

void RowMemory::Keep(TenantId tenant, const Record& row) {
  records_.Keep({tenant, row.collection, row.id}, row, at_, BytesOf(row));
}

void RowMemory::KeepUid(TenantId tenant, const Record& row) {
  places_.Keep({tenant.value(), row.uid}, {tenant, row.collection, row.id}, at_,
               sizeof(UidPlace) + sizeof(RecordKey));
}

void RowMemory::Keep(TenantId tenant, const Collection& row) {
  collections_.Keep({tenant.value(), row.id.value()}, row, at_, BytesOf(row));
  KeepName(tenant, row.origin, row.name, row.id);
}

void RowMemory::Keep(TenantId tenant, const Group& row) {
  groups_.Keep({tenant.value(), row.id.value()}, row, at_, BytesOf(row));
}

void RowMemory::KeepName(TenantId tenant, Origin origin, std::string_view name, CollectionId id) {
  names_.Keep({{tenant.value(), origin.value()}, std::string(name)}, id, at_,
              sizeof(NamePlace) + name.size());
}

void RowMemory::Changes(TenantId tenant, GroupId id) { marks_.Mark(HashOfGroup(tenant, id)); }

void RowMemory::ChangesRecordsOf(TenantId tenant, CollectionId collection) {
  marks_.Mark(HashOfRecords(tenant, collection));
}

void RowMemory::ChangesCollectionsOf(TenantId tenant) { marks_.Mark(HashOfCollections(tenant)); }

}  // namespace guildhall::store
