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

/// Named, typed sets of records: the first gate before each record's own list.
class Collections {
 public:
  struct Options {
    std::int64_t max_per_tenant = 100;  ///< of one origin; the profile collection counts
  };
  /// A field as wanted; numbers are the core's business.
  struct FieldDraft {
    std::string name;
    FieldType type = FieldType::kString;
    bool ordered = false;
    bool filterable = false;
  };
  struct Draft {
    Origin origin;
    std::string name;  ///< checked and normalised by the dialect
    std::string description;
    std::vector<FieldDraft> fields;
    AccessList access;
    std::string metadata = "{}";
  };
  struct Patch {
    std::optional<std::string> description, metadata;
    std::optional<std::vector<FieldDraft>> fields;
    AccessPatch access;
    std::optional<std::int64_t> expected_revision;
  };

  Collections(Identities& identities, Options options)
      : identities_(identities), options_(options) {}

  /// Needs kWriteCollections. "name" taken; kConflict with kLimitReached; "group" kUnknownId.
  Result<Collection> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  /// Same name and type: the data of a field stay. Anything else starts at null. The revision rises
  /// when the fields change. "expected_revision" kRevisionMismatch.
  Result<Collection> Update(Transaction& tx, const Caller& caller, CollectionId id,
                            const Patch& patch) const;
  /// With its records, in this transaction; more than 10'000: kConflict. The profile collection:
  /// kForbidden.
  Result<void> Remove(Transaction& tx, const Caller& caller, CollectionId id) const;

  /// Needs Read by the collection's list, or a bypass; else kNotFound.
  Result<Collection> Get(const Snapshot& snapshot, const Caller& caller, Origin origin,
                         std::string_view name) const;
  /// The profile collection, which every dialect shows under a name of its own; gated as `Get`.
  Result<Collection> GetProfiles(const Snapshot& snapshot, const Caller& caller) const;
  /// Those of this origin that `Get` would give, and the profile collection, by id.
  Result<std::vector<Collection>> List(const Snapshot& snapshot, const Caller& caller,
                                       Origin origin, Seek seek) const;
  /// Up to `bound`; of all records, whoever asks.
  Result<std::int64_t> CountRecords(const Snapshot& snapshot, TenantId tenant, CollectionId id,
                                    std::int64_t bound) const;

 private:
  Identities& identities_;
  Options options_;
};

}  // namespace guildhall
