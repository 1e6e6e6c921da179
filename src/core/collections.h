#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/identities.h"
#include "core/removals.h"
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
    bool unique = false;
    Target target{};  ///< of references and relations; its collection is the dialect's to find
    /// When the collection is updated: the name by which the field is known so far; "" for `name`.
    std::string former_name{};
  };
  /// Fields that are unique together, by name.
  using UniqueNames = std::vector<std::string>;
  struct Draft {
    Origin origin;
    std::string name;  ///< checked and normalised by the dialect
    std::string description;
    std::vector<FieldDraft> fields;
    AccessList access;
    std::string metadata = "{}";
    std::vector<UniqueNames> unique_sets{};
    std::string declaration{};
    bool outlives_owners = false;
    std::optional<std::int64_t> max_per_tenant{};  ///< a dialect may set its own
  };
  struct Patch {
    std::optional<std::string> description, metadata;
    std::optional<std::vector<FieldDraft>> fields;
    std::optional<std::vector<UniqueNames>> unique_sets{};
    std::optional<std::string> declaration{};
    AccessPatch access;
    std::optional<std::int64_t> expected_revision;
  };

  Collections(Identities& identities, Options options,
              Removals& removals = Removals::ReadingThrough())
      : identities_(identities), options_(options), removals_(removals) {}

  /// Needs kWriteCollections. "name" taken; kConflict with kLimitReached; "group" kUnknownId.
  Result<Collection> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  /// Same name (`FieldDraft::former_name`), type and target: the data of a field stay. Anything
  /// else starts at null. The revision rises when the fields change. An index that is added is
  /// complete with the change when there are up to 10'000 records; else its list is `building`
  /// until a job has been through, and until then no field can change: kConflict with "fields"
  /// kBusy. "fields" kTaken for two of one name; the field's name kNotAllowed when a field that
  /// stays would become unique. "expected_revision" kRevisionMismatch. Fields that are unique
  /// together: "unique_sets" kUnknownName for a field that is not there, kNotAllowed for a field
  /// that cannot be unique, for fewer than two, and when a set is added while there are records. A
  /// set goes with each of its fields.
  Result<Collection> Update(Transaction& tx, const Caller& caller, CollectionId id,
                            const Patch& patch) const;
  /// With its records, see `Removals`, and its actions. The core's own: kForbidden.
  Result<void> Remove(Transaction& tx, const Caller& caller, CollectionId id) const;

  /// Lets another dialect serve the collection too, under the same name: what everyone, owners and
  /// groups may do then holds there as well. Needs kWriteCollections. "name" kTaken when there is
  /// one of that name; kAlreadyExists when it is served there; the core's own: kForbidden.
  Result<Collection> Publish(Transaction& tx, const Caller& caller, CollectionId id,
                             Origin origin) const;
  /// Takes that back. kNotFound when it was not published there.
  Result<Collection> Withdraw(Transaction& tx, const Caller& caller, CollectionId id,
                              Origin origin) const;

  /// Needs Read by the collection's list, or a bypass; else kNotFound.
  Result<Collection> Get(const Snapshot& snapshot, const Caller& caller, Origin origin,
                         std::string_view name) const;
  /// The profile collection, which every dialect shows under a name of its own; gated as `Get`.
  Result<Collection> GetProfiles(const Snapshot& snapshot, const Caller& caller) const;
  /// Those that this origin serves and `Get` would give, and the profile collection, by id.
  Result<std::vector<Collection>> List(const Snapshot& snapshot, const Caller& caller,
                                       Origin origin, Seek seek) const;
  /// Up to `bound`; of all records, whoever asks. While records of the tenant are being removed in
  /// steps, it may be less than there are.
  Result<std::int64_t> CountRecords(const Snapshot& snapshot, TenantId tenant, CollectionId id,
                                    std::int64_t bound) const;

 private:
  Identities& identities_;
  Options options_;
  Removals& removals_;
};

}  // namespace guildhall
